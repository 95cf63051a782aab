namespace EmailConsole.Delivery.Pool;

/// <summary>The right to one connection of a provider for one message, until it is given back.</summary>
internal sealed class Lease(ProviderPool pool, PooledConnection? connection)
{
    private bool _hasEnded;

    public ProviderPool Pool { get; } = pool;

    /// <summary>Of the pool when it was given: what was closed since then is not to be kept.</summary>
    public int Generation { get; } = pool.Generation;

    /// <summary>Null: none is open, and the holder may open one.</summary>
    public PooledConnection? Connection { get; set; } = connection;

    /// <summary>Whether the turn ends now: it ends once, however many ways lead there. Guarded by <see cref="ConnectionPools"/>.</summary>
    public bool TryEnd()
    {
        var ends = !_hasEnded;
        _hasEnded = true;
        return ends;
    }
}

/// <summary>Somebody who waits for a connection.</summary>
internal sealed class Waiter(ConnectionIdentity identity)
{
    private readonly TaskCompletionSource<Lease> _served = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConnectionIdentity Identity { get; } = identity;

    public Task<Lease> Served => _served.Task;

    public void Serve(Lease lease) => _served.SetResult(lease);

    public void GiveUp(CancellationToken cancellationToken) => _served.SetCanceled(cancellationToken);
}
