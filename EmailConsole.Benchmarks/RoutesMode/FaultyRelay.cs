using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EmailConsole.Benchmarks.RoutesMode;

/// <summary>What a server does just now.</summary>
internal enum RelayState
{
    Works,

    /// <summary>Nobody listens, and what was open is broken off.</summary>
    Refuses,

    /// <summary>Connections are taken, and nothing is said.</summary>
    Hangs,

    /// <summary>Each connection is answered 421 and closed.</summary>
    Declines,
}

/// <summary>A relay before a receiver that can be made to fail in several ways.</summary>
internal sealed class FaultyRelay : IAsyncDisposable
{
    private readonly int _target;
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private TcpListener _listener = new(IPAddress.Loopback, 0);
    private RelayState _state = RelayState.Works;

    public FaultyRelay(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(_listener);
    }

    public int Port { get; }

    public void Become(RelayState state)
    {
        var isListening = _state != RelayState.Refuses;
        _state = state;
        if (state == RelayState.Refuses)
        {
            _listener.Stop();
        }
        else if (!isListening)
        {
            _listener = new TcpListener(IPAddress.Loopback, Port);
            _listener.Start();
            _ = AcceptAsync(_listener);
        }

        // What is open belongs to the state of before
        foreach (var socket in _open.Keys)
        {
            socket.Dispose();
        }
    }

    public ValueTask DisposeAsync()
    {
        Become(RelayState.Refuses);
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptSocketAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It is stopped
        }
    }

    private async Task ServeAsync(Socket client)
    {
        _open[client] = true;
        try
        {
            switch (_state)
            {
                case RelayState.Works:
                    using (var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
                    {
                        client.NoDelay = true;
                        await server.ConnectAsync(IPAddress.Loopback, _target);
                        await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
                    }

                    break;
                case RelayState.Declines:
                    await client.SendAsync(Encoding.ASCII.GetBytes("421 4.3.2 Service not available\r\n"));
                    break;
                default:
                    // Until its state changes
                    while (await client.ReceiveAsync(new byte[1024]) > 0)
                    {
                    }

                    break;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Broken off by one of them
        }
        finally
        {
            _open.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await from.ReceiveAsync(buffer)) > 0;)
        {
            await to.SendAsync(buffer.AsMemory(0, read));
        }
    }
}
