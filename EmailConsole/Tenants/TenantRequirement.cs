using Microsoft.AspNetCore.Authorization;

namespace EmailConsole.Tenants;

/// <param name="Permission">In the tenant of the route; null: manages tenants.</param>
internal sealed record TenantRequirement(TenantPermission? Permission) : IAuthorizationRequirement;

/// <summary>Answers the policies for requests and, inside a circuit, for <c>AuthorizeRouteView</c>.</summary>
internal sealed class TenantRequirementHandler(TenantAccess access) : AuthorizationHandler<TenantRequirement>
{
    /// <summary>The reason given when the answer must look as if the tenant did not exist.</summary>
    public const string NotFoundReason = "not-found";

    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, TenantRequirement requirement)
    {
        if (requirement.Permission is not { } permission)
        {
            if (await access.FindPlatformAdministratorAsync(context.User, CancellationToken.None) is not null)
            {
                context.Succeed(requirement);
            }
            else
            {
                context.Fail(new AuthorizationFailureReason(this, NotFoundReason));
            }

            return;
        }

        switch (await access.DecideAsync(context.User, TenantOf(context.Resource), permission, CancellationToken.None))
        {
            case TenantDecision.Granted:
                context.Succeed(requirement);
                break;
            case TenantDecision.NotFound:
                context.Fail(new AuthorizationFailureReason(this, NotFoundReason));
                break;
            default:
                context.Fail();
                break;
        }
    }

    private static string? TenantOf(object? resource) => resource switch
    {
        HttpContext http => http.GetRouteValue(TenantPolicies.RouteValue)?.ToString(),
        Microsoft.AspNetCore.Components.RouteData route when route.RouteValues.TryGetValue(TenantPolicies.RouteValue, out var value) => value?.ToString(),
        _ => null,
    };
}
