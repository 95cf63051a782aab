namespace EmailConsole.Sending.Lanes;

/// <summary>Tenants whose lane should be loaded.</summary>
internal sealed class LaneWakes : PendingTenants
{
    public void Wake(Guid tenantId) => Add(tenantId);
}
