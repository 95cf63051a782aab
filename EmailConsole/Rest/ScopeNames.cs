namespace EmailConsole.Rest;

/// <summary>How scopes are written: <c>send</c>, <c>view</c>, <c>manage</c>.</summary>
public static class ScopeNames
{
    public static IEnumerable<string> Of(RestScopes scopes)
    {
        if (scopes.HasFlag(RestScopes.Send))
        {
            yield return "send";
        }

        if (scopes.HasFlag(RestScopes.View))
        {
            yield return "view";
        }

        if (scopes.HasFlag(RestScopes.Manage))
        {
            yield return "manage";
        }
    }

    /// <returns>Null where it is none.</returns>
    public static RestScopes? Parse(string? name) => name switch
    {
        "send" => RestScopes.Send,
        "view" => RestScopes.View,
        "manage" => RestScopes.Manage,
        _ => null,
    };
}
