using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Rest.Server;

/// <summary>Knows whether the tenant of a request is there: WSO2 answers 404, not 401, where it is not. Here only whoever is signed in is told.</summary>
internal sealed class ServerTenants(IDbContextFactory<EmailConsoleDb> contexts)
{
    public async Task<bool> IsActiveAsync(HttpContext http)
    {
        if (http.GetRouteValue(TenantPolicies.RouteValue)?.ToString() is not { } named)
        {
            return true;
        }

        if (!TenantDomain.TryParse(named, out var domain, out _))
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(http.RequestAborted);
        return await db.Set<Tenant>().AnyAsync(t => t.Domain == domain && t.IsActive, http.RequestAborted);
    }
}
