using EmailConsole.Deployment;

namespace EmailConsole.Accounts.SetUp;

/// <summary>The table <c>[super_admin]</c> of deployment.toml: the first administrator without a link.</summary>
/// <param name="Username">With or without <c>@carbon.super</c>; default <c>admin</c>.</param>
/// <param name="Password">Null: by link.</param>
internal sealed record SetUpSettings(string Username, string? Password)
{
    public const string Table = "super_admin";

    public static SetUpSettings Read(DeploymentSnapshot? file)
    {
        var values = file?.Table(Table)?.Values;
        var username = values?.GetValueOrDefault("username")?.Value as string;
        var password = values?.GetValueOrDefault("password")?.Value as string;
        return new SetUpSettings(
            string.IsNullOrWhiteSpace(username) ? FirstAdministrator.DefaultUsername : username.Trim(),
            string.IsNullOrEmpty(password) ? null : password);
    }
}
