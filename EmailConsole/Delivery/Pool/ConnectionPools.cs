using EmailConsole.Delivery.Smtp;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery.Pool;

/// <summary>
/// All connections that are kept open, by provider: the pool keeps them and bounds the sockets, those of all and those that
/// are open, being opened or being closed at one server. How many messages set out, and when, is their channel's to say. One lock guards the state of all: it is held for less than a
/// microsecond, and makes the fair shares of the sockets a matter of plain code.
/// </summary>
internal sealed partial class ConnectionPools(IOptions<DeliveryOptions> options, TimeProvider clock, ILogger<ConnectionPools> logger)
    : IAsyncDisposable, IDisposable
{
    private readonly Lock _gate = new();
    private ITimer? _sweeper;
    private bool _isDisposed;

    /// <summary>Waits for a turn: for a connection, within the limits of the provider and the bound on all sockets.</summary>
    /// <param name="key">Whose connections, and to which server.</param>
    /// <param name="identity">Only a connection opened with the very same is given.</param>
    /// <param name="limits">In force from now on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">It was cancelled before its turn came, or the console stops.</exception>
    public async ValueTask<Lease> AcquireAsync(
        ServerKey key, ConnectionIdentity identity, SenderLimits limits, CancellationToken cancellationToken)
    {
        while (true)
        {
            var lease = await WaitAsync(key, identity, limits, cancellationToken);
            if (lease.Connection is not { Smtp.IsStale: true })
            {
                return lease;
            }

            Abandon(lease, politely: false);
        }
    }

    private async ValueTask<Lease> WaitAsync(
        ServerKey key, ConnectionIdentity identity, SenderLimits limits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new Waiter(identity);
        ProviderPool pool;
        LinkedListNode<Waiter> node;
        lock (_gate)
        {
            if (_isDisposed)
            {
                throw new OperationCanceledException(_stopped);
            }

            pool = Find(key);
            pool.Limits = limits;
            StartSweeper();
            node = pool.Waiters.AddLast(waiter);
            Serve(pool);
        }

        if (waiter.Served.IsCompleted)
        {
            return await waiter.Served;
        }

        await using (cancellationToken.UnsafeRegister((_, token) => GiveUp(pool, node, token), null))
        {
            return await waiter.Served;
        }
    }

    /// <summary>Gives the turn back, with a connection that is fit for the next message.</summary>
    public void Return(Lease lease)
    {
        var connection = lease.Connection ?? throw new InvalidOperationException("There is no connection to give back.");
        lock (_gate)
        {
            if (!lease.TryEnd())
            {
                return;
            }

            var pool = lease.Pool;
            connection.IdleSince = clock.GetTimestamp();
            if (_isDisposed || lease.Generation != pool.Generation || pool != pool.Owner.Latest || IsUsedUp(pool, connection) || pool.Sockets > pool.Limits.Connections || MustShare(pool))
            {
                Close(pool, connection, politely: true);
                return;
            }

            pool.Idle.AddLast(connection);
            Serve(pool);
            if (_starving.Count > 0)
            {
                MakeRoom();
            }
        }
    }

    /// <summary>Gives the turn back without a connection: none was opened, or it is of no more use and is closed.</summary>
    public void Abandon(Lease lease, bool politely)
    {
        lock (_gate)
        {
            if (!lease.TryEnd())
            {
                return;
            }

            if (lease.Connection is { } connection)
            {
                Close(lease.Pool, connection, politely);
            }
            else
            {
                Freed(lease.Pool);
            }
        }
    }

    private void GiveUp(ProviderPool pool, LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Served in the very moment: then the turn is taken, and given back in the end
            if (node.List is null)
            {
                return;
            }

            pool.Waiters.Remove(node);
            node.Value.GiveUp(cancellationToken);
            Serve(pool);
        }
    }

    private bool IsUsedUp(ProviderPool pool, PooledConnection connection) =>
        connection.Messages >= pool.Limits.MessagesPerConnection
        || clock.GetElapsedTime(connection.OpenedAt) >= options.Value.MaxConnectionAge;

    [LoggerMessage(Level = LogLevel.Error, Message = "A connection was closed with an error of the console's own.")]
    private partial void LogUnexpected(Exception exception);
}
