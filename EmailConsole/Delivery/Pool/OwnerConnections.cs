namespace EmailConsole.Delivery.Pool;

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
