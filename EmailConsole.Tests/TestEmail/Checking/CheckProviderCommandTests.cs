using System.Text;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.TestEmail.Checking;

public sealed class CheckProviderCommandTests : IAsyncLifetime
{
    private const string Key = "SG.the-key_of.SendGrid";
    private const string Password = "pa55 w<o>rd+\"&";
    private const string MailHost = "mail.scripted.example";

    private static readonly string[] SendGrid = ["--kind", "sendgrid", "--from", "codes@foo.example", "--to", "someone@bar.example"];
    private static readonly string[] Smtp = ["--kind", "smtp", "--from", "codes@foo.example", "--to", "someone@bar.example", "--set", $"host={MailHost}"];

    private CheckBed _bed = default!;

    public async Task InitializeAsync() => _bed = await CheckBed.StartAsync(MailHost, "api.sendgrid.com", "api.eu.sendgrid.com", "api.foo.example");

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task RunAsync_NoArguments_ListsEveryKindWithFieldsAndSecrets()
    {
        var (code, output) = await _bed.RunAsync();

        Assert.Equal(0, code);
        Assert.All(ProviderKinds.Apis, kind =>
        {
            Assert.Contains($"\n{kind.Name}: {kind.Label}\n", output, StringComparison.Ordinal);
            Assert.All(kind.Fields, field => Assert.Contains($"    {field.Value,-24}{field.Label}", output, StringComparison.Ordinal));
            Assert.All(kind.Secrets, secret => Assert.Contains($"    {$"({secret.Key})",-24}{secret.Label}, secret", output, StringComparison.Ordinal));
        });
        Assert.Contains("\nsmtp: SMTP\n    host ", output, StringComparison.Ordinal);
        Assert.Contains("encryption              Encryption; one of Tls, StartTlsRequired, StartTlsIfOffered, None; StartTlsRequired where", output, StringComparison.Ordinal);
        Assert.Contains("region                  Region; one of global, eu; global where nothing is said", output, StringComparison.Ordinal);
        Assert.Contains("EMAILCONSOLE_CHECK_PASSWORD", output, StringComparison.Ordinal);
        Assert.DoesNotContain("maxConnections", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ApiTakesIt_PrintsStagesRequestAndAnswerWithoutTheKey()
    {
        _bed.Typed["EMAILCONSOLE_CHECK_APIKEY"] = Key;
        _bed.Server.Answers(202, $"taken with {Key}", ("X-Message-Id", "14c5d75ce93"), ("X-Echo", Convert.ToBase64String(Encoding.UTF8.GetBytes(Key))));

        var (code, output) = await _bed.RunAsync([.. SendGrid, "--set", "Region=EU", "--set", "displayName=Foo"]);

        Assert.Equal(0, code);
        Assert.Equal(["API key"], _bed.Asked);
        Assert.Equal(("api.eu.sendgrid.com", $"Bearer {Key}"), (_bed.Server.Request.Host, _bed.Server.Request.Header("Authorization")));
        Assert.Equal("Foo", _bed.Server.Request.Json.GetProperty("from").GetProperty("name").GetString());
        AssertInOrder(
            output, "By SendGrid (API), from codes@foo.example to someone@bar.example\nMade from its documentation", "\nResolve\n  passed after ", "\nConnect\n  passed after ", "\nEncrypt\n  passed after ",
            "\nRequest\n  C: POST https://api.eu.sendgrid.com/v3/mail/send\n", "  C: Authorization: ***\n", "  C: Content-Type: application/json", "  C: {\"personalizations\":[{\"to\":[{\"email\":\"someone@bar.example\"",
            "\nAnswer\n  S: HTTP 202 Accepted\n", "  S: taken with ***\n", "\nAccepted: HTTP 202, id 14c5d75ce93\n");
        AssertHides(output, Key);
    }

    [Fact]
    public async Task RunAsync_ApiRefuses_SaysWhyAndEndsWith1()
    {
        _bed.Typed["EMAILCONSOLE_CHECK_APIKEY"] = Key;
        _bed.Server.Answers(401, $$"""{"errors":[{"message":"no such key: {{Key}}"}]}""");

        var (code, output) = await _bed.RunAsync(SendGrid);

        Assert.Equal(1, code);
        AssertInOrder(
            output, "\nAnswer\n  S: HTTP 401 Unauthorized\n", "no such key: ***", "\n  failed after ",
            "\nNot accepted, at Answer: ", "\nWhat to do: ", "\nAt fault: the sign-in\n", "\nIn the server's words: HTTP 401: no such key: ***\n");
        AssertHides(output, Key);
    }

    [Fact]
    public async Task RunAsync_AnswerLeavesItOpen_SaysSoAndEndsWith1()
    {
        _bed.Typed["EMAILCONSOLE_CHECK_APIKEY"] = Key;
        _bed.Server.Answers(500);

        var (code, output) = await _bed.RunAsync(SendGrid);

        Assert.Equal(1, code);
        Assert.Contains("\nNot known whether it was accepted, at Answer: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SecretOfAnAuthenticationType_IsAskedForAndHiddenInEveryForm()
    {
        _bed.Typed["EMAILCONSOLE_CHECK_PASSWORD"] = Password;
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"anna:{Password}"));
        _bed.Server.Answer = (request, http) => ScriptedHttpServer.WriteAsync(http, 200, $"you sent {request.Header("Authorization")}, which is {Password}");

        var (code, output) = await _bed.RunAsync(
            "--kind", "http", "--from", "codes@foo.example", "--to", "someone@bar.example",
            "--set", "url=https://api.foo.example/send?a=b", "--set", "authentication=BASIC", "--set", "username=anna");

        Assert.Equal((0, $"Basic {basic}"), (code, _bed.Server.Request.Header("Authorization")));
        Assert.Equal(["Password"], _bed.Asked);
        Assert.Contains("S: you sent Basic ***, which is ***", output, StringComparison.Ordinal);
        AssertHides(output, Password);
        Assert.DoesNotContain(basic, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SmtpServerTakesIt_PrintsCommandsWithoutThePassword()
    {
        _bed.Typed["EMAILCONSOLE_CHECK_PASSWORD"] = Password;
        using var certificate = _bed.Certificates.Issue(MailHost);
        await using var server = new ScriptedSmtpServer { Certificate = certificate }.Start();

        var (code, output) = await _bed.RunAsync([.. Smtp, "--set", $"port={server.Port}", "--set", "username=codes"]);

        Assert.Equal(0, code);
        Assert.Contains("This is a test. Somebody asked EmailConsole to send it by SMTP.", Assert.Single(server.Messages), StringComparison.Ordinal);
        Assert.Contains($"AUTH PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0codes\0{Password}"))}", server.Commands);
        AssertInOrder(output, "\nGreeting\n", "\nEncrypt\n", "\nAuthenticate\n", "C: AUTH PLAIN ***", "\nSender\n", "C: RCPT TO:<someone@bar.example>\n", "\nRecipient\n", "\nContent\n", "\nAccepted: 250");
        AssertHides(output, Password);
    }

    [Fact]
    public async Task RunAsync_SmtpServerRefusesThePasswordAndRepeatsIt_ItIsHidden()
    {
        _bed.Typed["EMAILCONSOLE_CHECK_PASSWORD"] = Password;
        using var certificate = _bed.Certificates.Issue(MailHost);
        await using var server = new ScriptedSmtpServer { Certificate = certificate }.Reply("AUTH", $"535 5.7.8 {Password} is wrong").Start();

        var (code, output) = await _bed.RunAsync([.. Smtp, "--set", $"port={server.Port}", "--set", "username=codes"]);

        Assert.Equal(1, code);
        AssertInOrder(output, "\nAuthenticate\n", "\nNot accepted, at Authenticate: ", "\nAt fault: the sign-in\n", "535 5.7.8 *** is wrong");
        AssertHides(output, Password);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task RunAsync_OneOfTwoRecipientsIsRefused_NamesThemAndEndsWith1()
    {
        await using var server = new ScriptedSmtpServer().ReplyTo(("nobody@bar.example", "550 5.1.1 No such user")).Start();

        var (code, output) = await _bed.RunAsync(
            [.. Smtp, "--to", "nobody@bar.example", "--set", $"port={server.Port}", "--set", "encryption=none", "--set", "authenticationType=none"]);

        Assert.Equal((1, 1), (code, server.Messages.Count));
        Assert.Empty(_bed.Asked);
        AssertInOrder(output, "\nNot accepted for nobody@bar.example, at Recipient: ", "\nAccepted for the others: 250");
    }

    [Fact]
    public async Task RunAsync_ClearText_NeedsTheOption()
    {
        _bed.Typed["EMAILCONSOLE_CHECK_PASSWORD"] = Password;
        await using var server = new ScriptedSmtpServer().Start();
        string[] arguments = [.. Smtp, "--set", $"port={server.Port}", "--set", "username=codes", "--set", "encryption=None"];

        var (refused, output) = await _bed.RunAsync(arguments);
        var (code, _) = await _bed.RunAsync([.. arguments, "--accept-clear-text"]);

        Assert.Equal((2, 0), (refused, code));
        Assert.StartsWith("--accept-clear-text: Choose an encryption", output, StringComparison.Ordinal);
        Assert.Equal(["Password"], _bed.Asked);
    }

    [Theory]
    [InlineData("regio=eu", "regio is no field of sendgrid. There are: displayName, replyTo, region.")]
    [InlineData("host=mail.foo.example", "host is no field of sendgrid. There are: displayName, replyTo, region.")]
    [InlineData("SG.a-key=", "The name of a --set is no field of sendgrid.")]
    [InlineData("SG.a-key", "--set takes name=value.")]
    [InlineData("apiKey=SG.a-key", "apiKey is a secret, which has no place on a command line: it is asked for, or piped.")]
    [InlineData("region=SG.a-key", "region is one of global, eu.")]
    [InlineData("replyTo=SG.a-key", "replyTo: ")]
    public async Task RunAsync_SetThatCannotBe_IsRefusedWithoutItsValue(string assignment, string message)
    {
        var (code, output) = await _bed.RunAsync([.. SendGrid, "--set", assignment]);

        Assert.Equal(2, code);
        Assert.StartsWith(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("SG.a-key", output, StringComparison.Ordinal);
        AssertNothingHappened();
    }

    [Theory]
    [InlineData("There is no such kind. There are: smtp, ", "--kind", "sendgird", "--from", "a@b.example", "--to", "c@d.example")]
    [InlineData("Option '--from' is required.", "--kind", "sendgrid", "--to", "c@d.example")]
    [InlineData("--from: ", "--kind", "sendgrid", "--from", "nobody", "--to", "c@d.example")]
    [InlineData("--to: ", "--kind", "sendgrid", "--from", "a@b.example", "--to", "nobody")]
    [InlineData("Say who gets the mail (--to), or --credentials-only", "--kind", "sendgrid", "--from", "a@b.example")]
    [InlineData("Of options there are --kind, ", "--kind", "sendgrid", "--from", "a@b.example", "--to", "c@d.example", "--api-key=SG.a-key")]
    [InlineData("Of options there are --kind, ", "--kind", "sendgrid", "--from", "a@b.example", "--to", "c@d.example", "SG.a-key")]
    [InlineData("host: ", "--kind", "smtp", "--from", "a@b.example", "--to", "c@d.example", "--set", "username=codes")]
    [InlineData("port: Use a port from 1 to 65535", "--kind", "smtp", "--from", "a@b.example", "--to", "c@d.example", "--set", "host=b.example", "--set", "port=x", "--set", "username=codes")]
    [InlineData("username has no meaning with the other fields.", "--kind", "http", "--from", "a@b.example", "--to", "c@d.example", "--set", "url=https://b.example", "--set", "username=x")]
    [InlineData("region: Enter the region.", "--kind", "ses", "--from", "a@b.example", "--to", "c@d.example")]
    public async Task RunAsync_WrongArguments_EndWith2BeforeASecretIsAskedFor(string message, params string[] arguments)
    {
        var (code, output) = await _bed.RunAsync(arguments);

        Assert.Equal(2, code);
        Assert.StartsWith(message, output, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was sent. 'check-provider' alone lists the kinds and their fields.\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("SG.a-key", output, StringComparison.Ordinal);
        AssertNothingHappened();
    }

    /// <summary>By the ports that a console with this configuration opens: mail to them would come back to it.</summary>
    [Theory]
    [InlineData("localhost", 587)]
    [InlineData("127.0.0.1", 2465)]
    [InlineData("Mail.Console.Example", 587)]
    public async Task RunAsync_TheConsolesOwnPort_EndsWith2BeforeASecretIsAskedFor(string host, int port)
    {
        _bed.Settings["Submission:Certificate"] = "smtp.pem";
        _bed.Settings["Submission:TlsPort"] = "2465";
        _bed.Settings["Submission:HostName"] = "mail.console.example";

        var (code, output) = await _bed.RunAsync(
            "--kind", "smtp", "--from", "a@b.example", "--to", "c@d.example", "--set", $"host={host}", "--set", $"port={port}", "--set", "username=codes");

        Assert.Equal(2, code);
        Assert.StartsWith($"host: {host.ToLowerInvariant()}:{port} is this console's own SMTP port", output, StringComparison.Ordinal);
        AssertNothingHappened();
    }

    [Fact]
    public async Task RunAsync_NobodyGivesTheSecret_EndsWith2()
    {
        var (code, output) = await _bed.RunAsync(SendGrid);

        Assert.Equal(2, code);
        Assert.StartsWith("apiKey: Enter the API key.\n", output, StringComparison.Ordinal);
        Assert.Empty(_bed.Server.Requests);
    }

    [Fact]
    public async Task RunAsync_CredentialsOnlyOfAnApi_AsksForNoMessage()
    {
        _bed.Typed["EMAILCONSOLE_CHECK_APIKEY"] = Key;
        _bed.Server.Answers(200, """{"scopes":["mail.send"]}""");

        var (code, output) = await _bed.RunAsync("--kind", "sendgrid", "--from", "codes@foo.example", "--credentials-only");

        Assert.Equal((0, "GET", "/v3/scopes"), (code, _bed.Server.Request.Method, _bed.Server.Request.Address));
        AssertInOrder(
            output, "The credentials of SendGrid (API), without sending\nMade from its documentation", "\nRequest\n  C: GET https://api.sendgrid.com/v3/scopes\n", "  C: Authorization: ***\n",
            "\nAnswer\n  S: HTTP 200 OK\n", "\nThe credentials are accepted by SendGrid. Nothing was sent. The key may send mail.\n");
        AssertHides(output, Key);
    }

    [Fact]
    public async Task RunAsync_CredentialsOnlyBySmtp_SignsInAndLeaves()
    {
        _bed.Typed["EMAILCONSOLE_CHECK_PASSWORD"] = Password;
        using var certificate = _bed.Certificates.Issue(MailHost);
        await using var server = new ScriptedSmtpServer { Certificate = certificate }.Start();

        var (code, output) = await _bed.RunAsync(
            "--kind", "smtp", "--from", "codes@foo.example", "--credentials-only", "--set", $"host={MailHost}", "--set", $"port={server.Port}", "--set", "username=codes");

        Assert.Equal(0, code);
        Assert.Equal(["EHLO", "STARTTLS", "EHLO", "AUTH", "QUIT"], server.Commands.Select(c => c.Split(' ')[0]));
        Assert.Contains($"\nThe credentials are accepted by {MailHost}. Nothing was sent.\n", output, StringComparison.Ordinal);
        AssertHides(output, Password);
    }

    [Fact]
    public async Task RunAsync_CredentialsOnlyRefused_SaysWhyAndEndsWith1()
    {
        _bed.Typed["EMAILCONSOLE_CHECK_APIKEY"] = Key;
        _bed.Server.Answers(401);

        var (code, output) = await _bed.RunAsync("--kind", "sendgrid", "--from", "codes@foo.example", "--credentials-only");

        Assert.Equal(1, code);
        AssertInOrder(output, "\nCredentials not accepted, at Answer: ", "\nWhat to do: ", "\nAt fault: the sign-in\n", "\nNothing was sent.\n");
    }

    [Theory]
    [InlineData("With --credentials-only nothing is sent, so there is no --to.", "--kind", "sendgrid", "--to", "c@d.example")]
    [InlineData("Mailgun (API) has no way to check the credentials without sending, with these fields. Send a mail (--to).", "--kind", "mailgun", "--set", "domain=mg.foo.example")]
    [InlineData("SMTP has no way to check the credentials", "--kind", "smtp", "--set", "host=mail.foo.example", "--set", "authenticationType=none")]
    public async Task RunAsync_CredentialsOnlyThatCannotBe_EndsWith2(string message, params string[] arguments)
    {
        _bed.Typed["EMAILCONSOLE_CHECK_SENDINGKEY"] = Key;
        _bed.Typed["EMAILCONSOLE_CHECK_APIKEY"] = Key;

        var (code, output) = await _bed.RunAsync([.. arguments, "--from", "a@b.example", "--credentials-only"]);

        Assert.Equal(2, code);
        Assert.StartsWith(message, output, StringComparison.Ordinal);
        Assert.Empty(_bed.Server.Requests);
    }

    private static void AssertInOrder(string output, params string[] parts)
    {
        var at = 0;
        foreach (var part in parts)
        {
            var found = output.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{part}' is not there, or too early:\n{output}");

            // The line break before the next part may be the one behind this
            at = found + part.Length - (part[^1] == '\n' ? 1 : 0);
        }
    }

    private static void AssertHides(string output, string secret)
    {
        Assert.DoesNotContain(secret, output, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), output, StringComparison.Ordinal);
    }

    private void AssertNothingHappened()
    {
        Assert.Empty(_bed.Asked);
        Assert.Empty(_bed.Server.Requests);
    }
}
