using System.Net.Sockets;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Pool;

internal sealed partial class ConnectionPools
{
    private static readonly CancellationToken _stopped = new(canceled: true);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ToClose = TimeSpan.FromSeconds(4);

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

    /// <summary>Closes what nobody uses just now, and the others when they come back: somebody else may connect from here on.</summary>
    /// <param name="provider">Whose; null: of all.</param>
    public void CloseIdle(ProviderId? provider)
    {
        lock (_gate)
        {
            foreach (var pool in _pools.Values.Where(p => provider is null || p.Key.Provider == provider))
            {
                pool.Generation++;
                CloseIdle(pool, politely: true, _ => true);
            }
        }
    }

    /// <summary>Ends when all of them are closed, or after a while.</summary>
    /// <param name="provider">Whose; null: of all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task ClosedAsync(ProviderId? provider, CancellationToken cancellationToken)
    {
        CloseIdle(provider);
        var start = clock.GetTimestamp();
        while ((provider is { } one ? OpenOf(one) : Count() is var all ? all.Used + all.Idle : 0) > 0 && clock.GetElapsedTime(start) < ToClose)
        {
            await Task.Delay(Look, clock, cancellationToken);
        }
    }

    private void CloseAll(bool politely)
    {
        lock (_gate)
        {
            _isDisposed = true;
            _sweeper?.Dispose();
            foreach (var pool in _pools.Values)
            {
                CloseIdle(pool, politely, _ => true);
                EndWaiters(pool);
            }
        }
    }

    /// <summary>As if each had been cancelled: a stop is no error of theirs, and no turn comes any more.</summary>
    private static void EndWaiters(ProviderPool pool)
    {
        foreach (var waiter in pool.Waiters)
        {
            waiter.GiveUp(_stopped);
        }

        pool.Waiters.Clear();
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
                if (pool.Sockets == 0 && pool.Waiters.Count == 0)
                {
                    Forget(pool);
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

    /// <summary>Sends QUIT without anybody waiting for the answer. The socket counts until it is closed: so does the server count.</summary>
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
            await QuitAsync(connection, politely);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // It is closed all the same
        }
        catch (Exception e)
        {
            // A defect of ours must not take the socket's place for ever
            LogUnexpected(e);
        }
        finally
        {
            lock (_gate)
            {
                _socketsClosing--;
                Freed(pool);
            }
        }
    }

    private async Task QuitAsync(PooledConnection connection, bool politely)
    {
        await using (connection.Smtp)
        {
            if (politely && !connection.Smtp.IsStale)
            {
                await connection.Smtp.QuitAsync(clock, CancellationToken.None);
            }
        }
    }
}
