using System.Text.Json;
using System.Text.Json.Nodes;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.Kinds.CustomHttp;
using EmailConsole.Kinds.SendGrid;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.EmailProviders.Api;

/// <summary>Senders that are not SMTP: what version 2 does with them, what version 1 sees of them, and the way from one to the other.</summary>
public sealed class HttpSenderTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    /// <summary>Of a script, as WSO2's own samples are: some placeholders in quotes and some not, and a content type among the headers.</summary>
    private const string Template = """{"eventData":{"source":"{{subject}}","content":{{body}}},"messages":{"email":[{"to":{"email":"{{send-to}}"}}]}}""";

    [Theory]
    [InlineData("NONE")]
    [InlineData("BASIC")]
    [InlineData("CLIENT_CREDENTIAL")]
    [InlineData("PASSWORD_CREDENTIAL")]
    [InlineData("BEARER")]
    [InlineData("API_KEY")]
    public async Task PostAndPut_SampleOfWso2_AreAnsweredAsSent(string authType)
    {
        using var client = await SenderClient.CreateAsync(console, $"sample-{authType.ToLowerInvariant().Replace('_', '-')}.example", 2);

        foreach (var (body, status) in new[] { (Sample("https://example.email.sender", "1"), 201), (Sample("https://example.email.sender/updated", "2"), 200) })
        {
            body["authType"] = authType;
            var whole = SenderClient.HttpCredentials[authType].Aggregate(body, (all, p) => all.WithProperty(p.Key, p.Value));

            var written = await SenderClient.ReadAsync(status == 201 ? client.PostAsync(whole) : client.PutAsync(whole), status);

            AssertAnswered(whole, written);
            AssertAnswered(whole, await SenderClient.ReadAsync(client.GetAsync(), 200));
            AssertAnswered(whole, (await SenderClient.ReadAsync(client.ListAsync(), 200))[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Credentials))]
    public async Task Put_WithoutTheSecret_KeepsItWhereItGoesToTheSame(string authType, string key)
    {
        var domain = $"kept-{authType}-{key}.example".ToLowerInvariant().Replace('_', '-');
        using var client = await SenderClient.CreateAsync(console, domain, 2);
        await SenderClient.ReadAsync(client.PostAsync(SenderClient.OfHttp(authType)), 201);
        var before = (await InForceAsync(domain)).Secrets.Values;

        // As somebody edits what they read, and as WSO2's command-line tool masks what it wrote into its file
        var read = SenderClient.Parse((await SenderClient.ReadAsync(client.GetAsync(), 200)).GetRawText());
        await SenderClient.ReadAsync(client.PutAsync(read.WithProperty("http.headers", "X-A: b")), 200);
        await SenderClient.ReadAsync(client.PutAsync(read.WithProperty(key, "********")), 200);
        var error = await SenderClient.ReadAsync(client.PutAsync(read.With("providerURL", "https://evil.example/").WithoutProperty(key)), 400);

        Assert.Contains($"{key}: Enter the ", error.Text("description"), StringComparison.Ordinal);
        Assert.Contains(" again: it was stored for the provider URL https://mail.foo.com/send.", error.Text("description"), StringComparison.Ordinal);
        Assert.Equal((before, "https://mail.foo.com/send"), ((await InForceAsync(domain)).Secrets.Values, (await InForceAsync(domain)).Settings.Values[CustomHttpKind.Url]));
        Assert.DoesNotContain(before.Names, name => name.Length == 0);
    }

    public static TheoryData<string, string> Credentials => new()
    {
        { "BASIC", "password" }, { "CLIENT_CREDENTIAL", "clientSecret" }, { "PASSWORD_CREDENTIAL", "clientSecret" }, { "PASSWORD_CREDENTIAL", "password" },
        { "BEARER", "accessToken" }, { "API_KEY", "apiKeyValue" },
    };

    [Fact]
    public async Task Put_FromSmtpToHttpAndBack_LeavesNoSecretBehind()
    {
        using var client = await SenderClient.CreateAsync(console, "turn.example", 2);
        await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(2)), 201);

        var http = await SenderClient.ReadAsync(client.PutAsync(SenderClient.OfHttp("API_KEY")), 200);
        var ofHttp = await RowAsync("turn.example");
        var smtp = await SenderClient.ReadAsync(client.PutAsync(SenderClient.ClientCredential(2)), 200);
        var ofSmtp = await RowAsync("turn.example");

        AssertAnswered(SenderClient.OfHttp("API_KEY"), http);
        Assert.Equal((CustomHttpKind.Id, null, null), (ofHttp.Settings.Kind, ofHttp.ProtectedPassword, ofHttp.ProtectedClientSecret));
        Assert.Equal(("", AuthenticationType.None), (ofHttp.Settings.Host, ofHttp.Settings.AuthenticationType));
        Assert.NotNull(ofHttp.ProtectedSecrets);
        Assert.Equal(("SMTP", "CLIENT_CREDENTIAL", null, null), (smtp.Text("provider"), smtp.Text("authType"), smtp.Text("providerURL"), smtp.Property("apiKeyHeader")));
        Assert.Equal((ProviderKinds.Smtp, null, null, KindValues.None), (ofSmtp.Settings.Kind, ofSmtp.ProtectedPassword, ofSmtp.ProtectedSecrets, ofSmtp.Settings.Values));
        Assert.NotNull(ofSmtp.ProtectedClientSecret);
    }

    [Fact]
    public async Task Put_ToAnotherWayToSignIn_LeavesNoSecretBehind()
    {
        using var client = await SenderClient.CreateAsync(console, "signin.example", 2);
        await SenderClient.ReadAsync(client.PostAsync(SenderClient.OfHttp("PASSWORD_CREDENTIAL")), 201);

        await SenderClient.ReadAsync(client.PutAsync(SenderClient.OfHttp("BEARER")), 200);

        var secrets = (await InForceAsync("signin.example")).Secrets;
        Assert.Equal(["http.accessToken"], secrets.Values.Names);
    }

    [Fact]
    public async Task PutAndPatch_SecretOfAnotherWay_IsNotStored()
    {
        using var client = await SenderClient.CreateAsync(console, "unused.example", 2);
        await SenderClient.ReadAsync(client.PostAsync(SenderClient.OfHttp("BEARER").WithProperty("apiKeyValue", "unused-key").WithProperty("my.password", "unused-password")), 201);

        Assert.Equal(["http.accessToken"], (await InForceAsync("unused.example")).Secrets.Values.Names);
        var row = await RowAsync("unused.example");
        var written = console.Service<EmailConsole.EmailProviders.Secrets.ProviderSecrets>().ReadWritten(row)!;
        Assert.DoesNotContain("unused-", JsonSerializer.Serialize(written), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"fromAddress":"no-reply@foo.com"}""", "fromAddress", "no-reply@foo.com")]
    [InlineData("""{"properties":[{"key":"http.client.method","value":"PUT"}]}""", "http.client.method", "PUT")]
    [InlineData("""{"properties":[{"key":"http.headers","value":null}]}""", "http.headers", null)]
    [InlineData("""{"properties":[{"key":"minThread","value":8}]}""", "minThread", "8")]
    [InlineData("""{"fromAddress":null}""", "fromAddress", null)]
    public async Task Patch_Http_ChangesThatAlone(string patch, string key, string? value)
    {
        using var client = await SenderClient.CreateAsync(console, "patch-http.example", 2);
        using (await client.PostAsync(SenderClient.OfHttp("BEARER")))
        {
            await SenderClient.ReadAsync(client.PutAsync(SenderClient.OfHttp("BEARER")), 200);
        }

        var after = await SenderClient.ReadAsync(client.PatchAsync(patch), 200);

        var expected = SenderClient.OfHttp("BEARER");
        AssertAnswered(key == "fromAddress" ? value is null ? expected.Without(key) : expected.With(key, value)
            : value is null ? expected.WithoutProperty(key) : expected.WithProperty(key, value), after);
        Assert.Equal("t0ken-value", (await InForceAsync("patch-http.example")).Secrets.Values["http.accessToken"]);
    }

    [Theory]
    [InlineData("""{"providerURL":"https://evil.example/"}""", "accessToken: Enter the access token again: it was stored for the provider URL https://mail.foo.com/send.")]
    [InlineData("""{"providerURL":null}""", "providerURL: Enter the provider URL.")]
    [InlineData("""{"properties":[{"key":"accessToken","value":null}]}""", "accessToken: Enter the access token.")]
    [InlineData("""{"properties":[{"key":"body","value":null}]}""", "body: Enter the body template.")]
    [InlineData("""{"properties":null}""", "body: ")]
    [InlineData("""{"authType":"BASIC"}""", "userName: Enter the user name. password: Enter the password")]
    [InlineData("""{"authType":null}""", "authType: Send NONE, BASIC, CLIENT_CREDENTIAL, PASSWORD_CREDENTIAL, BEARER or API_KEY.")]
    [InlineData("""{"provider":"SMTP"}""", "authType: Send BASIC, CLIENT_CREDENTIAL or NONE.")]
    [InlineData("""{"provider":null}""", "authType: Send BASIC, CLIENT_CREDENTIAL or NONE.")]
    [InlineData("""{"provider":"SMTP","authType":"BASIC"}""", "smtpServerHost: ")]
    public async Task Patch_HttpToWhatCannotBe_IsNamedAndStoresNothing(string patch, string named)
    {
        using var client = await SenderClient.CreateAsync(console, "patch-wrong.example", 2);
        using var added = await client.PostAsync(SenderClient.OfHttp("BEARER"));
        using var before = await client.GetAsync();

        var error = await SenderClient.ReadAsync(client.PatchAsync(patch), 400);

        Assert.Equal("NSM-65022", error.Text("code"));
        Assert.Contains(named, error.Text("description"), StringComparison.Ordinal);
        using var after = await client.GetAsync();
        Assert.Equal(before.Headers.ETag, after.Headers.ETag);
    }

    [Fact]
    public async Task Patch_ToAnotherProvider_TakesNothingOfTheFormer()
    {
        using var client = await SenderClient.CreateAsync(console, "patch-turn.example", 2);
        await SenderClient.ReadAsync(client.PostAsync(SenderClient.Basic(2).WithProperty("minThread", "8")), 201);

        var http = await SenderClient.ReadAsync(client.PatchAsync(
            """{"provider":"HTTP","providerURL":"https://mail.foo.com/","authType":"BEARER","properties":[{"key":"body","value":"[{{subject}}]"},{"key":"accessToken","value":"t"}]}"""), 200);
        var smtp = await SenderClient.ReadAsync(client.PatchAsync(
            """{"provider":"SMTP","smtpServerHost":"smtp.foo.com","smtpPort":25,"authType":"NONE"}"""), 200);

        AssertAnswered(SenderClient.Parse("""
            {"name":"EmailPublisher","fromAddress":"codes@foo.com","provider":"HTTP","providerURL":"https://mail.foo.com/","authType":"BEARER",
             "properties":[{"key":"body","value":"[{{subject}}]"},{"key":"mail.smtp.replyTo","value":"help@foo.com"},{"key":"mail.smtp.signature","value":"Foo"},{"key":"minThread","value":"8"}]}
            """), http);
        AssertAnswered(SenderClient.Parse("""
            {"name":"EmailPublisher","fromAddress":"codes@foo.com","provider":"SMTP","smtpServerHost":"smtp.foo.com","smtpPort":25,"authType":"NONE",
             "properties":[{"key":"mail.smtp.replyTo","value":"help@foo.com"},{"key":"mail.smtp.signature","value":"Foo"},{"key":"minThread","value":"8"}]}
            """), smtp);
        Assert.Null((await RowAsync("patch-turn.example")).ProtectedSecrets);
    }

    [Fact]
    public async Task Version1_OverHttp_ReadsItAndDoesNotReplaceItUnlessAServerIsNamed()
    {
        using var client = await SenderClient.CreateAsync(console, "first.example", 2);
        using var first = await SenderClient.CreateAsync(console, "first.example", 1);
        await SenderClient.ReadAsync(client.PostAsync(SenderClient.OfHttp("BASIC").Without("fromAddress")), 201);

        var read = await SenderClient.ReadAsync(first.GetAsync(), 200);
        var back = await SenderClient.ReadAsync(first.PutAsync(SenderClient.Parse(read.GetRawText())), 400);
        var alone = await SenderClient.ReadAsync(first.PutAsync(SenderClient.Parse("""{"fromAddress":"codes@first.example"}""")), 400);
        Assert.Equal(CustomHttpKind.Id, (await RowAsync("first.example")).Settings.Kind);
        using (await first.DeleteAsync())
        {
            var again = await SenderClient.ReadAsync(first.PostAsync(SenderClient.Parse("""{"fromAddress":"codes@first.example"}""")), 400);
            Assert.Contains("smtpServerHost: This sender does not use SMTP", again.Text("description"), StringComparison.Ordinal);
            await SenderClient.ReadAsync(client.PostAsync(SenderClient.OfHttp("BASIC").WithoutProperty("password")), 201);
        }

        var smtp = await SenderClient.ReadAsync(first.PutAsync(SenderClient.Basic(1)), 200);

        Assert.Equal(("", "anna", null, null), (read.Text("fromAddress"), read.Text("userName"), read.Text("smtpServerHost"), read.Text("smtpPort")));
        Assert.Equal("POST", read.Property("http.client.method"));
        foreach (var error in new[] { back, alone })
        {
            Assert.Equal("NSM-65022", error.Text("code"));
            Assert.Contains("smtpServerHost: ", error.Text("description"), StringComparison.Ordinal);
        }

        Assert.Contains("Use version 2", alone.Text("description"), StringComparison.Ordinal);
        Assert.Equal("smtp.foo.com", smtp.Text("smtpServerHost"));
        Assert.Null((await RowAsync("first.example")).ProtectedSecrets);
    }

    [Fact]
    public async Task Get_OfAnotherKind_IsItsNameAndFieldsAndComesBack()
    {
        using var client = await SenderClient.CreateAsync(console, "grid.example", 2);
        using var first = await SenderClient.CreateAsync(console, "grid.example", 1);
        await StoreAsync("grid.example", new EmailProviderSettings
        {
            Kind = SendGridKind.Id,
            FromAddress = "codes@foo.com",
            Values = ProviderKinds.Find(SendGridKind.Id)!.Defaults,
            MessagesPerMinute = 60,
        }, (SendGridKind.ApiKey, "SG.the-key"));

        var read = await SenderClient.ReadAsync(client.GetAsync(), 200);
        var ofFirst = await SenderClient.ReadAsync(first.ListAsync(), 200);
        await SenderClient.ReadAsync(client.PutAsync(SenderClient.Parse(read.GetRawText()).With("fromAddress", "no-reply@foo.com")), 200);
        var patched = await SenderClient.ReadAsync(client.PatchAsync("""{"properties":[{"key":"region","value":"eu"}]}"""), 400);
        await SenderClient.ReadAsync(client.PatchAsync("""{"properties":[{"key":"region","value":"eu"},{"key":"apiKey","value":"SG.another"}]}"""), 200);

        Assert.Equal("""{"name":"EmailPublisher","fromAddress":"codes@foo.com","provider":"sendgrid","properties":[]}""", read.GetRawText());
        Assert.Equal("""[{"name":"EmailPublisher","fromAddress":"codes@foo.com","properties":[]}]""", ofFirst.GetRawText());
        Assert.Contains("apiKey: Enter the API key again: it was stored for ", patched.Text("description"), StringComparison.Ordinal);
        var now = await InForceAsync("grid.example");
        Assert.Equal(("no-reply@foo.com", "eu", "SG.another", 60), (now.Settings.FromAddress, now.Settings.Values["region"], now.Secrets.Values["sendgrid.apiKey"], now.Settings.MessagesPerMinute));

        await SenderClient.ReadAsync(client.PutAsync(SenderClient.Basic(2)), 200);
        Assert.Null((await RowAsync("grid.example")).ProtectedSecrets);
    }

    [Fact]
    public async Task Update_InTheFormAfterAScript_IsSaidInTheScriptsWords()
    {
        using var client = await SenderClient.CreateAsync(console, "form-http.example", 2);
        var body = SenderClient.OfHttp("BASIC").With("authType", "Basic").WithProperty("minThread", "8").WithProperty("http.client.method", "post");
        await SenderClient.ReadAsync(client.PostAsync(body), 201);
        var stored = await RowAsync("form-http.example");

        await StoreAsync("form-http.example", stored.Settings with { Values = stored.Settings.Values.With(CustomHttpKind.Headers, "X-A: b"), MaxConnections = 2 });
        AssertAnswered(body.WithProperty("http.headers", "X-A: b"), await SenderClient.ReadAsync(client.GetAsync(), 200));

        var bearer = stored.Settings.Values.With(CustomHttpKind.Authentication, CustomHttpKind.Bearer);
        await StoreAsync("form-http.example", stored.Settings with { Values = bearer, MaxConnections = 2 }, (CustomHttpKind.AccessToken, "t"));
        AssertAnswered(body.With("authType", "BEARER").WithoutProperty("userName").WithProperty("http.headers", "X-Version: 1, Accept: application/json"), await SenderClient.ReadAsync(client.GetAsync(), 200));

        // What the API has no word for stays, as long as it goes to the same address
        await SenderClient.ReadAsync(client.PutAsync(SenderClient.OfHttp("BEARER")), 200);
        Assert.Equal(2, (await RowAsync("form-http.example")).Settings.MaxConnections);
        await SenderClient.ReadAsync(client.PutAsync(SenderClient.OfHttp("BEARER").With("providerURL", "https://other.foo.com/")), 200);
        Assert.Null((await RowAsync("form-http.example")).Settings.MaxConnections);
    }

    [Fact]
    public async Task Get_ByWhoMayNotWrite_HasTheFieldsThatTheConsoleKnowsAlone()
    {
        using var writer = await SenderClient.CreateAsync(console, "reader.example", 2);
        using var reader = new SenderClient(console.CreateRestClient(await console.AddPersonAsync("reader.example", "olga", ActorRole.Operator)), "reader.example", 2);
        await SenderClient.ReadAsync(writer.PostAsync(SenderClient.OfHttp("API_KEY").WithProperty("pin", "1234")), 201);

        var read = await SenderClient.ReadAsync(reader.GetAsync(), 200);

        Assert.Equal(("********", "X-API-Key", "POST"), (read.Property("pin"), read.Property("apiKeyHeader"), read.Property("http.client.method")));
        Assert.Equal((await SenderClient.ReadAsync(writer.GetAsync(), 200)).Property("body"), read.Property("body"));
    }

    [Fact]
    public async Task Post_TemplateOf20000Characters_IsTaken()
    {
        using var client = await SenderClient.CreateAsync(console, "long.example", 2);
        var template = $$"""{"note":"{{new string('x', 20_000)}}","to":{{"{{send-to}}"}}}""";

        var added = await SenderClient.ReadAsync(client.PostAsync(SenderClient.OfHttp("NONE").WithProperty("body", template)), 201);
        var tooLong = await SenderClient.ReadAsync(client.PutAsync(SenderClient.OfHttp("NONE").WithProperty("body", $"\"{new string('x', 33_000)}\"")), 400);

        Assert.Equal(template, added.Property("body"));
        Assert.Contains("body: Use at most 32,768 characters", tooLong.Text("description"), StringComparison.Ordinal);
    }

    private static JsonObject Sample(string url, string version) => new JsonObject
    {
        ["name"] = SenderClient.Name,
        ["provider"] = "HTTP",
        ["providerURL"] = url,
        ["fromAddress"] = "iam@foo.com",
        ["properties"] = new JsonArray(),
    }
        .WithProperty("http.client.method", "POST")
        .WithProperty("http.headers", $"X-Version: {version}, Accept: application/json, Content-Type: application/json")
        .WithProperty("contentType", "JSON")
        .WithProperty("body", Template);

    /// <summary>Everything that was sent but secrets, and nothing else.</summary>
    private static void AssertAnswered(JsonObject sent, JsonElement answer)
    {
        var expected = sent.DeepClone().AsObject().With("name", SenderClient.Name);
        foreach (var secret in new[] { "password", "clientSecret", "accessToken", "apiKeyValue" })
        {
            expected.WithoutProperty(secret);
        }

        Assert.Equal(Sorted(expected), Sorted(SenderClient.Parse(answer.GetRawText())));
    }

    private static string Sorted(JsonObject sender) => string.Join(
        '\n',
        sender.Where(m => m.Key != "properties").OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}: {m.Value}")
            .Concat(sender["properties"]!.AsArray().Select(p => $"{p!["key"]} = {p["value"]}").Order(StringComparer.Ordinal)));

    /// <summary>As the form does.</summary>
    private async Task StoreAsync(string domain, EmailProviderSettings settings, params (string Name, string Value)[] secrets)
    {
        var person = await console.OpenSessionAsync(new ConsolePerson($"admin@{domain}", ConsolePeople.Password));
        var loaded = Assert.IsType<LoadResult.Loaded>(await console.Service<LoadEmailProvider>().LoadAsync(person, domain, default));
        var input = new EmailProviderInput(settings, SecretInput.Keep, SecretInput.Keep)
        {
            Secrets = secrets.Aggregate(KindValues.None, (all, s) => all.With(KindFields.FullName(settings.Kind, s.Name), s.Value)),
        };
        Assert.IsType<UpdateResult.Saved>(await console.Service<IEmailProviderWriter>().UpdateAsync(person, domain, input, loaded.Own?.Version, default));
    }

    private async Task<EmailProvider> RowAsync(string domain)
    {
        var id = await SenderClient.TenantIdAsync(console, domain);
        await using var db = await console.OpenDbAsync();
        return await db.Set<EmailProvider>().AsNoTracking().SingleAsync(p => p.TenantId == id);
    }

    private async Task<ProviderInForce> InForceAsync(string domain) =>
        (await console.Service<IEffectiveProvider>().FindAsync(await SenderClient.TenantIdAsync(console, domain), CancellationToken.None))!;
}
