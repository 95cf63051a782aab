using System.Text.Json.Nodes;
using EmailConsole.Tests.Rest.Server;

namespace EmailConsole.Tests.EmailProviders.Api.Contract;

/// <summary>Section 2.3: the checks of each version, the authentication types, and the order of checks.</summary>
internal static class CheckCases
{
    public static IEnumerable<ContractCase> Of(int v) => [.. v == 1 ? First() : Second(), .. Keys(v), .. Order(v)];

    private static IEnumerable<ContractCase> First() =>
    [
        .. Senders.Writes("2.3 v1 checks: fromAddress", "null", 1, Senders.Basic(1).With("fromAddress", null), (c, _) =>
            c.Fails(400, "UE-10000", "Invalid Request", "Property fromAddress cannot be null.")),
        .. Senders.Writes("2.3 v1 checks: property key and value", "null", 1, Senders.Basic(1).With("properties", new JsonArray((JsonNode?)null)), (c, _) =>
            c.Fails(400, "UE-10000", "Invalid Request", "Property key cannot be null. Property value cannot be null.")),
        .. Senders.Writes("2.3 v1 checks: lenient", "blank property, no signature, no port", 1, Lenient(), (c, ok) => c.Succeeds(ok)),
    ];

    private static JsonObject Lenient() => Senders.Basic(1).Without("smtpPort").WithoutProperty("mail.smtp.signature")
        .WithoutProperty("mail.smtp.replyTo").WithoutProperty("mail.smtp.auth").WithProperty("x", "");

    private static IEnumerable<ContractCase> Second() =>
    [
        .. Senders.Writes("2.3 v2 check 1: smtpServerHost", "blank", 2, Senders.Basic(2).With("smtpServerHost", " "), (c, _) => c.Invalid("smtpServerHost")),
        .. Senders.Writes("2.3 v2 check 1: smtpPort", "null", 2, Senders.Basic(2).With("smtpPort", null), (c, _) => c.Invalid("smtpPort")),
        .. Senders.Writes("2.3 v2 check 1: fromAddress", "blank", 2, Senders.Basic(2).With("fromAddress", " "), (c, _) => c.Invalid("fromAddress")),
        .. Senders.Writes("2.3 v2 check 1: mail.smtp.signature", "accepted without", 2, Senders.Basic(2).WithoutProperty("mail.smtp.signature"), (c, ok) => c.Succeeds(ok)),
        .. Senders.Writes("2.3 v2 check 1: mail.smtp.replyTo", "accepted without", 2, Senders.Basic(2).WithoutProperty("mail.smtp.replyTo"), (c, ok) => c.Succeeds(ok)),
        .. Senders.Writes("2.3 v2 check 2: HTTP", "not supported", 2, Http(), (c, _) => NotSupported(c, "provider")),
        .. Type("BASIC", SenderClient.Basic(2).Without("name"), "userName", "password"),
        .. Type("CLIENT_CREDENTIAL", SenderClient.ClientCredential(2), "clientId", "clientSecret", "tokenEndpoint", "scopes"),
        .. Senders.Writes("2.3 v2 check 3: NONE", "complete", 2, Senders.Basic(2).With("authType", "NONE").With("properties", new JsonArray()), (c, ok) =>
            c.Succeeds(ok, a => Assert.Equal("NONE", a.Body.Text("authType")))),
        .. new[] { "PASSWORD_CREDENTIAL", "BEARER", "API_KEY", "api_key" }.SelectMany(type => Senders.Writes(
            $"2.3 v2 check 3: {type.ToUpperInvariant()}", type, 2, Senders.Basic(2).With("authType", type), (c, _) => NotSupported(c, "authType"))),
        .. new[] { "", "DIGEST" }.SelectMany(type => Senders.Writes(
            "2.3 v2 check 3: any other value", $"'{type}'", 2, Senders.Basic(2).With("authType", type), (c, _) => c.Invalid("authType"))),
        .. Senders.Writes("2.3 v2 check 4: blank properties dropped", "key and value", 2, Blank(), (c, ok) =>
            c.Succeeds(ok, a => Assert.Equal(["a"], a.Body.GetProperty("properties").EnumerateArray().Select(p => p.Text("key")!)))),
    ];

    /// <summary>The well-known property keys: what is sent is answered.</summary>
    private static IEnumerable<ContractCase> Keys(int v)
    {
        foreach (var (key, value) in new[]
        {
            ("mail.smtp.starttls.enable", "true"), ("mail.smtp.auth", "true"), ("mail.smtp.replyTo", "help@foo.com"), ("mail.smtp.signature", "Foo"),
            ("mail.smtp.ssl.enable", "true"), ("mail.smtp.starttls.required", "false"), ("minThread", "8"), ("http.client.method", "POST"),
            ("http.headers", "A: b"), ("contentType", "JSON"), ("body", "{{subject}} {{body}} {{send-to}}"),
        })
        {
            foreach (var contract in Senders.Writes($"2.3 key {key}", value, v, Senders.Basic(v).WithProperty(key, value), (c, ok) =>
                c.Succeeds(ok, a => Assert.Equal(value, a.Body.Property(key)))))
            {
                yield return contract;
            }
        }
    }

    private static IEnumerable<ContractCase> Order(int v)
    {
        var wrong = Senders.Basic(v).With("smtpPort", 0);
        yield return (Senders.Post("2.3 order on POST", "checks before the conflict", v, wrong) with { Stored = SenderClient.Basic(v).ToJsonString() }).Invalid("smtpPort");
        yield return Senders.Post("2.3 order on POST", "checks before the name", v, wrong.With("name", "Other")).Invalid("smtpPort");
        yield return (Senders.Put("2.3 order on PUT", "checks before existence", v, Senders.Basic(v).With("smtpPort", 0)) with { Stored = null }).Invalid("smtpPort");
        yield return (Senders.Put("2.3 order on PUT", "existence before the system's name", v) with { Path = $"{Senders.All}/Other" })
            .Fails(404, "NSM-65010", "No notification sender found.", "No notification sender found with name: Other.");
    }

    private static IEnumerable<ContractCase> Type(string type, JsonObject whole, params string[] keys)
    {
        var row = $"2.3 v2 check 3: {type}";
        foreach (var contract in Senders.Writes(row, "complete", 2, whole.DeepClone().AsObject(), (c, ok) => c.Succeeds(ok, a => Assert.Equal(type, a.Body.Text("authType")))))
        {
            yield return contract;
        }

        foreach (var key in keys)
        {
            yield return Senders.Post(row, $"without {key}", 2, whole.DeepClone().AsObject().WithoutProperty(key)).Invalid(key);
            yield return Senders.Post(row, $"with a blank {key}", 2, whole.DeepClone().AsObject().WithProperty(key, " ")).Invalid(key);
        }
    }

    private static ContractCase NotSupported(ContractCase contract, string field) => contract.Invalid(field) with
    {
        Check = a => Assert.Contains("not supported", a.Body.Text("description"), StringComparison.Ordinal),
    };

    private static JsonObject Http() => SenderClient.Parse("""
        {"provider":"HTTP","providerURL":"https://foo.com/mail","authType":"BEARER",
         "properties":[{"key":"body","value":"{{body}}"},{"key":"http.client.method","value":"POST"},{"key":"contentType","value":"JSON"},{"key":"accessToken","value":"t"}]}
        """);

    private static JsonObject Blank() => SenderClient.Parse("""
        {"fromAddress":"codes@foo.com","smtpServerHost":"smtp.foo.com","smtpPort":25,"authType":"NONE",
         "properties":[{"key":" ","value":"x"},{"key":"x","value":""},{"key":"y","value":null},{"key":"a","value":"b"},{"value":"z"},null]}
        """);
}
