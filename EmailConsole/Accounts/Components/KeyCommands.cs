using EmailConsole.Rest;

namespace EmailConsole.Accounts.Components;

/// <summary>Commands that show how a key is used.</summary>
/// <param name="console">The base of the console's addresses, with a final slash.</param>
/// <param name="domain">Of the tenant.</param>
public sealed class KeyCommands(Uri console, string domain)
{
    /// <summary>Of the tenant.</summary>
    public string Domain => domain;

    /// <summary>Where the tenant's API is.</summary>
    public Uri Address => At("/api/v1");

    /// <summary>Hands a message over.</summary>
    public string Send(string key) =>
        $"curl -H \"Authorization: Bearer {key}\" -H \"Content-Type: application/json\" "
        + $"-d '{{\"to\": [\"you@example.com\"], \"subject\": \"Hello\", \"text\": \"Sent through EmailConsole\"}}' {At("/api/v1/emails")}";

    /// <summary>Reads the email provider by WSO2's API.</summary>
    public string ReadSenders(string key) =>
        $"curl -H \"Authorization: Bearer {key}\" {At("/api/server/v2/notification-senders/email")}";

    /// <summary>What WSO2 Identity Server sends its mail through: an email provider for the POST of its API.</summary>
    public string Wso2Provider(string key) => $$$"""
        {
          "provider": "HTTP",
          "providerURL": "{{{At("/api/v1/emails")}}}",
          "authType": "BEARER",
          "properties": [
            { "key": "accessToken", "value": "{{{key}}}" },
            { "key": "http.client.method", "value": "POST" },
            { "key": "contentType", "value": "FORM" },
            { "key": "body", "value": "to={{send-to}}, subject={{subject}}, contentType={{content-type}}, body={{body}}, footer={{footer}}" }
          ]
        }
        """;

    public string Try(string key) => $"curl -H \"Authorization: Bearer {key}\" {At("/api/v1/caller")}";

    public string GetToken(string clientId, string key) => $"curl -u {clientId}:{key} -d grant_type=client_credentials {At(RestPaths.Token)}";

    private Uri At(string path) => new(console, $"t/{domain}{path}");
}
