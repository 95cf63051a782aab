using System.Net.Sockets;

namespace EmailConsole.Delivery.Network;

/// <summary>
/// Acknowledges what has come without the usual delay. A server that answers a group of commands in two packets and has not
/// set TCP_NODELAY, as Postfix, keeps the second until the first is acknowledged: some 40 ms a message.
/// </summary>
internal static class Acknowledge
{
    private const int IpProtoTcp = 6;
    private const int TcpQuickAck = 12;

    private static readonly byte[] _on = [1, 0, 0, 0];

    /// <summary>Does nothing where the system knows no such option.</summary>
    public static void AtOnce(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            socket.SetRawSocketOption(IpProtoTcp, TcpQuickAck, _on);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The next read says what is wrong
        }
    }
}
