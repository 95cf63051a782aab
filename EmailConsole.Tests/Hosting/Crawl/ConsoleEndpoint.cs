using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace EmailConsole.Tests.Hosting.Crawl;

/// <summary>An endpoint of the running console as it declares itself.</summary>
/// <param name="Endpoint">As mapped.</param>
/// <param name="Methods">That it takes; where it says nothing, the usual ones.</param>
/// <param name="Policy">Null: it asks for nothing.</param>
internal sealed record ConsoleEndpoint(RouteEndpoint Endpoint, IReadOnlyList<string> Methods, AuthorizationPolicy? Policy)
{
    private static readonly string[] Usual = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    public string Route => "/" + Endpoint.RoutePattern.RawText?.TrimStart('/');

    public bool HasTenant => Endpoint.RoutePattern.GetParameter(TenantPolicies.RouteValue) is not null;

    public bool IsPage => Endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    public bool IsStaticFile => Endpoint.Metadata.Any(item => item.GetType().Name == "StaticAssetDescriptor");

    public static async Task<IReadOnlyList<ConsoleEndpoint>> FindAllAsync(ConsoleApplication console)
    {
        var policies = console.Service<IAuthorizationPolicyProvider>();
        var found = new List<ConsoleEndpoint>();
        var endpoints = console.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        foreach (var endpoint in endpoints)
        {
            var isOpen = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            var policy = isOpen ? null : await AuthorizationPolicy.CombineAsync(
                policies, endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>(), endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>());
            found.Add(new ConsoleEndpoint(endpoint, MethodsOf(endpoint) ?? TheOthers(endpoint, endpoints), policy));
        }

        return found;
    }

    /// <summary>An address of the endpoint, below the console's.</summary>
    /// <param name="tenant">As it stands in the address; without effect where the route names none.</param>
    public string AddressOf(string tenant) => string.Join('/', Endpoint.RoutePattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter => ValueOf(parameter, tenant),
            _ => "",
        }))));

    public override string ToString() => $"{string.Join('|', Methods)} {Route}";

    private static IReadOnlyList<string>? MethodsOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } named ? named : null;

    private static List<string> TheOthers(RouteEndpoint endpoint, IEnumerable<RouteEndpoint> all) =>
        [.. Usual.Except(all.Where(other => other.RoutePattern.RawText == endpoint.RoutePattern.RawText).SelectMany(other => MethodsOf(other) ?? []), StringComparer.Ordinal)];

    private static string ValueOf(RoutePatternParameterPart parameter, string tenant) => parameter.Name switch
    {
        TenantPolicies.RouteValue => tenant,
        "name" => "EmailPublisher",
        "domain" => "nowhere.example",
        _ when parameter.ParameterPolicies.Any(policy => policy.Content == "int") => "0",
        _ => "01930000-0000-7000-8000-00000000abcd",
    };
}
