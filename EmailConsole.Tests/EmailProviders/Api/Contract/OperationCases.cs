using System.Text.Json;
using System.Text.Json.Nodes;
using EmailConsole.Tests.Rest.Server;

namespace EmailConsole.Tests.EmailProviders.Api.Contract;

/// <summary>Section 2.1: paths, methods, headers, and what bodies are made of.</summary>
internal static class OperationCases
{
    public static IEnumerable<ContractCase> Of(int v) => [.. Paths(v), .. Operations(v), .. Protocol(v), .. Bodies(v)];

    private static IEnumerable<ContractCase> Operations(int v)
    {
        yield return Senders.List("2.1 GET /email", "a tenant without one", v) with { Stored = null, Status = 200, Check = a => Assert.Equal("[]", a.Text) };
        yield return Senders.List("2.1 GET /email", "a tenant with one", v).Succeeds(200, a => Assert.Equal(SenderClient.Name, a.Body.EnumerateArray().Single().Text("name")));
        yield return Senders.Post("2.1 POST /email", "a good body", v).Succeeds(201, a => Assert.Equal(SenderClient.Name, a.Body.Text("name")));
        yield return Senders.Get("2.1 GET /email/{name}", "the system's", v).Succeeds(200, a => Assert.NotNull(a.Response.Headers.ETag));
        yield return Senders.Put("2.1 PUT /email/{name}", "a good body", v).Succeeds(200, a => Assert.Equal("Foo", a.Body.Property("mail.smtp.signature")));
        yield return Senders.Good("2.1 DELETE /email/{name}", "the system's", v, "DELETE", Senders.One).IsBare(204);
        foreach (var type in new[] { "email", "sms", "push", "fax" })
        {
            foreach (var method in new[] { "GET", "PUT" })
            {
                yield return new ContractCase("2.1 GET, PUT /configs/{type}", $"{method} {type}", v)
                {
                    Method = method,
                    Path = $"/notification-senders/configs/{type}",
                    Body = method == "PUT" ? "{}" : null,
                }.Fails(404, "404", "Not Found");
            }
        }
    }

    private static IEnumerable<ContractCase> Paths(int v)
    {
        foreach (var root in new[] { "", "t/carbon.super" })
        {
            yield return Senders.Get("2.1 without /t/: carbon.super", $"root '{root}'", v) with
            {
                Root = root,
                Credential = bed => bed.SuperAdministrator,
                Status = 200,
                Check = a => Assert.Equal("smtp.bar.com", a.Body.Text("smtpServerHost")),
            };
        }

        foreach (var root in new[] { $"t/{ContractBed.Tenant}/o", "o/4711", $"t/{ContractBed.Tenant}/o/4711" })
        {
            yield return (Senders.List("2.1 organisations", root, v) with { Root = root }).Fails(404, "404", "Not Found");
        }

        yield return (Senders.List("2.1 no query parameters", "unknown ones", v) with { Path = $"{Senders.All}?limit=0&offset=9&filter=x" })
            .Succeeds(200, a => Assert.Equal(1, a.Body.GetArrayLength()));
        yield return (Senders.Get("2.1 name percent-decoded", "known", v) with { Path = $"{Senders.All}/Email%50ublisher" }).Succeeds(200);
        yield return (Senders.Get("2.1 name percent-decoded", "unknown", v) with { Path = $"{Senders.All}/Other%20One" })
            .Fails(404, "NSM-60006", "No notification sender found.", "There is no notification sender for publisher: Other One.");
        foreach (var name in new string?[] { null, SenderClient.Name })
        {
            yield return Senders.Post("2.1 Location", $"name '{name}'", v, Senders.Basic(v).With("name", name))
                .Succeeds(201, a => Assert.Equal(new Uri(a.Console, $"t/{ContractBed.Tenant}/api/server/v{v}{Senders.One}"), a.Response.Headers.Location));
        }
    }

    private static IEnumerable<ContractCase> Protocol(int v)
    {
        foreach (var (method, path) in new[]
        {
            ("PUT", Senders.All), ("DELETE", Senders.All), ("PATCH", Senders.All), ("POST", Senders.One), ("PATCH", Senders.One), ("TRACE", Senders.One),
        })
        {
            if (v == 2 && method == "PATCH" && path == Senders.One)
            {
                yield return Senders.Patch("2.1 PATCH /email/{name}, beyond WSO2", "one member", """{"fromAddress":"no-reply@foo.com"}""")
                    .Succeeds(200, a => Assert.Equal(("no-reply@foo.com", "anna"), (a.Body.Text("fromAddress"), a.Body.Property("userName"))));
                yield return (Senders.Patch("2.1 PATCH /email/{name}, beyond WSO2", "unknown", "{}") with { Path = $"{Senders.All}/Other" })
                    .Fails(404, "NSM-65010", "No notification sender found.", "No notification sender found with name: Other.");
                yield return (Senders.Patch("2.1 wrong Content-Type: 415", "PATCH", "{}") with { ContentType = "application/json-patch+json" }).IsBare(415);
                continue;
            }

            var row = method == "PATCH" ? "2.1 no PATCH" : "2.1 other methods: 405";
            yield return (new ContractCase(row, $"{method} {path}", v) { Method = method, Path = path, Body = method == "TRACE" ? null : "{}" })
                .IsBare(405) with
            { Check = a => Assert.Contains("GET", a.Response.Content.Headers.Allow) };
        }

        foreach (var (method, path, _) in Senders.Operations)
        {
            foreach (var accept in new[] { "text/html", "application/xml", "application/json;q=0" })
            {
                yield return (Senders.Good("2.1 Accept without JSON: 406", $"{method} {path} {accept}", v, method, path) with { Accept = accept }).IsBare(406);
            }

            if (method is "POST" or "PUT")
            {
                foreach (var type in new[] { "text/plain", "application/xml", "application/x-www-form-urlencoded" })
                {
                    yield return (Senders.Good("2.1 wrong Content-Type: 415", $"{method} {path} {type}", v, method, path) with { ContentType = type }).IsBare(415);
                }
            }
        }
    }

    private static IEnumerable<ContractCase> Bodies(int v) =>
    [
        .. Senders.Writes("2.1 unknown members refused", "of the sender", v, Senders.Basic(v).With("color", "red"), (c, _) => c.Unreadable()),
        .. Senders.Writes("2.1 unknown members refused", "of a property", v, WithMemberOfProperty(v), (c, _) => c.Unreadable()),
        .. Senders.Writes(
            "2.1 unknown keys in properties kept",
            "minThread",
            v,
            Senders.Basic(v).WithProperty("minThread", "8").WithProperty("http.headers", "A: b"),
            (c, ok) => c.Succeeds(ok, a => Assert.Equal(("8", "A: b"), (a.Body.Property("minThread"), a.Body.Property("http.headers"))))),
        .. Senders.Writes(
            "2.1 scalars coerced to text",
            "value",
            v,
            Senders.Basic(v).WithProperty("a", true).WithProperty("b", 587).WithProperty("c", 1.5).WithProperty("d", false),
            (c, ok) => c.Succeeds(ok, a => Assert.Equal(
                ("true", "587", "1.5", "false"), (a.Body.Property("a"), a.Body.Property("b"), a.Body.Property("c"), a.Body.Property("d"))))),
        .. Senders.Writes(
            "2.1 text coerced to a number",
            "smtpPort",
            v,
            Senders.Basic(v).With("smtpPort", "587"),
            (c, ok) => c.Succeeds(ok, a => Assert.Equal((JsonValueKind.Number, "587"), (a.Body.GetProperty("smtpPort").ValueKind, a.Body.Text("smtpPort"))))),
        .. Senders.Writes(
            "2.1 null members omitted",
            "optional ones",
            v,
            Optional(v),
            (c, ok) => c.Succeeds(ok, a => Assert.DoesNotContain(a.Body.EnumerateObject(), m => m.Value.ValueKind == JsonValueKind.Null))),
        .. Senders.Writes(
            "2.1 properties always an array",
            "none sent",
            v,
            Optional(v).Without("properties"),
            (c, ok) => c.Succeeds(ok, a => Assert.Equal("[]", a.Body.GetProperty("properties").GetRawText()))),
        .. Senders.Writes(
            "2.1 duplicate keys: the last one wins",
            "minThread",
            v,
            Duplicate(v),
            (c, ok) => c.Succeeds(ok, a => Assert.Equal("2", a.Body.Property("minThread")))),
    ];

    private static JsonObject Duplicate(int v)
    {
        var body = Senders.Basic(v).WithProperty("minThread", "1");
        body["properties"]!.AsArray().Add(new JsonObject { ["key"] = "minThread", ["value"] = "2" });
        return body;
    }

    private static JsonObject Optional(int v) => SenderClient.Parse(v == 1
        ? """{"fromAddress":"codes@foo.com","smtpServerHost":"smtp.foo.com","smtpPort":null,"userName":null,"password":null,"properties":null}"""
        : """{"fromAddress":"codes@foo.com","smtpServerHost":"smtp.foo.com","smtpPort":587,"provider":null,"providerURL":null,"authType":"NONE","properties":null}""");

    private static JsonObject WithMemberOfProperty(int v)
    {
        var body = Senders.Basic(v);
        body["properties"]![0]!["unit"] = "x";
        return body;
    }
}
