using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders;

/// <summary>How the providers of a tenant's route fare, for the parts of a page. The rooms that send make it.</summary>
/// <param name="Domain">Of the tenant of the page: what is still shown of another one passes it over.</param>
/// <param name="Providers">By id, as whoever looks may read it. One that is not among them has sent nothing lately.</param>
public sealed record RouteHealth(string Domain, IReadOnlyDictionary<Guid, ProviderHealth> Providers)
{
    /// <summary>How long messages wait for a provider that asks for less or says nothing, before they leave by the next one; in words, empty: not said.</summary>
    public string Patience { get; init; } = "";

    /// <returns>Null: nothing is known of it.</returns>
    public ProviderHealth? Of(StoredEmailProvider entry) =>
        Providers.GetValueOrDefault(entry.Settings.Server == ProviderServer.Platform ? TenantDomain.SuperTenantId : entry.Id.Value);

    /// <summary>See <see cref="ProviderHealth.FindInForce"/>; of those that are switched on.</summary>
    /// <param name="entries">In order.</param>
    /// <param name="health">Null: nothing is known yet.</param>
    /// <returns>Null: none is switched on.</returns>
    public static StoredEmailProvider? InForce(IReadOnlyList<StoredEmailProvider> entries, RouteHealth? health) =>
        ProviderHealth.FindInForce<StoredEmailProvider>([.. entries.Where(e => e.IsEnabled)], e => health?.Of(e));
}
