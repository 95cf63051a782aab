namespace EmailConsole.Tenants;

/// <summary>Tells of the tenants' lanes, and loads and unloads them. The room that sends implements it.</summary>
public interface ITenantLanes
{
    /// <summary>From memory.</summary>
    TenantLane Find(Guid tenantId);

    /// <summary>The tenants with waiting messages, the most first; from memory.</summary>
    IReadOnlyList<Guid> FindLongest();

    /// <summary>Waits until lanes can be loaded; the caller bounds that.</summary>
    /// <returns>False: there is no such tenant, or it is not active.</returns>
    Task<bool> LoadAsync(Guid tenantId, CancellationToken cancellationToken);

    /// <summary>What is being sent ends. The lane loads again by itself for its next message, at once where one is due.</summary>
    Task UnloadAsync(Guid tenantId, CancellationToken cancellationToken);
}
