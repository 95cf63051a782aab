namespace EmailConsole.Accounts.TenantManagement;

/// <summary>Which tenants to list, by domain.</summary>
/// <param name="Filter">Null: all.</param>
/// <param name="IsDescending">From z to a.</param>
/// <param name="Offset">From 0.</param>
/// <param name="Limit">At most <see cref="ListTenants.MaxPageSize"/>.</param>
internal sealed record TenantQuery(TenantFilter? Filter, bool IsDescending, int Offset, int Limit);
