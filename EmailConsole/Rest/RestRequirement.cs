using EmailConsole.Tenants;
using Microsoft.AspNetCore.Authorization;

namespace EmailConsole.Rest;

/// <param name="Permission">In the tenant of the route; of people alone where scopes are named.</param>
/// <param name="ServerScopes">WSO2's scopes, of which any is enough for a program; null: not one of WSO2's APIs.</param>
internal sealed record RestRequirement(RestPermission Permission, IReadOnlyList<string>? ServerScopes = null) : IAuthorizationRequirement
{
    public bool IsMetBy(RestCaller caller) => ServerScopes is null ? caller.May(Permission) : caller.May(Permission, ServerScopes);
}

/// <summary>Compares the caller with the route. No query: the scheme has just looked the caller up.</summary>
internal sealed class RestRequirementHandler : AuthorizationHandler<RestRequirement>
{
    /// <summary>The reason given where a good credential belongs to another tenant.</summary>
    public const string ForeignReason = "foreign";

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RestRequirement requirement)
    {
        if (RestIdentity.CallerOf(context.User) is not { } caller)
        {
            context.Fail();
        }
        else if (TenantOf(context.Resource as HttpContext) is not { } domain || domain != caller.TenantDomain)
        {
            context.Fail(new AuthorizationFailureReason(this, ForeignReason));
        }
        else if (requirement.IsMetBy(caller))
        {
            context.Succeed(requirement);
        }
        else
        {
            context.Fail();
        }

        return Task.CompletedTask;
    }

    private static string? TenantOf(HttpContext? http)
    {
        if (http is null)
        {
            return null;
        }

        var named = http.GetRouteValue(TenantPolicies.RouteValue)?.ToString() ?? TenantDomain.Super;
        return TenantDomain.TryParse(named, out var domain, out _) ? domain : null;
    }
}
