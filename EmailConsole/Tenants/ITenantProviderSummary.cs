namespace EmailConsole.Tenants;

/// <summary>Through which email provider a tenant's mail leaves.</summary>
public enum TenantProvider
{
    /// <summary>None: mail is not accepted.</summary>
    None = 0,

    /// <summary>The super tenant's, from <c>deployment.toml</c>.</summary>
    SuperTenant = 1,

    /// <summary>The tenant's own.</summary>
    Own = 2,

    /// <summary>The super tenant's, with the tenant's own sender.</summary>
    OwnSender = 3,

    /// <summary>None for some seconds: its own was removed through the API, and mail waits for what replaces it.</summary>
    BeingReplaced = 4,
}

/// <summary>Says for the tenants of one page which provider they use. EmailProviders implements it.</summary>
public interface ITenantProviderSummary
{
    /// <param name="tenantIds">At most 100.</param>
    /// <returns>An entry for each of them.</returns>
    Task<IReadOnlyDictionary<Guid, TenantProvider>> FindAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken);
}
