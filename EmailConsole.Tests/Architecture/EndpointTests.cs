using EmailConsole.Tests.Application;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace EmailConsole.Tests.Architecture;

public sealed class EndpointTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    /// <summary>
    /// What answers without a sign-in: the pages before it and its end, where programs get their tokens, the health checks, files,
    /// and Blazor's own plumbing.
    /// </summary>
    private static readonly string[] Open =
    [
        "/sign-in", "/sign-out", "/set-up", "/invitation", "/not-found", "/error", "/health/", "/_blazor/disconnect", "/_blazor/initializers", "/_framework/",
        "/{**path:file}", "/oauth2/", "/.well-known/", "/t/{TenantDomain}/oauth2/", "/t/{TenantDomain}/.well-known/",
    ];

    [Fact]
    public void Endpoints_AskWhoIsThere()
    {
        var open =
            from endpoint in console.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let route = "/" + endpoint.RoutePattern.RawText?.TrimStart('/')
            where endpoint.Metadata.GetMetadata<IAuthorizeData>() is null || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            where !IsStaticFile(endpoint) && !Open.Any(prefix => route.StartsWith(prefix, StringComparison.Ordinal))
            select $"{route} ({endpoint.DisplayName})";

        Faults.AssertNone(open.Distinct(StringComparer.Ordinal));
    }

    private static bool IsStaticFile(RouteEndpoint endpoint) =>
        endpoint.Metadata.Any(item => item.GetType().Name == "StaticAssetDescriptor");
}
