namespace EmailConsole.Tenants;

/// <summary>A list of tenants may be ordered by what only some rooms know.</summary>
public static class TenantRanks
{
    /// <summary>Tenants that are ranked at most; those behind them follow by domain.</summary>
    public const int Most = 10_000;
}

/// <summary>Tells of the tenants' lanes, and loads and unloads them. The room that sends implements it.</summary>
public interface ITenantLanes
{
    /// <summary>From memory.</summary>
    TenantLane Find(Guid tenantId);

    /// <summary>The tenants with waiting messages, the most first, at most <see cref="TenantRanks.Most"/>.</summary>
    Task<IReadOnlyList<Guid>> FindLongestAsync(CancellationToken cancellationToken);

    /// <summary>Waits until lanes can be loaded; the caller bounds that.</summary>
    /// <returns>False: there is no such tenant, or it is not active.</returns>
    Task<bool> LoadAsync(Guid tenantId, CancellationToken cancellationToken);

    /// <summary>What is being sent ends. The lane loads again by itself for its next message, at once where one is due.</summary>
    Task UnloadAsync(Guid tenantId, CancellationToken cancellationToken);
}

/// <summary>Whether a tenant's mail is being sent, as the list of tenants shows it.</summary>
/// <param name="LoadedAt">Since when its lane is loaded; null: it is not.</param>
/// <param name="Waiting">Messages not delivered yet, whether the lane is loaded or not.</param>
/// <param name="Connections">Open to its provider's server; null: nothing of that provider was sent lately.</param>
/// <param name="IsShared">They are the super tenant's, and others use them too.</param>
public sealed record TenantLane(DateTimeOffset? LoadedAt, long Waiting, int? Connections, bool IsShared);
