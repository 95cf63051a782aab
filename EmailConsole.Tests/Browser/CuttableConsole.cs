using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Browser;

/// <summary>A console behind a line that can be cut, and that finds it again after a restart.</summary>
internal sealed class CuttableConsole : IAsyncDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private readonly Func<Uri>? _next;
    private volatile bool _isCut;
    private volatile int _frozen;

    /// <param name="next">Which node the next connection goes to; null: there is one console, of its own.</param>
    public CuttableConsole(Func<Uri>? next = null)
    {
        _next = next;
        Console = new ConsoleApplication { HomeOf = _home };
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public ConsoleApplication Console { get; private set; }

    /// <summary>Where browsers go; the same after a restart.</summary>
    public Uri Url => new($"http://{_listener.LocalEndpoint}/");

    /// <summary>The port of the node that the last WebSocket went to.</summary>
    public int LastUpgrade { get; private set; }

    /// <summary>As a proxy that was never told of WebSockets.</summary>
    public bool RefusesUpgrade { get; set; }

    /// <summary>As one that waits for a node that answers nothing.</summary>
    public bool SwallowsUpgrade { get; set; }

    /// <summary>What is open stays open and silent, whatever becomes of the console; what is opened later is not.</summary>
    public void Freeze() => _frozen++;

    public void Cut()
    {
        _isCut = true;
        Drop();
    }

    public void Mend() => _isCut = false;

    public async Task RestartAsync()
    {
        await Console.DisposeAsync();
        if (_frozen == 0)
        {
            Drop();
        }

        var next = new ConsoleApplication { HomeOf = _home };
        _ = next.Url;
        Console = next;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Drop();
        await _accepting;
        await Console.DisposeAsync();
        _end.Dispose();
        _listener.Dispose();
        _home.Dispose();
    }

    private void Drop()
    {
        foreach (var socket in _open.Keys)
        {
            socket.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_end.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // It was the end
        }
    }

    private async Task ServeAsync(Socket browser)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _open[browser] = 0;
        _open[server] = 0;
        try
        {
            if (!_isCut)
            {
                var port = (_next?.Invoke() ?? Console.Url).Port;
                await server.ConnectAsync(IPAddress.Loopback, port, _end.Token);
                if (!await PassesAsync(browser, server, port))
                {
                    return;
                }

                var before = _frozen;
                await Task.WhenAny(CopyAsync(browser, server), CopyAsync(server, browser));
                if (before != _frozen)
                {
                    await Task.Delay(Timeout.Infinite, _end.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // Cut, or the console is away
        }
        finally
        {
            _open.TryRemove(browser, out _);
            _open.TryRemove(server, out _);
            browser.Dispose();
        }
    }

    // A browser opens a connection of its own for each WebSocket, and begins it with a whole request
    private async Task<bool> PassesAsync(Socket browser, Socket server, int port)
    {
        var buffer = new byte[16 * 1024];
        var first = buffer.AsMemory(0, await browser.ReceiveAsync(buffer));
        if (Encoding.Latin1.GetString(first.Span).Contains("Upgrade: websocket", StringComparison.OrdinalIgnoreCase))
        {
            if (SwallowsUpgrade)
            {
                await browser.ReceiveAsync(buffer);
                return false;
            }

            if (RefusesUpgrade)
            {
                await browser.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
                return false;
            }

            LastUpgrade = port;
        }

        await server.SendAsync(first);
        return true;
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var before = _frozen;
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count && before == _frozen)
            {
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut
        }
    }
}
