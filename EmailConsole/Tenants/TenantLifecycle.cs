using EmailConsole.Cluster;

namespace EmailConsole.Tenants;

/// <summary>Told after a tenant was added, activated or deactivated.</summary>
public interface ITenantChanged
{
    /// <param name="tenantId">The tenant.</param>
    /// <param name="isActive">As it is now.</param>
    /// <param name="cancellationToken">Ends the wait, not the change: that is stored.</param>
    Task ChangedAsync(Guid tenantId, bool isActive, CancellationToken cancellationToken);
}

/// <summary>Has a tenant that another node, or somebody at the database, has changed or deleted told here. This node's own come as well: to be told twice changes nothing.</summary>
internal sealed class TenantEvents(Listeners<ITenantChanged> listeners) : IClusterEventListener
{
    public Task ChangedAsync(ClusterEvent change, CancellationToken cancellationToken) => change.Kind == ClusterEvent.Tenant
        ? listeners.TellAsync(change.Key, (listener, token) => listener.ChangedAsync(change.Key, change.State == "true", token), cancellationToken)
        : Task.CompletedTask;
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
