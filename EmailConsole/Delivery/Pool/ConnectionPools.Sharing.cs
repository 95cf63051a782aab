namespace EmailConsole.Delivery.Pool;

/// <summary>Fair shares of the sockets.</summary>
internal sealed partial class ConnectionPools
{
    private readonly HashSet<ProviderPool> _starving = [];

    /// <summary>A socket less: whoever has the fewest of those who wait for one comes first.</summary>
    private void Freed(ProviderPool pool)
    {
        Count(pool, -1);
        while (_starving.MinBy(p => p.Owner.Sockets) is { } poorest && MayOpen(poorest))
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

    private bool MayOpen(ProviderPool pool) => _sockets < BoundFor(pool);

    /// <summary>
    /// How many sockets there may be, before the provider opens another. The last quarter is for those who have none: however
    /// many servers hang with all their connections, the next provider's mail goes out.
    /// </summary>
    private int BoundFor(ProviderPool pool) =>
        pool.Owner.Sockets == 0 ? options.Value.MaxSockets : options.Value.MaxSockets - (options.Value.MaxSockets / 4);

    /// <summary>Whether the provider holds more than its share while others have fewer and wait.</summary>
    private bool MustShare(ProviderPool pool)
    {
        if (_starving.Count == 0
            || _starving.Where(p => p != pool && p.Waiters.Count > 0).Min(p => (int?)p.Owner.Sockets) is not { } fewest)
        {
            return false;
        }

        return fewest == 0 || pool.Owner.Sockets > fewest + 1;
    }

    /// <summary>
    /// Closes the connection that was idle longest, for those who wait for a socket: unless they could not have it yet, because
    /// the part that is for providers without any is in use.
    /// </summary>
    private void MakeRoom()
    {
        if (_socketsClosing >= _starving.Count
            || _starving.MinBy(p => p.Owner.Sockets) is not { } poorest
            || _sockets - _socketsClosing > BoundFor(poorest))
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
