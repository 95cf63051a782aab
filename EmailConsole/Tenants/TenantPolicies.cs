namespace EmailConsole.Tenants;

/// <summary>Names of the authorisation policies, for <c>[Authorize]</c> on pages and <c>RequireAuthorization</c> on endpoints.</summary>
public static class TenantPolicies
{
    /// <summary>The route value that names the tenant.</summary>
    public const string RouteValue = "TenantDomain";

    /// <summary><see cref="TenantPermission.View"/> in the tenant of the route.</summary>
    public const string View = "tenant:view";

    /// <summary><see cref="TenantPermission.Administer"/> in the tenant of the route.</summary>
    public const string Administer = "tenant:administer";

    /// <summary>Manages tenants.</summary>
    public const string Platform = "platform";
}
