using EmailConsole.Tenants;
using Microsoft.AspNetCore.Mvc;

namespace EmailConsole.Rest.Server;

/// <summary>Where WSO2 Identity Server has its REST APIs, so that what was written for it finds them here.</summary>
public static class ServerRoutes
{
    /// <summary>Without the tenant.</summary>
    internal const string Root = "/api/server";

    private const string OfTenant = $"/t/{{{TenantPolicies.RouteValue}}}{Root}";

    /// <summary>
    /// The groups <c>/t/{TenantDomain}/api/server/v1</c> and <c>/api/server/v1</c>, which is the super tenant's. Each endpoint says
    /// with <see cref="ServerPolicies.RequireServer{TBuilder}"/> what it asks for.
    /// </summary>
    /// <param name="routes">The application.</param>
    /// <param name="version">From 1.</param>
    /// <returns>The tenant's group first.</returns>
    public static IReadOnlyList<RouteGroupBuilder> MapServerGroups(this IEndpointRouteBuilder routes, int version) =>
        [Map(routes, OfTenant, version), Map(routes, Root, version)];

    private static RouteGroupBuilder Map(IEndpointRouteBuilder routes, string root, int version) => routes
        .MapGroup(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{root}/v{version}"))
        .WithMetadata(new RequestSizeLimitAttribute(RestRoutes.MaxBody));
}
