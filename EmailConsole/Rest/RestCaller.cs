using EmailConsole.Rest.Server;
using EmailConsole.Tenants;

namespace EmailConsole.Rest;

/// <summary>
/// Who calls a REST API: an endpoint takes it as a parameter. A closed list. It always belongs to the tenant of the route:
/// the policy of the endpoint has seen to it.
/// </summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="TenantDomain">Its domain.</param>
public abstract record RestCaller(Guid TenantId, string TenantDomain)
{
    /// <summary>The person behind the credential; null for keys.</summary>
    public virtual Actor? Actor => null;

    /// <summary>Who that is, in words for a person.</summary>
    public abstract string Words { get; }

    /// <summary>Whether the credential suffices for what an endpoint asks for.</summary>
    public abstract bool May(RestPermission permission);

    /// <summary>Whether the credential suffices for an operation of WSO2's APIs.</summary>
    /// <param name="permission">Asked of people.</param>
    /// <param name="scopes">WSO2's names, asked of programs; any of them is enough.</param>
    public virtual bool May(RestPermission permission, IReadOnlyList<string> scopes) => May(permission);

    /// <summary>What the credential is for, by the names of scopes.</summary>
    public abstract IEnumerable<string> ScopesByName { get; }

    /// <summary>Binds the parameter of an endpoint that was declared with <see cref="RestPolicies.RequireRest{TBuilder}"/>.</summary>
    public static ValueTask<RestCaller> BindAsync(HttpContext http) =>
        RestIdentity.CallerOf(http.User) is { } caller
            ? ValueTask.FromResult(caller)
            : throw new InvalidOperationException($"{http.GetEndpoint()?.DisplayName} asks for no REST permission.");

    /// <summary>Somebody with a username and a password.</summary>
    public sealed record Person(Actor Who) : RestCaller(Who.TenantId, Who.TenantDomain)
    {
        public override Actor Actor => Who;

        public override string Words => Who.Username;

        public override IEnumerable<string> ScopesByName => ScopeNames.Of(
            Who.Role == ActorRole.Administrator ? RestScopes.Send | RestScopes.View | RestScopes.Manage : RestScopes.View);

        public override bool May(RestPermission permission) =>
            Who.Role == ActorRole.Administrator
            || permission is RestPermission.Any or RestPermission.View or RestPermission.Operate;
    }

    /// <summary>An API key, or an access token that was issued to it.</summary>
    /// <param name="KeyId">Of the key.</param>
    /// <param name="Name">As its administrator called it.</param>
    /// <param name="TenantId">The tenant.</param>
    /// <param name="TenantDomain">Its domain.</param>
    /// <param name="Scopes">What the key was issued for; what the token was asked for, of that.</param>
    public sealed record Key(Guid KeyId, string Name, Guid TenantId, string TenantDomain, RestScopes Scopes)
        : RestCaller(TenantId, TenantDomain)
    {
        public override string Words => WordsFor(Name);

        /// <summary>WSO2's scopes that a token names instead of <i>manage</i>, which is all of them.</summary>
        public IReadOnlySet<string> ServerScopes { get; init; } = new HashSet<string>(StringComparer.Ordinal);

        /// <summary>As <see cref="Words"/>, of a key that is called so.</summary>
        public static string WordsFor(string name) => $"API key {name}";

        /// <summary>Whether it may change the tenant's email provider in any way.</summary>
        public bool MayManage => Scopes.HasFlag(RestScopes.Manage) || ServerScopes.Count > 0;

        public override IEnumerable<string> ScopesByName => ScopeNames.Of(Scopes).Concat(ServerScopes);

        public override bool May(RestPermission permission) => permission switch
        {
            RestPermission.Any => true,
            RestPermission.View => Scopes.HasFlag(RestScopes.View),
            RestPermission.Send or RestPermission.Operate => Scopes.HasFlag(RestScopes.Send),
            _ => false,
        };

        public override bool May(RestPermission permission, IReadOnlyList<string> scopes) =>
            scopes.Any(scope => ServerScopes.Contains(scope) || (Scopes.HasFlag(RestScopes.Manage) && WellKnownScopes.IsManage(scope)));
    }

    /// <summary>A program with an access token of the configured issuer. It may what an endpoint of WSO2's APIs grants its scopes.</summary>
    /// <param name="Subject">Whom the issuer gave it to.</param>
    /// <param name="TenantId">The tenant.</param>
    /// <param name="TenantDomain">Its domain.</param>
    /// <param name="Scopes">As in the token.</param>
    public sealed record Token(string Subject, Guid TenantId, string TenantDomain, IReadOnlySet<string> Scopes)
        : RestCaller(TenantId, TenantDomain)
    {
        public override string Words => $"program {Subject}";

        public override IEnumerable<string> ScopesByName => Scopes;

        public override bool May(RestPermission permission) => false;

        public override bool May(RestPermission permission, IReadOnlyList<string> scopes) => scopes.Any(Scopes.Contains);
    }
}
