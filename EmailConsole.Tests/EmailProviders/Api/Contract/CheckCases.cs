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
        .. Http(),
        .. Type("BASIC", SenderClient.Basic(2).Without("name"), "userName", "password"),
        .. Type("CLIENT_CREDENTIAL", SenderClient.ClientCredential(2), "clientId", "clientSecret", "tokenEndpoint", "scopes"),
        .. Senders.Writes("2.3 v2 check 3: NONE", "complete", 2, Senders.Basic(2).With("authType", "NONE").With("properties", new JsonArray()), (c, ok) =>
            c.Succeeds(ok, a => Assert.Equal("NONE", a.Body.Text("authType")))),
        .. new[] { "PASSWORD_CREDENTIAL", "BEARER", "API_KEY", "api_key" }.SelectMany(type => Senders.Writes(
            $"2.3 v2 check 3: {type.ToUpperInvariant()}", $"{type} of SMTP", 2, Senders.Basic(2).With("authType", type), (c, _) => OfHttpAlone(c))),
        .. SenderClient.HttpCredentials.Keys.SelectMany(type => Senders.Writes(
            $"2.3 v2 check 3: {type}", "complete, HTTP", 2, SenderClient.OfHttp(type).Without("name"), (c, ok) => c.Succeeds(ok, a => Assert.Equal(type, a.Body.Text("authType"))))),
        .. from type in SenderClient.HttpCredentials
           from credential in type.Value
           from contract in Without(type.Key, credential.Key)
           select contract,
        .. new[] { "", "DIGEST" }.SelectMany(type => Senders.Writes(
            "2.3 v2 check 3: any other value", $"'{type}' of HTTP", 2, Senders.Http().With("authType", type), (c, _) => c.Invalid("authType"))),
        .. new[] { "", "DIGEST" }.SelectMany(type => Senders.Writes(
            "2.3 v2 check 3: any other value", $"'{type}'", 2, Senders.Basic(2).With("authType", type), (c, _) => c.Invalid("authType"))),
        .. Senders.Writes("2.3 v2 check 4: blank properties dropped", "key and value", 2, Blank(), (c, ok) =>
            c.Succeeds(ok, a => Assert.Equal(["a"], a.Body.GetProperty("properties").EnumerateArray().Select(p => p.Text("key")!)))),
        .. Senders.Writes("2.3 v2 check 4: blank properties dropped", "HTTP", 2, Senders.Http().WithProperty("http.headers", " ").WithProperty("x", "").WithProperty("a", "b"), (c, ok) =>
            c.Succeeds(ok, a => Assert.Equal((null, null, "b"), (a.Body.Property("http.headers"), a.Body.Property("x"), a.Body.Property("a"))))),
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

    private static ContractCase OfHttpAlone(ContractCase contract) => contract.Invalid("authType") with
    {
        Check = a => Assert.Contains("is for the provider HTTP", a.Body.Text("description"), StringComparison.Ordinal),
    };

    /// <summary>Each must name just the one that is not there.</summary>
    private static IEnumerable<ContractCase> Without(string type, string key)
    {
        var row = $"2.3 v2 check 3: {type}";
        yield return Senders.Post(row, $"HTTP without {key}", 2, SenderClient.OfHttp(type).WithoutProperty(key)).Invalid(key);
        yield return Senders.Post(row, $"HTTP with a blank {key}", 2, SenderClient.OfHttp(type).WithProperty(key, " ")).Invalid(key);
        yield return Senders.Put(row, $"HTTP without {key}, over SMTP", 2, SenderClient.OfHttp(type).Without("name").WithoutProperty(key)).Invalid(key);
    }

    private static IEnumerable<ContractCase> Http() =>
    [
        .. new[] { "POST", "PUT", "post" }.SelectMany(method => Of(method, Senders.Http().WithProperty("http.client.method", method), "http.client.method")),
        .. new[] { "JSON", "FORM" }.SelectMany(type => Of(type, Senders.Http().WithProperty("contentType", type).WithProperty("body", type == "FORM" ? "to={{send-to}}" : "{{body}}"), "contentType")),
        .. Senders.Writes("2.3 v2 check 2: HTTP", "no method, no content type", 2, Senders.Http().WithoutProperty("http.client.method").WithoutProperty("contentType"), (c, ok) =>
            c.Succeeds(ok, a => Assert.Equal((null, null), (a.Body.Property("http.client.method"), a.Body.Property("contentType"))))),
        .. new[] { ("http.client.method", "GET"), ("contentType", "XML"), ("body", " "), ("body", "{{unheard-of}}"), ("body", "{"), ("http.headers", "no colon") }.SelectMany(wrong =>
            Senders.Writes("2.3 v2 check 2: HTTP", $"{wrong.Item1}: '{wrong.Item2}'", 2, Senders.Http().WithProperty(wrong.Item1, wrong.Item2), (c, _) => c.Invalid(wrong.Item1))),
        .. Senders.Writes("2.3 v2 check 2: HTTP", "no body", 2, Senders.Http().WithoutProperty("body"), (c, _) => c.Invalid("body")),
        .. Senders.Writes("2.3 v2 check 2: HTTP", "From Address of the template", 2, Senders.Http().Without("fromAddress").WithProperty("body", "[{{send-from}}]"), (c, _) => c.Invalid("fromAddress")),
    ];

    private static IEnumerable<ContractCase> Of(string title, JsonObject body, string key) =>
        Senders.Writes("2.3 v2 check 2: HTTP", title, 2, body, (c, ok) => c.Succeeds(ok, a => Assert.Equal(title, a.Body.Property(key))));

    private static JsonObject Blank() => SenderClient.Parse("""
        {"fromAddress":"codes@foo.com","smtpServerHost":"smtp.foo.com","smtpPort":25,"authType":"NONE",
         "properties":[{"key":" ","value":"x"},{"key":"x","value":""},{"key":"y","value":null},{"key":"a","value":"b"},{"value":"z"},null]}
        """);
}
