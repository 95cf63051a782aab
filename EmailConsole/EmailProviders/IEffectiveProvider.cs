using EmailConsole.EmailProviders.SuperTenant;

namespace EmailConsole.EmailProviders;

/// <summary>Finds the provider in force for a tenant: its own, else the super tenant's.</summary>
public interface IEffectiveProvider
{
    Task<ProviderResolution> ResolveAsync(Guid tenantId, CancellationToken cancellationToken);

    /// <returns>All that mail may leave by now, in order; none as with <see cref="FindAsync"/>.</returns>
    async Task<IReadOnlyList<ProviderInForce>> FindRouteAsync(Guid tenantId, CancellationToken cancellationToken) =>
        await ResolveAsync(tenantId, cancellationToken) is ProviderResolution.InForce inForce ? inForce.Route : [];

    /// <returns>Null: nothing can be sent with now. Whoever waits is told by <see cref="IEmailProviderChanged"/> when that changes.</returns>
    async Task<ProviderInForce?> FindAsync(Guid tenantId, CancellationToken cancellationToken) =>
        await ResolveAsync(tenantId, cancellationToken) is ProviderResolution.InForce inForce ? inForce.Provider : null;
}

/// <summary>Through what a tenant's mail leaves at this moment. A closed list.</summary>
public abstract record ProviderResolution
{
    private ProviderResolution()
    {
    }

    /// <param name="Provider">The first of the route: by it mail leaves as long as it can.</param>
    public sealed record InForce(ProviderInForce Provider) : ProviderResolution
    {
        /// <summary>All that mail may leave by, in order; the first is <see cref="Provider"/>, the others are its standbys.</summary>
        public IReadOnlyList<ProviderInForce> Route { get; init; } = [Provider];

        /// <summary>The tenant rather has a message of high priority twice than not at all, see <see cref="EmailProvider.SwitchesAfterUnknown"/>.</summary>
        public bool SwitchesAfterUnknown { get; init; }
    }

    /// <summary>
    /// The tenant's own was removed by a client that replaces it by removing and adding: what is accepted waits, and nothing leaves
    /// by another provider.
    /// </summary>
    /// <param name="Removed">Without secrets.</param>
    /// <param name="Until">From then on the super tenant's is in force.</param>
    public sealed record BeingReplaced(EmailProviderSettings Removed, DateTimeOffset Until) : ProviderResolution;

    /// <summary>The tenant's own sender may not be used over the super tenant's server any more: what is accepted waits.</summary>
    /// <param name="Reason">For the tenant's administrator.</param>
    public sealed record NotPermitted(string Reason) : ProviderResolution;

    /// <summary>Neither the tenant nor the super tenant has one.</summary>
    public sealed record None : ProviderResolution;
}

/// <summary>Whose settings a tenant's mail uses.</summary>
public enum ProviderOrigin
{
    /// <summary>The tenant's own, from the console or the API.</summary>
    Tenant = 0,

    /// <summary>The super tenant's, from <c>deployment.toml</c>.</summary>
    SuperTenant = 1,
}

/// <summary>Identifies a provider wherever it is more than its settings: channel, connections, statistics.</summary>
public readonly record struct ProviderId(Guid Value)
{
    /// <summary>Of an owner's first provider, which has the owner's id.</summary>
    public static ProviderId FirstOf(Guid ownerTenantId) => new(ownerTenantId);
}

/// <summary>The effective provider of a tenant, ready for the shared sender.</summary>
/// <param name="Origin">A provider from <c>deployment.toml</c> is not restricted in its network targets; a tenant's is.</param>
/// <param name="OwnerTenantId">Who configured it: what it cannot do is told to that one alone.</param>
/// <param name="Version">Changes with every change of the entry.</param>
/// <param name="Settings">Without secrets.</param>
/// <param name="Secrets">In clear text.</param>
public sealed record ProviderInForce(
    ProviderOrigin Origin, Guid OwnerTenantId, Guid Version, EmailProviderSettings Settings, EmailProviderSecrets Secrets)
{
    /// <summary>Which of the owner's; the first one's unless it is said.</summary>
    public ProviderId Id { get; init; } = ProviderId.FirstOf(OwnerTenantId);

    /// <summary>As people know it; empty: it is the only one.</summary>
    public string Name { get; init; } = "";

    /// <summary>What a tenant's programs may name in From besides the From Address, where it is the super tenant's server that it leaves by; null: anything.</summary>
    public PermittedSenders? Permitted { get; init; }

    /// <summary>
    /// Whose access tokens the client asks for, with the password among the secrets (RFC 6749 section 4.3); null: the client's own (section 4.4).
    /// </summary>
    public string? TokenUser { get; init; }
}

/// <summary>Says for many tenants at once by which providers their mail leaves. No secret is read.</summary>
public interface ITenantRoutes
{
    /// <param name="tenantIds">Whose; of all of them together one question.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>An entry for each of them, in order; an empty one: nothing can be sent with now.</returns>
    Task<IReadOnlyDictionary<Guid, IReadOnlyList<RouteProvider>>> FindRoutesAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken);

    /// <param name="providerIds">Of anybody, also of those that are not there any more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The owners of those that stand first in their owner's route.</returns>
    Task<IReadOnlyDictionary<Guid, Guid>> FindOwnersOfFirstsAsync(IReadOnlyCollection<Guid> providerIds, CancellationToken cancellationToken);
}

/// <summary>A provider of a route.</summary>
/// <param name="Id">Which.</param>
/// <param name="OwnerTenantId">Whose.</param>
/// <param name="Name">As people know it; empty: it is the only one.</param>
public sealed record RouteProvider(Guid Id, Guid OwnerTenantId, string Name);

/// <summary>Told after a tenant's provider was stored, removed or, for the super tenant, read anew.</summary>
public interface IEmailProviderChanged
{
    /// <param name="ownerTenantId">The tenant whose provider it is.</param>
    /// <param name="cancellationToken">Ends the wait, not the change: that is stored.</param>
    Task ChangedAsync(Guid ownerTenantId, CancellationToken cancellationToken);
}
