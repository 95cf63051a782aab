using EmailConsole.Rest.Errors;
using Microsoft.AspNetCore.Authorization;

namespace EmailConsole.Rest;

/// <summary>The policies of REST endpoints.</summary>
public static class RestPolicies
{
    /// <summary>Lets only callers of the route's tenant through whose credential suffices; the others get 401 or 403.</summary>
    public static TBuilder RequireRest<TBuilder>(this TBuilder endpoints, RestPermission permission)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.RequireAuthorization(NameOf(permission)).WithMetadata(new RestPermissionMark(permission), Refused(StatusCodes.Status401Unauthorized));
        return permission == RestPermission.Any ? endpoints : endpoints.WithMetadata(Refused(StatusCodes.Status403Forbidden));
    }

    /// <summary>
    /// Builds a policy for an API with schemes of its own: the caller must belong to the tenant of the route (the super
    /// tenant, where the route names none).
    /// </summary>
    /// <param name="policy">The builder.</param>
    /// <param name="permission">What is asked for, see <see cref="RestCaller.May(RestPermission)"/>.</param>
    /// <param name="schemes">Which credentials are taken.</param>
    public static AuthorizationPolicyBuilder RequireRestCaller(
        this AuthorizationPolicyBuilder policy, RestPermission permission, params string[] schemes) =>
        policy.AddAuthenticationSchemes(schemes).AddRequirements(new RestRequirement(permission));

    internal static void Add(AuthorizationBuilder authorization)
    {
        foreach (var permission in Enum.GetValues<RestPermission>())
        {
            authorization.AddPolicy(NameOf(permission), policy => policy.RequireRestCaller(permission, RestSchemes.Console));
        }
    }

    private static ProducesResponseTypeMetadata Refused(int status) => new(status, typeof(ProblemBody), [ProblemBody.ContentType]);

    private static string NameOf(RestPermission permission) => permission switch
    {
        RestPermission.Any => "rest:any",
        RestPermission.View => "rest:view",
        RestPermission.Send => "rest:send",
        RestPermission.Operate => "rest:operate",
        RestPermission.Administer => "rest:administer",
        _ => throw new ArgumentOutOfRangeException(nameof(permission), permission, "No such permission."),
    };
}
