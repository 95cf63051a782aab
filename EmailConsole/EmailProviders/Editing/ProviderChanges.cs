using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>Tells everybody who keeps connections, tokens or a view of a provider that it changed.</summary>
internal sealed class ProviderChanges(Listeners<IEmailProviderChanged> listeners)
{
    /// <summary>Called after the commit.</summary>
    public Task TellAsync(Guid ownerTenantId) =>
        listeners.TellAsync(ownerTenantId, (listener, token) => listener.ChangedAsync(ownerTenantId, token));
}
