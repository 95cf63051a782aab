namespace EmailConsole.EmailProviders.Editing;

/// <summary>Tells everybody who keeps connections, tokens or a view of a provider that it changed.</summary>
internal sealed partial class ProviderChanges(
    IEnumerable<IEmailProviderChanged> listeners, TimeProvider time, ILogger<ProviderChanges> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Called after the commit. What is stored is stored: a listener that fails or takes longer than 10 s is logged, and the
    /// others are told.
    /// </summary>
    public async Task TellAsync(Guid ownerTenantId)
    {
        foreach (var listener in listeners)
        {
            using var patience = new CancellationTokenSource(Patience, time);
            try
            {
                await listener.ChangedAsync(ownerTenantId, patience.Token).WaitAsync(Patience, time);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                LogNotTold(e, listener.GetType().Name, ownerTenantId);
            }
        }
    }
}
