using EmailConsole.Deployment;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>Tells everybody who keeps connections, tokens or a view of a provider that it changed.</summary>
internal sealed partial class ProviderChanges(
    IEnumerable<IEmailProviderChanged> listeners, TimeProvider time, ILogger<ProviderChanges> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Subscribers<ProviderChange> _pages = new();

    /// <summary>For open pages, until disposed.</summary>
    /// <param name="changed">Must not take long.</param>
    public IDisposable Subscribe(Action<ProviderChange> changed) => _pages.Add(changed);

    /// <summary>
    /// Called after the commit. What is stored is stored: a listener that fails or takes longer than 10 s is logged, and the
    /// others are told.
    /// </summary>
    /// <param name="ownerTenantId">Whose provider it is.</param>
    /// <param name="version">What is stored now; null: nothing.</param>
    public async Task TellAsync(Guid ownerTenantId, Guid? version = null)
    {
        _pages.Tell(new ProviderChange(ownerTenantId, version), LogPageNotTold);
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

    [LoggerMessage(LogLevel.Error, "{Listener} could not take the change of the email provider of tenant {TenantId}")]
    private partial void LogNotTold(Exception exception, string listener, Guid tenantId);

    [LoggerMessage(LogLevel.Error, "An open page was not told that its email provider changed")]
    private partial void LogPageNotTold(Exception exception);
}

/// <param name="TenantId">Whose provider was stored or removed.</param>
/// <param name="Version">What is stored now; null: nothing.</param>
internal sealed record ProviderChange(Guid TenantId, Guid? Version);
