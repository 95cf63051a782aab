using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EmailConsole.Tests.Servers;

/// <summary>A relay of TCP on loopback that can be cut as a cable is: nobody hears of it, and what was under way arrives once it is mended.</summary>
internal sealed class ScriptedProxy : IAsyncDisposable
{
    private const int Most = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _relays = [];
    private readonly Task _accepting;
    private volatile TaskCompletionSource _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptedProxy(int target)
    {
        _target = target;
        _whole.SetResult();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From here on nothing passes.</summary>
    public void Cut() => _whole = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Everything passes again, what came in the meantime first.</summary>
    public void Mend() => _whole.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_relays);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _relays.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task RelayAsync(TcpClient near)
    {
        using var far = new TcpClient { NoDelay = true };
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        near.NoDelay = true;
        try
        {
            using (near)
            {
                await _whole.Task.WaitAsync(ending.Token);
                await far.ConnectAsync(IPAddress.Loopback, _target, ending.Token);
                await Task.WhenAny(PumpAsync(near, far, ending.Token), PumpAsync(far, near, ending.Token));
                await ending.CancelAsync();
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // Nobody listens there, or the test is over: the client finds its connection closed
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, CancellationToken cancellationToken)
    {
        var bytes = new byte[Most];
        try
        {
            while (true)
            {
                var length = await from.GetStream().ReadAsync(bytes, cancellationToken);
                await _whole.Task.WaitAsync(cancellationToken);
                if (length == 0)
                {
                    return;
                }

                await to.GetStream().WriteAsync(bytes.AsMemory(0, length), cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone, and the other one with it
        }
    }
}
