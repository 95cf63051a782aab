using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace EmailConsole.Benchmarks.Receivers;

/// <summary>SMTP servers on free ports of loopback, one a port; some of them hang.</summary>
internal sealed class ReceiverServer(X509Certificate2? certificate, TimeSpan finalReplyAfter) : IDisposable
{
    private static readonly Hang[] _kinds = [Hang.OnceConnected, Hang.AfterGreeting, Hang.AfterContent];

    private readonly List<TcpListener> _listeners = [];
    private readonly CancellationTokenSource _stop = new();
    private int _open;
    private int _messages;

    public IEnumerable<int> Ports => _listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port);

    /// <summary>Connections that no side has closed.</summary>
    public int Open => Volatile.Read(ref _open);

    public int Messages => Volatile.Read(ref _messages);

    /// <summary>Whether the server of that number hangs: they are spread evenly.</summary>
    public static bool IsHung(int server, int servers, int hung) => (long)(server + 1) * hung / servers > (long)server * hung / servers;

    public void Start(int servers, int hung)
    {
        var hangs = 0;
        for (var i = 0; i < servers; i++)
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            _listeners.Add(listener);
            _ = AcceptAsync(listener, IsHung(i, servers, hung) ? _kinds[hangs++ % _kinds.Length] : Hang.Never);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listeners.ForEach(listener => listener.Dispose());
        _stop.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener, Hang hang)
    {
        while (!_stop.IsCancellationRequested)
        {
            _ = ServeAsync(await listener.AcceptSocketAsync(_stop.Token), hang);
        }
    }

    private async Task ServeAsync(Socket socket, Hang hang)
    {
        Interlocked.Increment(ref _open);
        socket.NoDelay = true;
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await new ReceiverSession(stream, certificate, hang, finalReplyAfter, () => Interlocked.Increment(ref _messages)).RunAsync(_stop.Token);
        }
        catch (IOException)
        {
            // The client went away
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
