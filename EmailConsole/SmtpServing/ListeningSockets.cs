using System.Net;
using System.Net.Sockets;

namespace EmailConsole.SmtpServing;

/// <summary>Sockets that listen on one port.</summary>
internal static class ListeningSockets
{
    private const int Backlog = 512;
    private const int Attempts = 10;

    /// <summary>On every address of the machine.</summary>
    /// <param name="port">0: a free one.</param>
    /// <exception cref="SocketException">The port is taken, or may not be taken.</exception>
    public static List<Socket> BindAll(int port) =>
        [Listen(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port)];

    /// <summary>On 127.0.0.1 and, where the machine has it, on ::1.</summary>
    /// <param name="port">0: a port that is free on both.</param>
    /// <exception cref="SocketException">The port is taken, on one of them at least.</exception>
    public static List<Socket> BindLoopback(int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            var sockets = new List<Socket>();
            try
            {
                sockets.Add(Listen(IPAddress.Loopback, port));
                if (Socket.OSSupportsIPv6)
                {
                    AddIfThere(sockets, IPAddress.IPv6Loopback, ((IPEndPoint)sockets[0].LocalEndPoint!).Port);
                }

                return sockets;
            }
            catch (SocketException e)
            {
                sockets.ForEach(socket => socket.Dispose());
                if (port != 0 || e.SocketErrorCode != SocketError.AddressAlreadyInUse || attempt == Attempts)
                {
                    throw;
                }
            }
        }
    }

    private static void AddIfThere(List<Socket> sockets, IPAddress address, int port)
    {
        try
        {
            sockets.Add(Listen(address, port));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
        {
            // A machine or container with IPv6 in its kernel and no ::1: IPv4 serves
        }
    }

    private static Socket Listen(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
