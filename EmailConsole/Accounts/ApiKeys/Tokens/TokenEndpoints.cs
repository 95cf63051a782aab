using EmailConsole.Rest;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using OpenIddict.Server.AspNetCore;

namespace EmailConsole.Accounts.ApiKeys.Tokens;

/// <summary>
/// The three addresses of OAuth 2.0, of each tenant and without one of the super tenant. OpenIddict answers them; it is asked nowhere else.
/// </summary>
internal static class TokenEndpoints
{
    private const string OfTenant = $"/t/{{{TenantPolicies.RouteValue}}}";

    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        foreach (var tenant in new[] { OfTenant, "" })
        {
            routes.MapPost(tenant + RestPaths.Token, http => AnswerAsync(http, RestPaths.Token))
                .WithMetadata(new RequestSizeLimitAttribute(RestRoutes.MaxBody), new AllowAnonymousAttribute());
            routes.MapGet(tenant + RestPaths.TokenKeys, http => AnswerAsync(http, RestPaths.TokenKeys)).AllowAnonymous();
            routes.MapGet(tenant + RestPaths.TokenConfiguration, http => AnswerAsync(http, RestPaths.TokenConfiguration)).AllowAnonymous();
        }
    }

    /// <summary>Shows OpenIddict the tenant's address as the root, so that it is the issuer.</summary>
    private static async Task AnswerAsync(HttpContext http, string path)
    {
        var (request, pathBase, asked) = (http.Request, http.Request.PathBase, http.Request.Path);
        if (http.GetRouteValue(TenantPolicies.RouteValue)?.ToString() is { } named)
        {
            // What is no domain is nobody's: there is no client of it
            request.PathBase = pathBase.Add($"/t/{(TenantDomain.TryParse(named, out var domain, out _) ? domain : "-")}");
        }

        request.Path = path;
        try
        {
            if (!await HandleAsync(http))
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
            }
        }
        catch (InvalidDataException e)
        {
            throw new BadHttpRequestException("The form cannot be read.", e);
        }
        finally
        {
            (request.PathBase, request.Path) = (pathBase, asked);
        }
    }

    private static async Task<bool> HandleAsync(HttpContext http)
    {
        var handlers = http.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>();
        return await handlers.GetHandlerAsync(http, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme) is IAuthenticationRequestHandler server
            && await server.HandleRequestAsync();
    }
}
