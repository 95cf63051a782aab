namespace EmailConsole.EmailProviders;

/// <summary>Whose settings a tenant's mail uses.</summary>
public enum ProviderOrigin
{
    /// <summary>The tenant's own, from the console or the API.</summary>
    Tenant = 0,

    /// <summary>The super tenant's, from <c>deployment.toml</c>.</summary>
    SuperTenant = 1,
}

/// <summary>Identifies a provider wherever it is more than its settings: channel, connections, statistics. Each owner has one, with the owner's id.</summary>
public readonly record struct ProviderId(Guid Value)
{
    public Guid OwnerTenantId => Value;

    public static ProviderId Of(Guid ownerTenantId) => new(ownerTenantId);
}

/// <summary>The effective provider of a tenant, ready for the shared sender.</summary>
/// <param name="Origin">A provider from <c>deployment.toml</c> is not restricted in its network targets; a tenant's is.</param>
/// <param name="OwnerTenantId">Who configured it: connections, tokens and throttles are kept by owner.</param>
/// <param name="Version">Changes with every change of settings or secrets.</param>
/// <param name="Settings">Without secrets.</param>
/// <param name="Secrets">In clear text.</param>
public sealed record ProviderInForce(
    ProviderOrigin Origin, Guid OwnerTenantId, Guid Version, EmailProviderSettings Settings, EmailProviderSecrets Secrets)
{
    public ProviderId Id => ProviderId.Of(OwnerTenantId);
}
