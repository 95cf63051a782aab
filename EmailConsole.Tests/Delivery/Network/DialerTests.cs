using System.Net;
using System.Net.Sockets;
using EmailConsole.Delivery.Network;

namespace EmailConsole.Tests.Delivery.Network;

public sealed class DialerTests
{
    private const int IpProtoTcp = 6;
    private const int TcpUserTimeout = 18;

    [Fact]
    public async Task ConnectAsync_OnLinux_BoundsHowLongWrittenBytesStayUnacknowledged()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        using var socket = await new Dialer(TimeProvider.System).ConnectAsync(
            [IPAddress.Loopback], ((IPEndPoint)listener.LocalEndpoint).Port, CancellationToken.None);

        var limit = new byte[sizeof(int)];
        Assert.Equal(sizeof(int), socket.GetRawSocketOption(IpProtoTcp, TcpUserTimeout, limit));
        Assert.Equal(30_000, BitConverter.ToInt32(limit));
        var untilLastProbe = Seconds(socket, SocketOptionName.TcpKeepAliveTime)
            + (Seconds(socket, SocketOptionName.TcpKeepAliveInterval) * Seconds(socket, SocketOptionName.TcpKeepAliveRetryCount));

        // An earlier end would come after a single lost probe
        Assert.True(untilLastProbe <= 30, $"{untilLastProbe} s");
    }

    private static int Seconds(Socket socket, SocketOptionName option) => (int)socket.GetSocketOption(SocketOptionLevel.Tcp, option)!;
}
