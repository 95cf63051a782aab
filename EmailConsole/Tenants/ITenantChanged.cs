namespace EmailConsole.Tenants;

/// <summary>Told after a tenant was added, activated or deactivated.</summary>
public interface ITenantChanged
{
    /// <param name="tenantId">The tenant.</param>
    /// <param name="isActive">As it is now.</param>
    /// <param name="cancellationToken">Ends the wait, not the change: that is stored.</param>
    Task ChangedAsync(Guid tenantId, bool isActive, CancellationToken cancellationToken);
}
