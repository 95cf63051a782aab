using EmailConsole.Tenants;

namespace EmailConsole.Rest.Reference;

/// <summary>For which tenant the reference is shown.</summary>
internal sealed class ReferenceTenant(IHttpContextAccessor requests, TenantAccess access, IActorSource actors)
{
    /// <returns>The tenant of the request's query where the reader may see it, else the reader's own.</returns>
    public async Task<string> FindAsync(CancellationToken cancellationToken)
    {
        if (requests.HttpContext is not { } http)
        {
            return TenantDomain.Super;
        }

        if (await access.DecideAsync(http.User, http.Request.Query[ReferencePage.TenantParameter], TenantPermission.View, cancellationToken) is TenantDecision.Granted granted)
        {
            return granted.Tenant.Domain;
        }

        return await actors.FindAsync(http.User, cancellationToken) is { } actor ? actor.TenantDomain : TenantDomain.Super;
    }
}
