namespace EmailConsole.Rest.Server;

/// <summary>The policies of WSO2's APIs.</summary>
public static class ServerPolicies
{
    /// <summary>
    /// Lets people of the route's tenant through whose role suffices, and access tokens of that tenant with one of the
    /// scopes; the others get 401 or 403.
    /// </summary>
    /// <param name="endpoints">What asks.</param>
    /// <param name="permission">Of people.</param>
    /// <param name="scopes">Of access tokens; any of them is enough.</param>
    public static TBuilder RequireServer<TBuilder>(this TBuilder endpoints, RestPermission permission, params IReadOnlyList<string> scopes)
        where TBuilder : IEndpointConventionBuilder => endpoints.RequireAuthorization(policy => policy
            .AddAuthenticationSchemes(RestSchemes.Server)
            .AddRequirements(new RestRequirement(permission, scopes)));
}
