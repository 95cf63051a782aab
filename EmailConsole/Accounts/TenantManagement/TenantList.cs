using EmailConsole.Tenants;

namespace EmailConsole.Accounts.TenantManagement;

/// <summary>By what tenants are ordered; what is equal in it, by domain.</summary>
internal enum TenantOrder
{
    /// <summary>Those that need attention, the worst first.</summary>
    Health = 0,

    Domain = 1,

    /// <summary>By the last delivery.</summary>
    LastMail = 2,

    /// <summary>By the number of messages that wait.</summary>
    Queued = 3,

    /// <summary>The active first.</summary>
    State = 4,
}

/// <summary>Which tenants a page lists, in which order.</summary>
/// <param name="Search">Part of a domain; null or blank: all.</param>
/// <param name="Page">From 0.</param>
/// <param name="PageSize">At most <see cref="ListTenants.MaxPageSize"/>.</param>
internal sealed record TenantListing(string? Search, int Page, int PageSize)
{
    public TenantOrder Order { get; init; } = TenantOrder.Domain;

    /// <summary>The worst, the latest, the most or the last in the alphabet first.</summary>
    public bool IsDescending { get; init; }

    public bool OnlyNeedingAttention { get; init; }
}

/// <param name="Rows">Of the page.</param>
/// <param name="Total">Of all pages.</param>
internal sealed record TenantList(IReadOnlyList<TenantRow> Rows, int Total);

/// <summary>A tenant, as listed.</summary>
/// <param name="Provider">Null where no room says.</param>
internal sealed record TenantRow(Guid Id, string Domain, bool IsActive, TenantProvider? Provider)
{
    public bool IsSuper => TenantDomain.IsSuper(Domain);
}

/// <summary>How the mail of the tenants of a page fares.</summary>
/// <param name="Of">By tenant.</param>
/// <param name="NeedingAttention">Those of all pages that need attention, the worst first.</param>
internal sealed record TenantLives(IReadOnlyDictionary<Guid, TenantLife> Of, IReadOnlyList<Guid> NeedingAttention);

/// <param name="Health">Of the provider that its mail leaves through.</param>
/// <param name="Deliveries">When its mail last left.</param>
/// <param name="Lane">Whether its mail is being sent.</param>
internal sealed record TenantLife(ProviderHealth Health, TenantDeliveries Deliveries, TenantLane Lane);
