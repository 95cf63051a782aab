using System.Net.Sockets;

namespace EmailConsole.Delivery.Pool;

internal sealed partial class ConnectionPools
{
    private readonly HashSet<Task> _closing = [];
    private int _socketsClosing;

    public async ValueTask DisposeAsync()
    {
        CloseAll(politely: true);
        Task[] closing;
        lock (_gate)
        {
            closing = [.. _closing];
        }

        await Task.WhenAll(closing);
    }

    public void Dispose() => CloseAll(politely: false);

    private void CloseAll(bool politely)
    {
        lock (_gate)
        {
            _isDisposed = true;
            _sweeper?.Dispose();
            foreach (var pool in _pools.Values)
            {
                pool.Dispose();
                CloseIdle(pool, politely, _ => true);
            }
        }
    }

    private void StartSweeper()
    {
        if (_sweeper is null)
        {
            var period = TimeSpan.FromTicks(Math.Clamp(options.Value.IdleTimeout.Ticks / 8, TimeSpan.TicksPerMillisecond * 50, TimeSpan.TicksPerSecond * 5));
            _sweeper = clock.CreateTimer(_ => Sweep(), null, period, period);
        }
    }

    /// <summary>Closes what nobody used for long, and forgets providers that nobody uses.</summary>
    private void Sweep()
    {
        lock (_gate)
        {
            foreach (var pool in _pools.Values.ToList())
            {
                CloseIdle(pool, politely: true, c => clock.GetElapsedTime(c.IdleSince) >= options.Value.IdleTimeout || c.Smtp.IsStale);
                if (pool.Sockets == 0 && pool.Waiters.Count == 0 && clock.GetElapsedTime(pool.LastUsed) >= _forget)
                {
                    pool.Dispose();
                    _pools.Remove(pool.Owner);
                }
            }

            if (_pools.Count == 0)
            {
                _sweeper?.Dispose();
                _sweeper = null;
            }
        }
    }

    private void CloseIdle(ProviderPool pool, bool politely, Func<PooledConnection, bool> which)
    {
        for (var node = pool.Idle.First; node is not null;)
        {
            var next = node.Next;
            if (which(node.Value))
            {
                pool.Idle.Remove(node);
                Close(pool, node.Value, politely);
            }

            node = next;
        }
    }

    /// <summary>Says farewell without anybody waiting for it. The socket counts until it is closed: so does the server count.</summary>
    private void Close(ProviderPool pool, PooledConnection connection, bool politely)
    {
        _socketsClosing++;
        var closing = CloseAsync(pool, connection, politely);
        _closing.Add(closing);
        _ = closing.ContinueWith(
            done =>
            {
                lock (_gate)
                {
                    _closing.Remove(done);
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    private async Task CloseAsync(ProviderPool pool, PooledConnection connection, bool politely)
    {
        // Off the lock, which the caller holds
        await Task.Yield();
        try
        {
            if (politely && !connection.Smtp.IsStale)
            {
                await connection.Smtp.QuitAsync(clock, CancellationToken.None);
            }

            await connection.Smtp.DisposeAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // It is closed all the same
        }

        lock (_gate)
        {
            _socketsClosing--;
            Freed(pool);
        }
    }

    /// <summary>A socket less: whoever has the fewest of those who wait for one comes first.</summary>
    private void Freed(ProviderPool pool)
    {
        pool.Sockets--;
        _sockets--;
        while (_sockets < options.Value.MaxSockets && _starving.MinBy(p => p.Sockets) is { } poorest)
        {
            _starving.Remove(poorest);
            Serve(poorest);
        }

        Serve(pool);
        if (_starving.Count > 0)
        {
            MakeRoom();
        }
    }

    /// <summary>Whether the provider holds more than its share while others have fewer and wait.</summary>
    private bool MustShare(ProviderPool pool)
    {
        if (_starving.Count == 0
            || _starving.Where(p => p != pool && p.Waiters.Count > 0).MinBy(p => p.Sockets) is not { Sockets: var fewest })
        {
            return false;
        }

        return fewest == 0 || pool.Sockets > fewest + 1;
    }

    /// <summary>Closes the connection that was idle longest, for those who wait for a socket.</summary>
    private void MakeRoom()
    {
        if (_socketsClosing >= _starving.Count)
        {
            return;
        }

        if (_pools.Values.Where(p => p.Idle.First is not null).MinBy(p => p.Idle.First!.Value.IdleSince) is { } pool)
        {
            var oldest = pool.Idle.First!.Value;
            pool.Idle.RemoveFirst();
            Close(pool, oldest, politely: true);
        }
    }
}
