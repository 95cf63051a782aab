using EmailConsole.Tenants;

namespace EmailConsole.Accounts.TenantManagement;

/// <summary>A tenant, as listed.</summary>
/// <param name="Provider">Null where no room says.</param>
internal sealed record TenantRow(Guid Id, string Domain, bool IsActive, TenantProvider? Provider)
{
    /// <summary>Null where no room says.</summary>
    public TenantDeliveries? Deliveries { get; init; }

    public bool IsSuper => TenantDomain.IsSuper(Domain);
}
