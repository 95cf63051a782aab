using System.Security.Claims;
using EmailConsole.Tenants;

namespace EmailConsole.Deliveries;

/// <summary>Decides whose mail a person may see and handle; every handler asks it anew.</summary>
internal sealed class DeliveriesAccess(TenantAccess access)
{
    /// <param name="person">Who asks.</param>
    /// <param name="domain">Of the route; any text.</param>
    /// <param name="isAcross">All tenants' mail is wanted; given to the super tenant's administrators on its own page, others get the tenant's.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>Null: nothing at all.</returns>
    public async Task<DeliveriesScope?> FindAsync(ClaimsPrincipal person, string domain, bool isAcross, CancellationToken cancellationToken)
    {
        if (await access.DecideAsync(person, domain, TenantPermission.OperateMail, cancellationToken) is not TenantDecision.Granted granted)
        {
            return null;
        }

        var scope = new DeliveriesScope(granted.Tenant, granted.Actor, IsAcross: false);
        return scope with { IsAcross = isAcross && scope.MayLookAcross };
    }
}

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
