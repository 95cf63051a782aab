using Microsoft.AspNetCore.Routing.Template;

namespace EmailConsole.Rest.Errors;

/// <summary>
/// Knows the addresses of the APIs. Under Development the search for static files takes GET and HEAD of every address, so
/// that routing answers 405 also where there is nothing.
/// </summary>
internal sealed class RestAddresses(EndpointDataSource endpoints)
{
    private readonly Lazy<List<TemplateMatcher>> _matchers = new(() =>
    [
        .. endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => RestPaths.IsRest("/" + endpoint.RoutePattern.RawText?.TrimStart('/')))
            .Select(endpoint => new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), [])),
    ]);

    /// <summary>Whether an endpoint of an API has this address, whatever the method.</summary>
    public bool Has(PathString path) => _matchers.Value.Exists(matcher => matcher.TryMatch(path, []));
}
