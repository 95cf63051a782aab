namespace EmailConsole.Tenants;

/// <summary>Told after a tenant was added, activated or deactivated.</summary>
public interface ITenantChanged
{
    /// <param name="tenantId">The tenant.</param>
    /// <param name="isActive">As it is now.</param>
    /// <param name="cancellationToken">Ends the wait, not the change: that is stored.</param>
    Task ChangedAsync(Guid tenantId, bool isActive, CancellationToken cancellationToken);
}

/// <summary>A room that keeps data of tenants which does not go with the tenant's row.</summary>
public interface ITenantData
{
    /// <summary>
    /// Removes what the room keeps. The tenant is inactive; called before its row goes, and once more afterwards for what was
    /// on its way. May be called again for the same tenant.
    /// </summary>
    Task RemoveAsync(Guid tenantId, CancellationToken cancellationToken);
}
