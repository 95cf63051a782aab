using EmailConsole.Delivery.Smtp;

namespace EmailConsole.Delivery.Pool;

/// <summary>
/// The connections of one provider's owner to one server, whatever settings they were opened with: what a server counts is the
/// account. Plain state, guarded by <see cref="ConnectionPools"/>.
/// </summary>
internal sealed class ProviderPool(ServerKey key, OwnerConnections owner)
{
    public ServerKey Key { get; } = key;

    public OwnerConnections Owner { get; } = owner;

    /// <summary>Sockets that are open, being opened or being closed.</summary>
    public int Sockets { get; set; }

    /// <summary>The one used last stands last, and is the next to be used: the others grow old and are closed.</summary>
    public LinkedList<PooledConnection> Idle { get; } = [];

    /// <summary>Another one since <see cref="ConnectionPools"/> closed what was idle: connections that were in use then are closed when they come back.</summary>
    public int Generation { get; set; }

    /// <summary>First come, first served.</summary>
    public LinkedList<Waiter> Waiters { get; } = [];

    /// <summary>As the latest sender named them.</summary>
    public SenderLimits Limits { get; set; } = new(1, null, 1);
}

/// <summary>
/// What one owner of a provider has open at all servers, those of former settings included: its share of the sockets is
/// reckoned by that. Plain state, guarded by <see cref="ConnectionPools"/>.
/// </summary>
internal sealed class OwnerConnections
{
    /// <summary>Sockets that are open, being opened or being closed.</summary>
    public int Sockets { get; set; }

    public int Pools { get; set; }

    /// <summary>Of the server that was asked for last. At the others nothing is kept open.</summary>
    public ProviderPool? Latest { get; set; }
}
