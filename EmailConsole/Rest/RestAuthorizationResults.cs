using EmailConsole.Rest.Errors;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace EmailConsole.Rest;

/// <summary>Answers a refused request of an API with its error body; pages are answered by Tenants.</summary>
internal sealed class RestAuthorizationResults(RestErrors errors, TenantAuthorizationResults pages) : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || !RestPaths.IsRest(context.Request.Path))
        {
            return pages.HandleAsync(next, context, policy, authorizeResult);
        }

        if (context.Features.Get<RestThrottled>() is { } throttled)
        {
            return errors.WriteAsync(context, new RestFault(
                StatusCodes.Status429TooManyRequests,
                "There were too many attempts to sign in with this username or from this address. Try again later.",
                RetryAfter: throttled.RetryAfter,
                Limit: "attempts to sign in"));
        }

        var isKnown = authorizeResult.Forbidden
            && authorizeResult.AuthorizationFailure?.FailureReasons.Any(r => r.Message == RestRequirementHandler.ForeignReason) != true;
        return errors.WriteAsync(context, new RestFault(
            isKnown ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized));
    }
}

/// <summary>A feature of the request: its credential was not looked at, because there were too many attempts.</summary>
/// <param name="RetryAfter">When to try again.</param>
public sealed record RestThrottled(TimeSpan RetryAfter);
