using System.Globalization;
using EmailConsole.Accounts.Components;
using EmailConsole.DevelopmentMailbox.Messages;
using EmailConsole.Tests.Servers;
using MimeKit;

namespace EmailConsole.Tests.Submission.Clients;

/// <summary>
/// Programs and libraries that people use, against a whole console: each kind of encryption, both mechanisms, a wrong key, text beyond
/// ASCII, two recipients; and the set-up that the page shows, as it stands there.
/// </summary>
public sealed class ClientProgramTests(SubmissionBed bed) : IClassFixture<SubmissionBed>, IDisposable
{
    private static readonly string[] Recipients = ["ada@bar.example", "bob@baz.example"];

    private readonly TemporaryFolder _files = new();

    public static TheoryData<string, SmtpSecurity, string> Matrix()
    {
        var rows = new TheoryData<string, SmtpSecurity, string>();
        foreach (var client in new[] { "smtplib", "nodemailer", "JavaMail", "swaks", "msmtp", "curl" })
        {
            foreach (var security in Enum.GetValues<SmtpSecurity>())
            {
                rows.Add(client, security, "PLAIN");
                rows.Add(client, security, "LOGIN");
            }
        }

        return rows;
    }

    public static TheoryData<string, SmtpSecurity> Shown()
    {
        var rows = new TheoryData<string, SmtpSecurity>();
        foreach (var program in new[] { "Try it out (curl)", "msmtp", "nodemailer", "Python (smtplib)" })
        {
            foreach (var security in Enum.GetValues<SmtpSecurity>())
            {
                rows.Add(program, security);
            }
        }

        return rows;
    }

    public void Dispose() => _files.Dispose();

    [ClientProgramTheory]
    [MemberData(nameof(Matrix))]
    public async Task Send_RightKey_ReachesBothRecipientsAsItWasWritten(string client, SmtpSecurity security, string mechanism)
    {
        var subject = $"{client}-{security}-{mechanism}";
        var (code, output) = await SendAsync(client, security, mechanism, bed.Key, subject);

        Assert.True(code == 0, output);
        AssertContent(await bed.ReceivedAsync(subject));
    }

    [ClientProgramTheory]
    [InlineData("smtplib")]
    [InlineData("nodemailer")]
    [InlineData("JavaMail")]
    [InlineData("swaks")]
    [InlineData("msmtp")]
    [InlineData("curl")]
    public async Task Send_WrongKey_FailsAndSaysSo(string client)
    {
        var wrong = string.Concat(bed.Key.AsSpan(0, 54), bed.Key[54] == 'a' ? "b" : "a");
        var (code, output) = await SendAsync(client, SmtpSecurity.StartTls, "PLAIN", wrong, $"wrong-{client}");

        Assert.NotEqual(0, code);

        // curl tells the code alone, in words of its own
        Assert.Contains(client == "curl" ? "Login denied" : "5.7.8", output, StringComparison.Ordinal);
    }

    [ClientProgramTheory]
    [MemberData(nameof(Shown))]
    public async Task Program_SetUpAsThePageShows_Sends(string name, SmtpSecurity security)
    {
        var recipient = $"shown-{name.Length}-{security}@bar.example".ToLowerInvariant();
        var program = new SmtpPrograms(WayOf(security), SubmissionBed.Domain, bed.Key, SubmissionBed.From).All.Single(p => p.Name == name);
        var text = program.Parts[0].Text.Replace("you@example.com", recipient, StringComparison.Ordinal);
        var (code, output) = name switch
        {
            "msmtp" => await MsmtpAsync(text, [recipient], Message("shown", [recipient])),
            "nodemailer" => await ClientProgram.RunAsync(
                "node", ["-e", $"const nodemailer = require('nodemailer'); (async () => {{ {text} }})().catch(e => {{ console.error(e); process.exit(1); }});"], authorities: bed.AuthorityFile),
            "Python (smtplib)" => await ClientProgram.RunAsync("python3", ["-c", text], authorities: bed.AuthorityFile),
            _ => await ClientProgram.RunAsync("sh", ["-c", text], authorities: bed.AuthorityFile),
        };

        Assert.True(code == 0, output);
        await Bound.UntilAsync(() => bed.Receiver.Store.Messages.Any(m => m.Recipients.Contains(recipient)));
    }

    [MailServersTheory]
    [InlineData(SmtpSecurity.Tls)]
    [InlineData(SmtpSecurity.StartTls)]
    [InlineData(SmtpSecurity.None)]
    public async Task Postfix_SetUpAsThePageShows_RelaysWithWhatItAdds(SmtpSecurity security)
    {
        await using var relay = await PostfixRelay.StartAsync(PostfixParts(security, bed.Key), bed.AuthorityFile);
        await relay.HandInAsync(Message($"relayed-{security}", Recipients), SubmissionBed.From, Recipients);

        var received = await bed.ReceivedAsync($"relayed-{security}");
        AssertContent(received);
        using var message = await MimeMessage.LoadAsync(received.OpenSource());
        var hops = message.Headers.Where(h => h.Field == "Received").Select(h => h.Value).ToList();
        Assert.Contains("by mail.console.example with ESMTP", hops[0], StringComparison.Ordinal);
        Assert.Contains($"by {PostfixRelay.Name} (Postfix)", hops[1], StringComparison.Ordinal);
        Assert.Equal(2, hops.Count);
    }

    [MailServersFact]
    public async Task Postfix_WrongKey_WaitsAndDoesNotBounce()
    {
        var wrong = string.Concat(bed.Key.AsSpan(0, 54), bed.Key[54] == 'a' ? "b" : "a");
        await using var relay = await PostfixRelay.StartAsync(PostfixParts(SmtpSecurity.StartTls, wrong), bed.AuthorityFile);
        await relay.HandInAsync(Message("deferred", Recipients), SubmissionBed.From, Recipients);

        await relay.LoggedAsync("status=deferred .*535 5.7.8 The user name or the API key is wrong");
        Assert.DoesNotContain("status=bounced", relay.Log, StringComparison.Ordinal);
    }

    private static void AssertContent(MailboxMessage received)
    {
        using var source = received.OpenSource();
        using var message = MimeMessage.Load(source);
        Assert.Equal("Grüße: 123456", message.TextBody?.Trim());
        Assert.Equal(Recipients, received.Recipients.Order(StringComparer.Ordinal));
    }

    private static string Message(string subject, string[] recipients) =>
        $"From: {SubmissionBed.From}\r\nTo: {string.Join(", ", recipients)}\r\nSubject: {subject}\r\nMessage-ID: <{Guid.NewGuid():N}@client.example>\r\n"
        + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGrüße: 123456\r\n";

    private IReadOnlyList<SmtpProgramPart> PostfixParts(SmtpSecurity security, string key) =>
        new SmtpPrograms(WayOf(security), SubmissionBed.Domain, key, SubmissionBed.From).All.Single(p => p.Name == "Postfix").Parts;

    private SmtpWay WayOf(SmtpSecurity security) => new(security, TestCertificates.ServerName, security switch
    {
        SmtpSecurity.Tls => bed.Ports.Tls!.Value,
        SmtpSecurity.StartTls => bed.Ports.StartTls!.Value,
        _ => bed.Ports.Development!.Value,
    });

    private Task<(int Code, string Output)> SendAsync(string client, SmtpSecurity security, string mechanism, string key, string subject)
    {
        var way = WayOf(security);
        string[] arguments =
        [
            way.Host, way.PortText, security.ToString(), mechanism, SubmissionBed.Domain, key, SubmissionBed.From, string.Join(',', Recipients), subject, bed.AuthorityFile,
        ];
        return client switch
        {
            "smtplib" => ClientProgram.RunAsync("python3", [ClientProgram.Script("send.py"), .. arguments]),
            "nodemailer" => ClientProgram.RunAsync("node", [ClientProgram.Script("send.js"), .. arguments]),
            "JavaMail" => ClientProgram.RunAsync(
                "java", ["-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8", "-cp", "/usr/share/java/javax.mail.jar:/usr/share/java/javax.activation.jar", ClientProgram.Script("Send.java"), .. arguments]),
            "swaks" => SwaksAsync(way, mechanism, key, subject),
            "msmtp" => MsmtpAsync(
                string.Create(CultureInfo.InvariantCulture, $"""
                    account default
                    host {way.Host}
                    port {way.Port}
                    tls {(security == SmtpSecurity.None ? "off" : "on")}
                    tls_starttls {(security == SmtpSecurity.StartTls ? "on" : "off")}
                    auth {mechanism.ToLowerInvariant()}
                    user {SubmissionBed.Domain}
                    password {key}
                    from {SubmissionBed.From}
                    """),
                Recipients,
                Message(subject, Recipients)),
            _ => ClientProgram.RunAsync(
                "curl",
                [
                    "-sS", "--crlf", security == SmtpSecurity.Tls ? $"smtps://{way.Host}:{way.PortText}" : $"smtp://{way.Host}:{way.PortText}",
                    .. security == SmtpSecurity.StartTls ? (string[])["--ssl-reqd"] : [],
                    "--login-options", $"AUTH={mechanism}", "--user", $"{SubmissionBed.Domain}:{key}", "--mail-from", SubmissionBed.From,
                    "--mail-rcpt", Recipients[0], "--mail-rcpt", Recipients[1], "--upload-file", "-",
                ],
                Message(subject, Recipients).ReplaceLineEndings("\n"),
                bed.AuthorityFile),
        };
    }

    private Task<(int Code, string Output)> SwaksAsync(SmtpWay way, string mechanism, string key, string subject) => ClientProgram.RunAsync(
        "swaks",
        [
            "--server", way.Host, "--port", way.PortText, "--silent", "2", "--auth", mechanism, "--auth-user", SubmissionBed.Domain, "--auth-password", key,
            "--from", SubmissionBed.From, "--to", string.Join(',', Recipients), "--data", "-",
            .. way.Security switch
            {
                SmtpSecurity.Tls => (string[])["--tls-on-connect", "--tls-verify", "--tls-ca-path", bed.AuthorityFile],
                SmtpSecurity.StartTls => ["--tls", "--tls-verify", "--tls-ca-path", bed.AuthorityFile],
                _ => [],
            },
        ],
        Message(subject, Recipients).ReplaceLineEndings("\n"));

    private Task<(int Code, string Output)> MsmtpAsync(string configuration, string[] recipients, string message)
    {
        var file = _files["msmtprc"];
        File.WriteAllText(file, $"{configuration}\ntls_trust_file {bed.AuthorityFile}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return ClientProgram.RunAsync("msmtp", ["-C", file, .. recipients], message.ReplaceLineEndings("\n"));
    }
}
