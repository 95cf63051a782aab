namespace EmailConsole.Accounts.TenantManagement;

/// <param name="Rows">Of the page.</param>
/// <param name="Total">Of all pages.</param>
internal sealed record TenantList(IReadOnlyList<TenantRow> Rows, int Total);
