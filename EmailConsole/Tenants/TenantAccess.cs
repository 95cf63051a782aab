using System.Security.Claims;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tenants;

/// <summary>
/// Decides who may act in a tenant. Every page, handler and endpoint asks it anew, so that an open circuit loses its
/// rights with the session or the account.
/// </summary>
public sealed class TenantAccess(IActorSource actors, IDbContextFactory<EmailConsoleDb> contexts)
{
    /// <param name="principal">The signed-in person.</param>
    /// <param name="tenantDomain">The domain as it stands in the route; any text.</param>
    /// <param name="permission">What is asked for.</param>
    public async Task<TenantDecision> DecideAsync(
        ClaimsPrincipal principal, string? tenantDomain, TenantPermission permission, CancellationToken cancellationToken)
    {
        var actor = await actors.FindAsync(principal, cancellationToken);
        if (actor is null)
        {
            return new TenantDecision.NotSignedIn();
        }

        if (!TenantDomain.TryParse(tenantDomain, out var domain, out _))
        {
            return new TenantDecision.NotFound();
        }

        var isOwn = string.Equals(actor.TenantDomain, domain, StringComparison.Ordinal);
        if (!isOwn && !actor.IsPlatformAdministrator)
        {
            return new TenantDecision.NotFound();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Set<Tenant>().AsNoTracking().SingleOrDefaultAsync(t => t.Domain == domain, cancellationToken);
        if (tenant is null)
        {
            return new TenantDecision.NotFound();
        }

        return Suffices(actor, permission) ? new TenantDecision.Granted(tenant, actor) : new TenantDecision.Forbidden();
    }

    /// <summary>Whether the person manages tenants; null when not, whatever the reason.</summary>
    public async Task<Actor?> FindPlatformAdministratorAsync(ClaimsPrincipal principal, CancellationToken cancellationToken) =>
        await actors.FindAsync(principal, cancellationToken) is { IsPlatformAdministrator: true } actor ? actor : null;

    /// <summary>Whether somebody who may act in a tenant has that permission there.</summary>
    public static bool Suffices(Actor actor, TenantPermission permission) => permission switch
    {
        TenantPermission.Administer => actor.Role == ActorRole.Administrator,
        TenantPermission.ManageProvider => actor.Role == ActorRole.Administrator || actor.ManagesProvider,
        _ => true,
    };
}
