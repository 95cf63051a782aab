using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Browser;

/// <summary>A console behind a line that can be cut, and that finds it again after a restart.</summary>
public sealed class CuttableConsole : IAsyncDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private volatile bool _isCut;

    public CuttableConsole()
    {
        Console = new ConsoleApplication { HomeOf = _home };
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public ConsoleApplication Console { get; private set; }

    /// <summary>Where browsers go; the same after a restart.</summary>
    public Uri Url => new($"http://{_listener.LocalEndpoint}/");

    public void Cut()
    {
        _isCut = true;
        Drop();
    }

    public void Mend() => _isCut = false;

    public async Task RestartAsync()
    {
        await Console.DisposeAsync();
        Drop();
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
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
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
                await server.ConnectAsync(IPAddress.Loopback, Console.Url.Port, _end.Token);
                await Task.WhenAny(CopyAsync(browser, server), CopyAsync(server, browser));
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

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
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
