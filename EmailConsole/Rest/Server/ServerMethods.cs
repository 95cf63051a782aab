namespace EmailConsole.Rest.Server;

/// <summary>What WSO2's APIs answer to methods that an address does not take.</summary>
public static class ServerMethods
{
    /// <summary>Answers the methods that no other endpoint takes: whoever is not signed in learns nothing about methods, as in WSO2.</summary>
    /// <param name="group">Of the endpoints.</param>
    /// <param name="pattern">Of the address, below the group.</param>
    /// <param name="allowed">The methods that the other endpoints take, for the header <c>Allow</c>.</param>
    /// <param name="scopes">Of access tokens; any of them is enough.</param>
    public static void MapOtherMethods(this IEndpointRouteBuilder group, string pattern, string allowed, params IReadOnlyList<string> scopes) => group
        .Map(pattern, (HttpContext http) => NotAllowed(http, allowed))
        .RequireServer(RestPermission.Any, scopes)
        .ExcludeFromDescription();

    /// <summary>405, without a body.</summary>
    public static IResult NotAllowed(HttpContext http, string allowed)
    {
        http.Response.Headers.Allow = allowed;
        return TypedResults.StatusCode(StatusCodes.Status405MethodNotAllowed);
    }
}
