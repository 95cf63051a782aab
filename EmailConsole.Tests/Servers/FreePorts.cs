using System.Net;
using System.Net.Sockets;

namespace EmailConsole.Tests.Servers;

/// <summary>
/// Ports of loopback that nobody listens on. They lie below those that systems give to connections and to listeners of
/// port 0: one of these could be taken again before a process that was only just started listens on it.
/// </summary>
internal static class FreePorts
{
    private const int First = 20_000;
    private const int Count = 12_000;

    // No port twice, and another suite on this machine elsewhere
    private static int _taken = Random.Shared.Next(Count);

    public static int[] Take(int count) => Enumerable.Range(0, count).Select(_ => Next()).ToArray();

    public static async Task<bool> IsOpenAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _taken) % Count);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there: the next one
            }
        }
    }
}
