using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EmailConsole.Tests.Servers;

/// <summary>A relay of TCP on loopback that can be cut as a cable is: nobody hears of it, and what was under way arrives once it is mended.</summary>
internal sealed class ScriptedProxy : IAsyncDisposable
{
    private const int Most = 64 * 1024;
    private const string Everybody = "";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly Func<IPEndPoint, string> _nameOf;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _relays = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _cuts = new(StringComparer.Ordinal);
    private readonly Task _accepting;

    /// <param name="target">A port of loopback.</param>
    /// <param name="nameOf">Who connects, where some can be cut off and others not.</param>
    public ScriptedProxy(int target, Func<IPEndPoint, string>? nameOf = null)
    {
        (_target, _nameOf) = (target, nameOf ?? (_ => Everybody));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From here on nothing passes.</summary>
    public void Cut() => Cut(Everybody);

    /// <summary>The same for what one of them has opened, or opens.</summary>
    public void Cut(string name) => _cuts.TryAdd(name, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Everything passes again, what came in the meantime first.</summary>
    public void Mend()
    {
        foreach (var name in _cuts.Keys)
        {
            if (_cuts.TryRemove(name, out var cut))
            {
                cut.SetResult();
            }
        }
    }

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
            catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
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
                var name = _nameOf((IPEndPoint)near.Client.RemoteEndPoint!);
                await WholeAsync(name, ending.Token);
                await far.ConnectAsync(IPAddress.Loopback, _target, ending.Token);
                await Task.WhenAny(PumpAsync(near, far, name, ending.Token), PumpAsync(far, near, name, ending.Token));
                await ending.CancelAsync();
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // Nobody listens there, or the test is over: the client finds its connection closed
        }
    }

    private async Task WholeAsync(string name, CancellationToken cancellationToken)
    {
        while ((_cuts.GetValueOrDefault(Everybody) ?? _cuts.GetValueOrDefault(name)) is { } cut)
        {
            await cut.Task.WaitAsync(cancellationToken);
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, string name, CancellationToken cancellationToken)
    {
        var bytes = new byte[Most];
        try
        {
            while (true)
            {
                var length = await from.GetStream().ReadAsync(bytes, cancellationToken);
                await WholeAsync(name, cancellationToken);
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
