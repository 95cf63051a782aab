using EmailConsole.Rest;

namespace EmailConsole.Accounts.Components;

/// <summary>Commands that show how a key is used.</summary>
/// <param name="console">The base of the console's addresses, with a final slash.</param>
/// <param name="domain">Of the tenant.</param>
internal sealed class KeyCommands(Uri console, string domain)
{
    public string Try(string key) => $"curl -H \"Authorization: Bearer {key}\" {At("/api/v1/caller")}";

    public string GetToken(string clientId, string key) => $"curl -u {clientId}:{key} -d grant_type=client_credentials {At(RestPaths.Token)}";

    private Uri At(string path) => new(console, $"t/{domain}{path}");
}
