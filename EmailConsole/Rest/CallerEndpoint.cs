using EmailConsole.Rest.Reference;
using EmailConsole.Tenants;

namespace EmailConsole.Rest;

/// <summary><c>GET …/caller</c>: whose a credential is and what it suffices for, to try it out.</summary>
internal static class CallerEndpoint
{
    public static void MapCaller(this IEndpointRouteBuilder group) =>
        group.MapGet("/caller", Handle)
            .RequireRest(RestPermission.Any)
            .WithName("GetCaller").WithTags("Credentials").WithSummary("Try a credential")
            .WithResponseExample(StatusCodes.Status200OK, """{"tenant":"foo.com","username":null,"apiKey":"One-time passwords","role":null,"scopes":["send"]}""");

    private static CallerBody Handle(RestCaller caller) => new(
        caller.TenantDomain,
        caller.Actor?.Username,
        (caller as RestCaller.Key)?.Name,
        caller.Actor is { } actor ? NameOf(actor.Role) : null,
        [.. caller.ScopesByName]);

    private static string NameOf(ActorRole role) => role == ActorRole.Administrator ? "administrator" : "operator";

    /// <param name="Tenant">Its domain.</param>
    /// <param name="Username">In full; null for a key.</param>
    /// <param name="ApiKey">The name of the key, also of an access token's; null for a person.</param>
    /// <param name="Role"><c>administrator</c> or <c>operator</c>; null for a key.</param>
    /// <param name="Scopes">Of <c>send</c>, <c>view</c> and <c>manage</c>; of an access token also WSO2's that it was asked for.</param>
    internal sealed record CallerBody(string Tenant, string? Username, string? ApiKey, string? Role, IReadOnlyList<string> Scopes);
}
