using EmailConsole.Tenants;

namespace EmailConsole.Deliveries;

/// <summary>Whose mail a person sees and handles at this moment.</summary>
/// <param name="Tenant">That of the page.</param>
/// <param name="Actor">The person.</param>
/// <param name="IsAcross">Of all tenants.</param>
public sealed record DeliveriesScope(Tenant Tenant, Actor Actor, bool IsAcross)
{
    /// <summary>Null: any.</summary>
    public Guid? TenantId => IsAcross ? null : Tenant.Id;

    /// <summary>Whether the page may offer all tenants' mail.</summary>
    public bool MayLookAcross => Tenant.IsSuper && Actor.IsPlatformAdministrator;

    public bool Covers(Guid tenantId) => IsAcross || tenantId == Tenant.Id;
}
