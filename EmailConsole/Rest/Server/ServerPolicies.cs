using System.Net.Mime;
using EmailConsole.Rest.Reference;

namespace EmailConsole.Rest.Server;

/// <summary>The policies of WSO2's APIs.</summary>
public static class ServerPolicies
{
    /// <summary>
    /// Lets people of the route's tenant through whose role suffices, and keys and access tokens of that tenant with one of the
    /// scopes; the others get 401, 403, or 429 where there were too many attempts to sign in.
    /// </summary>
    /// <param name="endpoints">What asks.</param>
    /// <param name="permission">Of people.</param>
    /// <param name="scopes">Of keys and access tokens; any of them is enough.</param>
    public static TBuilder RequireServer<TBuilder>(this TBuilder endpoints, RestPermission permission, params IReadOnlyList<string> scopes)
        where TBuilder : IEndpointConventionBuilder => endpoints
            .RequireAuthorization(policy => policy
                .AddAuthenticationSchemes(RestSchemes.Server)
                .AddRequirements(new RestRequirement(permission, scopes)))
            .WithMetadata(
                Refused(StatusCodes.Status401Unauthorized), Refused(StatusCodes.Status403Forbidden), Refused(StatusCodes.Status429TooManyRequests));

    /// <summary>Describes the body of an endpoint that reads it with <see cref="ServerBody"/>.</summary>
    /// <param name="endpoint">What reads it.</param>
    /// <param name="type">Of the body.</param>
    /// <param name="mediaTypes">Before <c>application/json</c>.</param>
    public static TBuilder WithServerBody<TBuilder>(this TBuilder endpoint, Type type, params IReadOnlyList<string> mediaTypes)
        where TBuilder : IEndpointConventionBuilder => endpoint
            .WithRequestBody(type, mediaTypes)
            .WithMetadata(
                Refused(StatusCodes.Status413PayloadTooLarge),
                new ProducesResponseTypeMetadata(StatusCodes.Status415UnsupportedMediaType, typeof(void)));

    private static ProducesResponseTypeMetadata Refused(int status) => new(status, typeof(ServerRefusalBody), [MediaTypeNames.Application.Json]);
}
