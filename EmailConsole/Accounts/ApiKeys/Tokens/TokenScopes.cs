using EmailConsole.Rest;
using EmailConsole.Rest.Server;

namespace EmailConsole.Accounts.ApiKeys.Tokens;

/// <summary>What a token is for: scopes of the console, or WSO2's that <i>manage</i> stands for.</summary>
internal static class TokenScopes
{
    /// <param name="has">What the key is for.</param>
    /// <param name="asked">None: all that the key has.</param>
    /// <returns>
    /// Null where more is asked for than the key has, or only what there is nothing of here. Other scopes of WSO2 are passed over
    /// (RFC 6749, section 3.3): its tools ask for all that their server has.
    /// </returns>
    public static IReadOnlyList<string>? Grant(RestScopes has, IReadOnlyCollection<string> asked)
    {
        if (asked.Count == 0)
        {
            return [.. ScopeNames.Of(has)];
        }

        var granted = new List<string>();
        foreach (var name in asked.Distinct(StringComparer.Ordinal).Where(name => !WellKnownScopes.IsForeign(name)))
        {
            var needed = WellKnownScopes.IsManage(name) ? RestScopes.Manage : ScopeNames.Parse(name);
            if (needed is not { } scope || !has.HasFlag(scope))
            {
                return null;
            }

            granted.Add(name);
        }

        return granted.Count == 0 ? null : granted;
    }

    /// <summary>The key as a token of it is: with the scopes of both.</summary>
    public static RestCaller.Key Narrow(RestCaller.Key key, IReadOnlyCollection<string> granted) => key with
    {
        Scopes = key.Scopes & granted.Select(ScopeNames.Parse).Aggregate(RestScopes.None, (all, scope) => all | scope.GetValueOrDefault()),
        ServerScopes = granted.Where(name => key.Scopes.HasFlag(RestScopes.Manage) && WellKnownScopes.IsManage(name)).ToHashSet(StringComparer.Ordinal),
    };
}
