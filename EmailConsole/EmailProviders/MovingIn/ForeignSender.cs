using System.Text.Json.Nodes;
using EmailConsole.EmailProviders.Api.Mapping;

namespace EmailConsole.EmailProviders.MovingIn;

/// <summary>A sender as a WSO2 server tells it.</summary>
/// <param name="First">In the words of version 1, the only ones with a password.</param>
/// <param name="Second">In the words of version 2; null: the server does not have it.</param>
internal sealed record ForeignSender(JsonObject First, JsonObject? Second)
{
    private const string Properties = "properties";

    // What version 1 of the console takes; a newer server may answer more
    private static readonly string[] Members =
        [SenderKeys.FromAddress, SenderKeys.Host, SenderKeys.Port, SenderKeys.Username, SenderKeys.Password, Properties];

    // The same of version 2
    private static readonly string[] HttpMembers = ["provider", SenderKeys.ProviderUrl, SenderKeys.FromAddress, SenderKeys.AuthType, Properties];

    public string Name => First["name"]?.ToString() ?? Api.SenderName.System;

    /// <summary>Sends by HTTP, for which version 1 has no words.</summary>
    public bool IsHttp => Second?["provider"]?.ToString() == "HTTP";

    /// <summary>Sends by HTTP, and signs in with something that no API gives out.</summary>
    public bool LacksHttpSecret => IsHttp && !SenderAuthentication.Is(AuthType, SenderAuthentication.None);

    /// <summary>Signs in by client credentials, whose secret no API gives out.</summary>
    public bool IsClientCredential => SignsIn && (AuthType is { } type
        ? SenderAuthentication.Is(type, SenderAuthentication.ClientCredential)
        : !HasUsername && Property(SenderKeys.ClientId) is not null);

    /// <summary>Signs in with a password that the server keeps to itself.</summary>
    public bool LacksPassword =>
        SignsIn && !IsClientCredential && HasUsername && SentSecret.Given(First[SenderKeys.Password]?.ToString()) is null;

    // As the console reads it: that nobody signs in outweighs what else is there
    private bool SignsIn => !string.Equals(Property(SenderKeys.Auth)?.Trim(), bool.FalseString, StringComparison.OrdinalIgnoreCase);

    private string? AuthType => NotBlank(Second?[SenderKeys.AuthType]?.ToString()) ?? NotBlank(Property(SenderKeys.JavaAuthType));

    private bool HasUsername => NotBlank(First[SenderKeys.Username]?.ToString()) is not null;

    /// <summary>The version of the API that <see cref="ToBody"/> is of.</summary>
    public int Version => IsHttp ? 2 : 1;

    /// <summary>As the console takes it.</summary>
    public JsonObject ToBody()
    {
        var (source, members) = IsHttp ? (Second!, HttpMembers) : (First, Members);
        var body = new JsonObject { ["name"] = Api.SenderName.System };
        foreach (var member in members.Where(member => source[member] is not null))
        {
            body[member] = source[member]!.DeepClone();
        }

        body[Properties] ??= new JsonArray();
        return body;
    }

    private string? Property(string key) => (First[Properties] as JsonArray ?? []).OfType<JsonObject>()
        .LastOrDefault(property => property["key"]?.ToString() == key)?["value"]?.ToString();

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
