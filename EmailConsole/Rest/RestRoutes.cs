using Microsoft.AspNetCore.Mvc;

namespace EmailConsole.Rest;

/// <summary>Where the endpoints of <c>/api/v1</c> are mapped.</summary>
public static class RestRoutes
{
    /// <summary>Bytes of a request's body, where an endpoint does not say otherwise.</summary>
    public const int MaxBody = 64 * 1024;

    /// <summary>
    /// The group <c>/t/{TenantDomain}/api/v1</c>. Each endpoint says with <see cref="RestPolicies.RequireRest{TBuilder}"/>
    /// what it asks for, and may take a <see cref="RestCaller"/> as a parameter.
    /// </summary>
    public static RouteGroupBuilder MapRestGroup(this IEndpointRouteBuilder routes) =>
        routes.MapGroup(RestPaths.Console).WithMetadata(new RequestSizeLimitAttribute(MaxBody));
}
