namespace EmailConsole.Rest.Server;

/// <summary>What the scopes of WSO2 Identity Server mean here.</summary>
public static class WellKnownScopes
{
    private static readonly string[] Manage = ["internal_notification_senders_", "internal_config_mgt_"];

    // Known here, and more than any key has
    private static readonly string[] Tenants = ["internal_list_tenants", "internal_modify_tenants"];

    private static readonly string[] Families = ["internal_", "/permission/"];

    /// <summary>Whether it is one of those that <see cref="RestScopes.Manage"/> stands for.</summary>
    public static bool IsManage(string scope) =>
        Array.Exists(Manage, family => scope.Length > family.Length && scope.StartsWith(family, StringComparison.Ordinal));

    /// <summary>
    /// Whether it is of something that WSO2 has and this console has not. Its tools ask for all scopes of their server at once.
    /// </summary>
    public static bool IsForeign(string scope) =>
        !IsManage(scope)
        && !Tenants.Contains(scope, StringComparer.Ordinal)
        && Array.Exists(Families, family => scope.StartsWith(family, StringComparison.Ordinal));
}
