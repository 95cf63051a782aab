namespace EmailConsole.Tenants;

/// <summary>Tells the parts above that a tenant changed.</summary>
internal sealed partial class TenantChanges(IEnumerable<ITenantChanged> listeners, TimeProvider time, ILogger<TenantChanges> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Called after the commit. What is stored is stored: a listener that fails or takes longer than 10 s is logged, and the
    /// others are told.
    /// </summary>
    public async Task TellAsync(Guid tenantId, bool isActive)
    {
        foreach (var listener in listeners)
        {
            using var patience = new CancellationTokenSource(Patience, time);
            try
            {
                await listener.ChangedAsync(tenantId, isActive, patience.Token).WaitAsync(Patience, time);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                LogNotTold(e, listener.GetType().Name, tenantId);
            }
        }
    }
}
