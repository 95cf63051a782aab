using EmailConsole.Deployment;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>Tells everybody who keeps connections, tokens or a view of a provider that it changed.</summary>
internal sealed partial class ProviderChanges(Listeners<IEmailProviderChanged> listeners, ILogger<ProviderChanges> logger)
{
    private readonly Subscribers<ProviderChange> _pages = new();

    /// <summary>For open pages, until disposed.</summary>
    /// <param name="changed">Must not take long.</param>
    public IDisposable Subscribe(Action<ProviderChange> changed) => _pages.Add(changed);

    /// <summary>Called after the commit.</summary>
    /// <param name="ownerTenantId">Whose provider it is.</param>
    /// <param name="version">What is stored now; null: nothing.</param>
    public Task TellAsync(Guid ownerTenantId, Guid? version = null)
    {
        _pages.Tell(new ProviderChange(ownerTenantId, version), LogPageNotTold);
        return listeners.TellAsync(ownerTenantId, (listener, token) => listener.ChangedAsync(ownerTenantId, token));
    }

    [LoggerMessage(LogLevel.Error, "An open page was not told that its email provider changed")]
    private partial void LogPageNotTold(Exception exception);
}

/// <param name="TenantId">Whose provider was stored or removed.</param>
/// <param name="Version">What is stored now; null: nothing.</param>
internal sealed record ProviderChange(Guid TenantId, Guid? Version);
