using System.Text.Json.Nodes;

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

    public string Name => First["name"]?.ToString() ?? Api.SenderName.System;

    public bool IsHttp => Second?["provider"]?.ToString() == "HTTP";

    /// <summary>Signs in by client credentials, whose secret no API gives out.</summary>
    public bool IsClientCredential =>
        string.Equals(Second?["authType"]?.ToString(), "CLIENT_CREDENTIAL", StringComparison.OrdinalIgnoreCase) || Has(First, SenderKeys.ClientId);

    /// <summary>Signs in with a password that the server keeps to itself.</summary>
    public bool LacksPassword =>
        !IsClientCredential && First[SenderKeys.Username] is not null && string.IsNullOrEmpty(First[SenderKeys.Password]?.ToString());

    /// <summary>As version 1 of the console takes it.</summary>
    public JsonObject ToBody()
    {
        var body = new JsonObject { ["name"] = Api.SenderName.System };
        foreach (var member in Members.Where(First.ContainsKey))
        {
            body[member] = First[member]?.DeepClone();
        }

        body[Properties] ??= new JsonArray();
        return body;
    }

    private static bool Has(JsonObject sender, string key) =>
        (sender[Properties] as JsonArray ?? []).OfType<JsonObject>().Any(property => property["key"]?.ToString() == key);
}
