using System.Text;
using EmailConsole.Accounts.Components;
using EmailConsole.Tests.Servers;
using MimeKit;

namespace EmailConsole.Tests.Submission.Clients;

/// <summary>
/// Libraries by which platforms send that are not here themselves, set up by what the page shows for those: Symfony's mailer (Nextcloud),
/// Django (authentik); and Ruby's net/smtp (Rails). Each chooses the mechanism by itself or as it is set up by default.
/// </summary>
public sealed class PlatformLibraryTests(SubmissionBed bed) : IClassFixture<SubmissionBed>
{
    private static readonly string[] Recipients = ["ada@bar.example", "bob@baz.example"];

    [PlatformLibraryTheory]
    [InlineData("Symfony", SmtpSecurity.Tls)]
    [InlineData("Symfony", SmtpSecurity.StartTls)]
    [InlineData("Django", SmtpSecurity.Tls)]
    [InlineData("Django", SmtpSecurity.StartTls)]
    [InlineData("Ruby", SmtpSecurity.Tls)]
    [InlineData("Ruby", SmtpSecurity.StartTls)]
    public async Task Send_HtmlAndTextBeyondAscii_ArrivesAsItWasWritten(string library, SmtpSecurity security)
    {
        var subject = $"Grüße von {library} über {security}";
        var (code, output) = await SendAsync(library, security, bed.Key, SubmissionBed.From, subject);

        Assert.True(code == 0, output);
        var received = await bed.ReceivedAsync(subject);
        Assert.Equal(Recipients, received.Recipients.Order(StringComparer.Ordinal));
        using var message = await MimeMessage.LoadAsync(received.OpenSource());
        Assert.Equal("\"Größe & Co.\" <codes@foo.example>", message.From.ToString());
        Assert.Equal("Grüße: 123456", message.TextBody?.Trim());
        Assert.Equal("<p>Grüße: <b>123456</b></p>", message.HtmlBody?.Trim());

        var sent = output.ReplaceLineEndings("\r\n").TrimEnd();
        var source = WithoutWhatTheConsoleAdds(Encoding.UTF8.GetString(received.Source.Span)).TrimEnd();

        // Django writes text as 8bit, which is encoded on the way: the others' is not touched at all
        Assert.Equal(library == "Django" ? Header(sent) : sent, library == "Django" ? Header(source) : source);
    }

    [PlatformLibraryTheory]
    [InlineData("Symfony")]
    [InlineData("Django")]
    [InlineData("Ruby")]
    public async Task Send_WrongKey_FailsAndSaysSo(string library)
    {
        var wrong = string.Concat(bed.Key.AsSpan(0, 54), bed.Key[54] == 'a' ? "b" : "a");
        var (code, output) = await SendAsync(library, SmtpSecurity.StartTls, wrong, SubmissionBed.From, $"wrong-{library}");

        Assert.NotEqual(0, code);
        Assert.Contains("5.7.8 The user name or the API key is wrong", output, StringComparison.Ordinal);
    }

    [PlatformLibraryTheory]
    [InlineData("Symfony")]
    [InlineData("Django")]
    [InlineData("Ruby")]
    public async Task Send_FromOfAnother_FailsAndNamesBoth(string library)
    {
        var (code, output) = await SendAsync(library, SmtpSecurity.Tls, bed.Key, "root@other.example", $"from-{library}");

        Assert.NotEqual(0, code);
        Assert.Contains("5.7.1 From root@other.example may not send here: use the From Address of the email provider, codes@foo.example", output, StringComparison.Ordinal);
    }

    private static string Header(string source) => source[..source.IndexOf("\r\n\r\n", StringComparison.Ordinal)];

    /// <summary>They stand on top, and only they.</summary>
    private static string WithoutWhatTheConsoleAdds(string source)
    {
        var lines = source.Split("\r\n");
        Assert.Equal("Auto-Submitted: auto-generated", lines[0]);
        Assert.StartsWith("Received: from ", lines[1], StringComparison.Ordinal);
        return string.Join("\r\n", lines.Skip(2).SkipWhile(line => line.StartsWith('\t')));
    }

    private Task<(int Code, string Output)> SendAsync(string library, SmtpSecurity security, string key, string from, string subject)
    {
        var way = new SmtpWay(security, TestCertificates.ServerName, (security == SmtpSecurity.Tls ? bed.Ports.Tls : bed.Ports.StartTls)!.Value);
        var shown = new SmtpPrograms(way, SubmissionBed.Domain, key, from).All.ToDictionary(p => p.Name, p => p.Parts[0].Text);
        string[] rest = [string.Join(',', Recipients), subject, bed.AuthorityFile];
        return library switch
        {
            "Symfony" => ClientProgram.RunAsync("/usr/bin/php", [ClientProgram.Script("send.php"), shown["Nextcloud"], .. rest]),
            "Django" => ClientProgram.RunAsync("/usr/bin/python3", [ClientProgram.Script("send_django.py"), shown["authentik"], .. rest]),
            _ => ClientProgram.RunAsync(
                "/usr/bin/ruby", [ClientProgram.Script("send.rb"), way.Host, way.PortText, security.ToString(), SubmissionBed.Domain, key, from, .. rest]),
        };
    }
}
