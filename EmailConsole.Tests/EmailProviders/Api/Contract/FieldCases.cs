using System.Text.Json.Nodes;
using EmailConsole.Tests.Rest.Server;

namespace EmailConsole.Tests.EmailProviders.Api.Contract;

/// <summary>Section 2.3: the table of fields, each for adding, updating and in answers.</summary>
internal static class FieldCases
{
    public static IEnumerable<ContractCase> Of(int v) =>
    [
        .. Name(v), .. FromAddress(v), .. Server(v), .. Credentials(v), .. Provider(v), .. ProviderUrl(v), .. AuthType(v), .. Properties(v),
    ];

    private static IEnumerable<ContractCase> Name(int v)
    {
        foreach (var name in new[] { null, "", SenderClient.Name })
        {
            yield return Senders.Post("2.3 name, Add", $"'{name}'", v, Senders.Basic(v).With("name", name))
                .Succeeds(201, a => Assert.Equal(SenderClient.Name, a.Body.Text("name")));
        }

        yield return Senders.Post("2.3 name, Add", "absent", v, Senders.Basic(v)).Succeeds(201, a => Assert.Equal(SenderClient.Name, a.Body.Text("name")));
        yield return Senders.Put("2.3 name, Update", "not a field", v, Senders.Basic(v).With("name", SenderClient.Name)).Unreadable();
        yield return Answered("name", v, a => Assert.Equal(SenderClient.Name, a.Text("name")));
    }

    private static IEnumerable<ContractCase> FromAddress(int v)
    {
        foreach (var body in new[] { Senders.Basic(v).Without("fromAddress"), Senders.Basic(v).With("fromAddress", null) })
        {
            foreach (var contract in Senders.Writes("2.3 fromAddress, {0}", $"none ({body.Count} members)", v, body, (c, _) => v == 1
                ? c.Fails(400, "UE-10000", "Invalid Request", "Property fromAddress cannot be null.")
                : c.Invalid("fromAddress")))
            {
                yield return contract;
            }
        }

        foreach (var from in new[] { "codes@foo.com", "Foo Codes <codes@foo.com>" })
        {
            foreach (var contract in Senders.Writes("2.3 fromAddress, {0}", from, v, Senders.Basic(v).With("fromAddress", from), (c, ok) =>
                c.Succeeds(ok, a => Assert.Equal(from, a.Body.Text("fromAddress")))))
            {
                yield return contract;
            }
        }

        if (v == 2)
        {
            foreach (var contract in Senders.Writes("2.3 fromAddress, {0}", "not needed for HTTP", v, Senders.Http().Without("fromAddress"), (c, ok) =>
                c.Succeeds(ok, a => Assert.Null(a.Body.Text("fromAddress")))))
            {
                yield return contract;
            }
        }

        yield return Answered("fromAddress", v, a => Assert.Equal("codes@foo.com", a.Text("fromAddress")));
    }

    private static IEnumerable<ContractCase> Server(int v) =>
    [
        .. Senders.Writes("2.3 smtpServerHost, {0}", "none", v, Senders.Basic(v).Without("smtpServerHost"), (c, _) => c.Invalid("smtpServerHost")),
        .. Senders.Writes("2.3 smtpServerHost, {0}", "no host name", v, Senders.Basic(v).With("smtpServerHost", "no host"), (c, _) => c.Invalid("smtpServerHost")),
        Answered("smtpServerHost", v, a => Assert.Equal("smtp.foo.com", a.Text("smtpServerHost"))),
        OfHttp("smtpServerHost", v, a => Assert.Null(a.Text("smtpServerHost"))),
        .. Senders.Writes("2.3 smtpPort, {0}", "none", v, Senders.Basic(v).Without("smtpPort"), (c, ok) => v == 1
            ? c.Succeeds(ok, a => Assert.Null(a.Body.Text("smtpPort")))
            : c.Invalid("smtpPort")),
        .. Senders.Writes("2.3 smtpPort, {0}", "too large", v, Senders.Basic(v).With("smtpPort", 65536), (c, _) => c.Invalid("smtpPort")),
        .. Senders.Writes("2.3 smtpPort, {0}", "no number", v, Senders.Basic(v).With("smtpPort", "many"), (c, _) => c.Unreadable()),
        Answered("smtpPort", v, a => Assert.Equal("587", a.Text("smtpPort"))),
        OfHttp("smtpPort", v, a => Assert.Null(a.Text("smtpPort"))),
    ];

    private static IEnumerable<ContractCase> Credentials(int v)
    {
        if (v == 2)
        {
            foreach (var field in new[] { "userName", "password" })
            {
                foreach (var contract in Senders.Writes($"2.3 {field}, {{0}}", "not a field", v, Senders.Basic(v).With(field, "x"), (c, _) => c.Unreadable()))
                {
                    yield return contract;
                }

                yield return Answered(field, v, a => Assert.Null(a.Text(field)));
            }

            yield break;
        }

        foreach (var contract in Senders.Writes("2.3 userName, {0}", "optional", v, Anonymous(v), (c, ok) =>
            c.Succeeds(ok, a => Assert.Null(a.Body.Text("userName")))))
        {
            yield return contract;
        }

        yield return Answered("userName", v, a => Assert.Equal("anna", a.Text("userName")));
        yield return Senders.Post("2.3 password, Add", "given", v).Succeeds(201);
        yield return Senders.Put("2.3 password, Update", "kept where it is not given", v, Senders.Basic(v).Without("password")).Succeeds(200);
        yield return Answered("password", v, a => Assert.Null(a.Text("password")));
    }

    private static IEnumerable<ContractCase> Provider(int v)
    {
        if (v == 1)
        {
            return [.. NotAField("provider", v, "SMTP")];
        }

        return
        [
            .. Senders.Writes("2.3 provider, {0}", "absent: SMTP", v, Senders.Basic(v).Without("provider"), IsSmtp),
            .. Senders.Writes("2.3 provider, {0}", "null: SMTP", v, Senders.Basic(v).With("provider", null), IsSmtp),
            .. Senders.Writes("2.3 provider, {0}", "SMTP", v, Senders.Basic(v).With("provider", "SMTP"), IsSmtp),
            .. Senders.Writes("2.3 provider, {0}", "smtp", v, Senders.Basic(v).With("provider", "smtp"), (c, _) => c.Unreadable()),
            .. Senders.Writes("2.3 provider, {0}", "FAX", v, Senders.Basic(v).With("provider", "FAX"), (c, _) => c.Unreadable()),
            .. Senders.Writes("2.3 provider, {0}", "http", v, Senders.Http().With("provider", "http"), (c, _) => c.Unreadable()),
            .. Senders.Writes("2.3 provider, {0}", "HTTP", v, Senders.Http(), (c, ok) => c.Succeeds(ok, a => Assert.Equal("HTTP", a.Body.Text("provider")))),
            .. Senders.Writes("2.3 provider, {0}", "HTTP, server's members are passed over", v, Senders.Http().With("smtpServerHost", "smtp.foo.com").With("smtpPort", 25), (c, ok) =>
                c.Succeeds(ok, a => Assert.Equal((null, null), (a.Body.Text("smtpServerHost"), a.Body.Text("smtpPort"))))),
            Answered("provider", v, a => Assert.Equal("SMTP", a.Text("provider"))),
            OfHttp("provider", v, a => Assert.Equal("HTTP", a.Text("provider"))),
        ];

        static ContractCase IsSmtp(ContractCase contract, int ok) => contract.Succeeds(ok, a => Assert.Equal("SMTP", a.Body.Text("provider")));
    }

    private static IEnumerable<ContractCase> ProviderUrl(int v) => v == 1
        ? NotAField("providerURL", v, "https://foo.com/mail")
        :
        [
            .. Senders.Writes("2.3 providerURL, {0}", "of HTTP", v, Senders.Http(), (c, ok) => c.Succeeds(ok, a => Assert.Equal("https://mail.foo.com/send", a.Body.Text("providerURL")))),
            .. Senders.Writes("2.3 providerURL, {0}", "of HTTP, none", v, Senders.Http().Without("providerURL"), (c, _) => c.Invalid("providerURL")),
            .. Senders.Writes("2.3 providerURL, {0}", "of HTTP, blank", v, Senders.Http().With("providerURL", " "), (c, _) => c.Invalid("providerURL")),
            .. Senders.Writes("2.3 providerURL, {0}", "of HTTP, not https", v, Senders.Http().With("providerURL", "http://mail.foo.com/send"), (c, _) => c.Invalid("providerURL")),
            .. Senders.Writes("2.3 providerURL, {0}", "of SMTP", v, Senders.Basic(v).With("providerURL", "https://foo.com/mail"), (c, ok) => c.Succeeds(ok, a => Assert.Null(a.Body.Text("providerURL")))),
            Answered("providerURL", v, a => Assert.Null(a.Text("providerURL"))),
            OfHttp("providerURL", v, a => Assert.Equal("https://mail.foo.com/send", a.Text("providerURL"))),
        ];

    private static IEnumerable<ContractCase> AuthType(int v) => v == 1
        ? NotAField("authType", v, "BASIC")
        :
        [
            .. Senders.Writes("2.3 authType, {0}", "absent", v, Senders.Basic(v).Without("authType"), (c, _) => c.Invalid("authType")),
            .. Senders.Writes("2.3 authType, {0}", "blank", v, Senders.Basic(v).With("authType", " "), (c, _) => c.Invalid("authType")),
            .. Senders.Writes("2.3 authType, {0}", "in another case, echoed", v, Senders.Basic(v).With("authType", "Basic"), (c, ok) => c.Succeeds(ok, a => Assert.Equal("Basic", a.Body.Text("authType")))),
            .. Senders.Writes("2.3 authType, {0}", "HTTP, absent", v, Senders.Http().Without("authType"), (c, _) => c.Invalid("authType")),
            .. Senders.Writes("2.3 authType, {0}", "HTTP, in another case, echoed", v, Senders.Http().With("authType", "Bearer"), (c, ok) => c.Succeeds(ok, a => Assert.Equal("Bearer", a.Body.Text("authType")))),
            Answered("authType", v, a => Assert.Equal("BASIC", a.Text("authType"))),
            OfHttp("authType", v, a => Assert.Equal("BEARER", a.Text("authType"))),
            Answered("authType", v, a => Assert.Equal("BASIC", a.Text("authType"))) with { Title = "none stored", StoredVersion = 1, Stored = SenderClient.Basic(1).ToJsonString() },
        ];

    private static IEnumerable<ContractCase> Properties(int v) =>
    [
        .. Senders.Writes("2.3 properties, {0}", "absent", v, Anonymous(v).Without("properties"), (c, ok) => c.Succeeds(ok)),
        .. Senders.Writes("2.3 properties, {0}", "no array", v, Senders.Basic(v).With("properties", "x"), (c, _) => c.Unreadable()),
        .. Senders.Writes("2.3 properties, {0}", "full replacement", v, Senders.Basic(v).WithoutProperty("mail.smtp.replyTo"), (c, ok) => c.Succeeds(ok, a => Assert.Null(a.Body.Property("mail.smtp.replyTo")))),
        .. Senders.Writes("2.3 properties, {0}", "a key only", v, Senders.Basic(v).With("properties", new JsonArray(new JsonObject { ["key"] = "a" })), (c, _) => v == 1
            ? c.Fails(400, "UE-10000", "Invalid Request", "Property value cannot be null.")
            : c.Invalid("userName")),
        Answered("properties", v, a => Assert.Equal("help@foo.com", a.Property("mail.smtp.replyTo"))),
    ];

    private static IEnumerable<ContractCase> NotAField(string field, int v, string value) =>
    [
        .. Senders.Writes($"2.3 {field}, {{0}}", "not a field", v, Senders.Basic(v).With(field, value), (c, _) => c.Unreadable()),
        Answered(field, v, a => Assert.Null(a.Text(field))),
    ];

    private static ContractCase Answered(string field, int v, Action<System.Text.Json.JsonElement> check) =>
        Senders.Get($"2.3 {field}, response", "GET", v).Succeeds(200, a => check(a.Body));

    /// <summary>Of an HTTP sender, which version 2 stored.</summary>
    private static ContractCase OfHttp(string field, int v, Action<System.Text.Json.JsonElement> check) =>
        (Senders.Get($"2.3 {field}, response", "GET of HTTP", v) with { Stored = Senders.Http().ToJsonString(), StoredVersion = 2 }).Succeeds(200, a => check(a.Body));

    /// <summary>A relay that nobody signs in at.</summary>
    private static JsonObject Anonymous(int v) => SenderClient.Parse(v == 1
        ? """{"fromAddress":"codes@foo.com","smtpServerHost":"smtp.foo.com","smtpPort":25,"properties":[]}"""
        : """{"fromAddress":"codes@foo.com","smtpServerHost":"smtp.foo.com","smtpPort":25,"authType":"NONE","properties":[]}""");
}
