using System.Diagnostics.Metrics;
using System.Text;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Rest;
using EmailConsole.Submission;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.SmtpServing;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailConsole.Tests.Submission;

/// <summary>The door of a whole console, by a real client.</summary>
public sealed class SubmissionDoorTests(SubmissionBed bed) : IClassFixture<SubmissionBed>
{
    private const string Queued = "2.0.0 queued as ";

    [Theory]
    [InlineData(SecureSocketOptions.None)]
    [InlineData(SecureSocketOptions.StartTls)]
    [InlineData(SecureSocketOptions.SslOnConnect)]
    public async Task Send_SignedIn_IsDeliveredAsItWasWritten(SecureSocketOptions security)
    {
        var subject = $"Code by {security}";
        using var message = SubmissionBed.Compose(subject);
        using var client = await bed.SignInAsync(security);
        var answer = await client.SendAsync(message);

        Assert.StartsWith(Queued, answer, StringComparison.Ordinal);
        var text = Encoding.UTF8.GetString((await bed.ReceivedAsync(subject)).Source.Span);
        using var written = new MemoryStream();
        var format = MimeKit.FormatOptions.Default.Clone();
        format.NewLineFormat = MimeKit.NewLineFormat.Dos;
        await message.WriteToAsync(format, written);
        Assert.Contains("\tby mail.console.example with ESMTP", text, StringComparison.Ordinal);
        Assert.EndsWith(Encoding.UTF8.GetString(written.ToArray()), text, StringComparison.Ordinal);

        await using var db = await bed.Console.OpenDbAsync();
        // In the form of the API's answers and of webhooks
        var id = Guid.ParseExact(answer[Queued.Length..], "D");
        var stored = await db.Set<OutboxMessage>().SingleAsync(m => m.Id == id);
        Assert.Equal((EmailDoor.Smtp, message.MessageId), (stored.Door, stored.InternetMessageId));
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task SignIn_EveryFormOfTheName_IsTaken(string mechanism)
    {
        foreach (var name in (string[])[SubmissionBed.Domain, $"mail@{SubmissionBed.Domain}", SubmissionBed.From, "apikey", bed.Key, bed.Key[..11]])
        {
            using var client = await bed.ConnectAsync(SecureSocketOptions.StartTls);
            await client.AuthenticateAsync(mechanism == "PLAIN" ? new SaslMechanismPlain(name, bed.Key) : new SaslMechanismLogin(name, bed.Key));
            Assert.True(client.IsAuthenticated);
        }
    }

    [Fact]
    public async Task SignIn_WrongInAnyWay_IsRefusedInTheSameWords()
    {
        await bed.Console.AddTenantAsync("other.example");
        var now = TimeProvider.System.GetUtcNow();
        var wrong = new (string Name, string Key)[]
        {
            (SubmissionBed.Domain, "password"),
            (SubmissionBed.Domain, string.Concat(bed.Key.AsSpan(0, 54), bed.Key[54] == 'a' ? "b" : "a")),
            ("other.example", bed.Key),
            ("somebody@other.example", bed.Key),
            (await bed.CreateKeyAsync(SubmissionBed.Domain), bed.Key),
            (SubmissionBed.Domain, await bed.CreateKeyAsync(SubmissionBed.Domain, RestScopes.View)),
            (SubmissionBed.Domain, await bed.CreateKeyAsync(SubmissionBed.Domain, expiresAt: now.AddMinutes(-1))),
            ("", ""),
        };
        foreach (var (name, key) in wrong)
        {
            using var client = await bed.ConnectAsync(SecureSocketOptions.None);
            var refused = await Assert.ThrowsAsync<AuthenticationException>(() => client.AuthenticateAsync(new SaslMechanismLogin(name, key)));
            Assert.Contains("5.7.8 The user name or the API key is wrong", refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Whoever tries it is told no more than anybody; its administrator sees why.</summary>
    [Fact]
    public async Task SignIn_KeyThatIsNotForThat_IsCountedAtTheKey()
    {
        var key = await bed.CreateKeyAsync(SubmissionBed.Domain, RestScopes.View);
        using var client = await bed.ConnectAsync(SecureSocketOptions.None);
        await Assert.ThrowsAsync<AuthenticationException>(() => client.AuthenticateAsync(new SaslMechanismLogin(SubmissionBed.Domain, key)));

        var refusal = Assert.Single((await FindAsync(key)).Refusals);
        Assert.Equal(
            (RefusalCause.SignIn, "535 5.7.8", "535 5.7.8 The user name or the API key is wrong", "The key is not for sending."),
            (refusal.Cause, refusal.Code, refusal.LastReply, refusal.LastWhy));
    }

    [Theory]
    [InlineData("MAIL FROM:<codes@foo.example>", "530 5.7.0 Sign in first")]
    [InlineData("AUTH CRAM-MD5", "504 5.5.4 PLAIN and LOGIN are offered")]
    [InlineData("AUTH PLAIN not*base64", "501 5.5.2 That is no base64")]
    [InlineData("AUTH PLAIN =", "535 5.7.8 The user name or the API key is wrong")]
    [InlineData("STARTTLS", "502 5.5.1 No encryption is offered here")]
    [InlineData("RCPT TO:<a@bar.example>", "503 5.5.1 Not at this point")]
    public async Task Command_NotSignedIn_IsRefused(string command, string reply)
    {
        await using var client = await RawClient.GreetAsync(bed.Ports.Development!.Value);
        Assert.Equal(reply, await client.AskAsync(command));
    }

    [Theory]
    [InlineData("AUTH PLAIN AGEAYg==")]
    [InlineData("MAIL FROM:<codes@foo.example>")]
    public async Task Command_BeforeTls_IsRefused(string command)
    {
        await using var client = await RawClient.GreetAsync(bed.Ports.StartTls!.Value);
        Assert.Equal("530 5.7.0 Use STARTTLS first", await client.AskAsync(command));
    }

    [Fact]
    public async Task StartTls_WithMoreBehindIt_IsEnded()
    {
        await using var client = await RawClient.GreetAsync(bed.Ports.StartTls!.Value);
        await client.SendAsync("STARTTLS\r\nMAIL FROM:<evil@foo.example>\r\n");
        Assert.Equal("501 5.5.1 Nothing may follow STARTTLS before its answer", await client.ReadAsync());
        Assert.Equal("(closed)", await client.ReadAsync());
    }

    [Fact]
    public async Task Line_WithABareLineFeed_IsEnded()
    {
        await using var client = await RawClient.GreetAsync(bed.Ports.Development!.Value);
        await client.SendAsync("NOOP\n");
        Assert.Equal("500 5.5.2 A line ends with CR LF", await client.ReadAsync());
        Assert.Equal("(closed)", await client.ReadAsync());
    }

    [Theory]
    [InlineData("MAIL FROM:codes@foo.example", "501 5.1.7")]
    [InlineData("MAIL FROM:<codes@foo.example> BODY=BINARYMIME", "555 5.5.4")]
    [InlineData("MAIL FROM:<codes@foo.example> RET=FULL", "555 5.5.4")]
    [InlineData("MAIL FROM:<c\u00f6des@foo.example>", "553 5.6.7")]
    [InlineData("MAIL FROM:<codes@foo.example> SIZE=999999999", "552 5.3.4")]
    [InlineData("MAIL FROM: <codes@foo.example>", "250 2.1.0")]
    [InlineData("MAIL FROM:<> AUTH=<> BODY=8BITMIME SMTPUTF8 SIZE=10", "250 2.1.0")]
    public async Task Mail_ByItsParameters_IsTakenOrRefused(string command, string reply)
    {
        await using var client = await SignInRawAsync(bed.Key);
        Assert.StartsWith(reply, await client.AskAsync(command), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RCPT TO:<ada>", "501 5.1.3")]
    [InlineData("RCPT TO:<ada@localhost>", "554 5.1.2")]
    [InlineData("RCPT TO:<ada@[192.0.2.1]>", "501 5.1.3")]
    [InlineData("RCPT TO:<ada@b_r.example>", "501 5.1.3")]
    [InlineData("RCPT TO:<ada@-bar.example>", "501 5.1.3")]
    [InlineData("RCPT TO:<ada@xn--zzzzzz.example>", "501 5.1.3")]
    [InlineData("RCPT TO:<ada@bar.example> NOTIFY=NEVER", "555 5.5.4")]
    [InlineData("RCPT TO:ada@bar.example", "501 5.1.3")]
    [InlineData("DATA", "554 5.5.1")]
    public async Task Recipient_ByItsForm_IsRefused(string command, string reply)
    {
        await using var client = await SignInRawAsync(bed.Key);
        await client.AskAsync("MAIL FROM:<codes@foo.example>");
        Assert.StartsWith(reply, await client.AskAsync(command), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_FromSomebodyElse_IsRefusedByBothNamesAndCountedAtTheKey()
    {
        var key = await bed.CreateKeyAsync(SubmissionBed.Domain);
        using var client = await bed.SignInAsync(key: key);
        using var message = SubmissionBed.Compose("not mine", from: "root@printer.example");

        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() => client.SendAsync(message));

        Assert.Contains("root@printer.example", refused.Message, StringComparison.Ordinal);
        Assert.Contains(SubmissionBed.From, refused.Message, StringComparison.Ordinal);
        var refusal = Assert.Single((await FindAsync(key)).Refusals);
        Assert.Equal((RefusalCause.SenderNotAllowed, "550 5.7.1", 1L), (refusal.Cause, refusal.Code, refusal.Count));
    }

    /// <summary>Codes have several causes, and causes several codes: each is counted by itself, with the reply that was the last.</summary>
    [Fact]
    public async Task Refusals_OfSeveralCauses_AreCountedByCauseAndTheLastReplyIsKept()
    {
        var key = await bed.CreateKeyAsync(SubmissionBed.Domain);
        await using var client = await SignInRawAsync(key);
        await client.AskAsync("MAIL FROM:<codes@foo.example>");
        await client.AskAsync("RCPT TO:<ada@localhost>");
        await client.AskAsync("RCPT TO:<ada>");
        await client.AskAsync("HELP");
        await client.AskAsync("MAIL FROM:<codes@foo.example> SIZE=999999999");
        await client.AskAsync("RSET");
        await client.AskAsync("MAIL FROM:<codes@foo.example> SIZE=999999999");
        await client.AskAsync("RCPT TO:<ada@bar.example>");
        await client.AskAsync("MAIL FROM:<codes@foo.example>");
        await client.AskAsync("RCPT TO:<ada@bar.example>");
        await DataAsync(client, $"From: {SubmissionBed.From}\r\nSubject: 1\r\nSubject: 2\r\n\r\nHello\r\n");
        await client.AskAsync("MAIL FROM:<codes@foo.example>");
        await client.AskAsync("RCPT TO:<ada@bar.example>");
        await DataAsync(client, $"From: {SubmissionBed.From}\r\nX-EmailConsole-Priority: soon\r\n\r\nHello\r\n");
        await client.AskAsync("MAIL FROM:<codes@foo.example>");
        await client.AskAsync("RCPT TO:<ada@bar.example>");
        await DataAsync(client, $"DKIM-Signature: v=1; h=from:date; b=x\r\nFrom: {SubmissionBed.From}\r\n\r\nHello\r\n");

        var refusals = (await FindAsync(key)).Refusals;
        Assert.Equal(
            ((RefusalCause, string, long)[])
            [
                (RefusalCause.TooLarge, "552 5.3.4", 1L), (RefusalCause.Recipient, "501 5.1.3", 2L), (RefusalCause.Malformed, "554 5.6.0", 1L), (RefusalCause.Signature, "554 5.6.0", 1L),
                (RefusalCause.Extras, "554 5.6.0", 1L), (RefusalCause.Protocol, "503 5.5.1", 2L), (RefusalCause.Consequence, "503 5.5.1", 1L),
            ],
            refusals.Select(r => (r.Cause, r.Code, r.Count)).OrderBy(r => r.Cause));

        static async Task DataAsync(RawClient client, string message)
        {
            await client.AskAsync("DATA");
            await client.AskAsync($"{message}.");
        }
    }

    /// <summary>A client that says how large its message is need not send it to hear that it finds no room.</summary>
    [Fact]
    public async Task Mail_LargerThanTheQueueHasRoomFor_IsPutOffAtOnce()
    {
        const string Full = "full.example";
        await bed.Console.AddTenantAsync(Full);
        var key = await bed.CreateKeyAsync(Full);
        await using var client = await SignInRawAsync(key, Full);
        var options = bed.Console.Service<IOptions<OutboxOptions>>().Value;
        var tally = bed.Console.Service<OutboxTally>();
        await using var db = await bed.Console.OpenDbAsync();
        var tenant = (await db.Set<Tenant>().SingleAsync(t => t.Domain == Full)).Id;
        var taken = tally.Reserve(tenant, [options.QueueBytes - 1_000], options);

        Assert.StartsWith("452 4.3.1", await client.AskAsync("MAIL FROM:<> SIZE=2000"), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.AskAsync("MAIL FROM:<> SIZE=500"), StringComparison.Ordinal);
        tally.Release(tenant, taken);
    }

    /// <summary>Whoever looks for mail that did not arrive is no administrator, and must see that it was refused.</summary>
    [Fact]
    public async Task Message_Refused_IsSeenByOperatorsAndNobodyElse()
    {
        const string Refused = "refused.example";
        await bed.Console.AddTenantAsync(Refused);
        await bed.Console.AddTenantAsync("stranger.example");
        var operatorOf = await bed.Console.OpenSessionAsync(await bed.Console.AddPersonAsync(Refused, "operator", ActorRole.Operator));
        var stranger = await bed.Console.OpenSessionAsync(new ConsolePerson("admin@stranger.example", ConsolePeople.Password));
        var view = bed.Console.Service<ViewRefusals>();
        Assert.Empty((await view.ListAsync(operatorOf, Refused, CancellationToken.None))!);
        var key = await bed.CreateKeyAsync(Refused);
        await using var client = await SignInRawAsync(key, Refused);
        await client.AskAsync("MAIL FROM:<>");
        await client.AskAsync("RCPT TO:<ada@localhost>");

        var program = Assert.Single((await view.ListAsync(operatorOf, Refused, CancellationToken.None))!);
        Assert.Equal(($"key {key[..11]}", "554 5.1.2"), (program.Key, Assert.Single(program.Refusals).Code));
        Assert.Null(await view.ListAsync(stranger, Refused, CancellationToken.None));
        Assert.False(program.IsAcceptedSince);

        await using var db = await bed.Console.OpenDbAsync();
        var tenant = (await db.Set<Tenant>().SingleAsync(t => t.Domain == Refused)).Id;
        await bed.Console.Service<AcceptEmails>().AcceptAsync(
            tenant, [Emails.New() with { AcceptedBy = RestCaller.Key.WordsFor(program.Key) }], null, (_, _) => ReadOnlyMemory<byte>.Empty);
        Assert.True(Assert.Single((await view.ListAsync(operatorOf, Refused, CancellationToken.None))!).IsAcceptedSince);
    }

    [Fact]
    public async Task Message_SameBytesAgain_IsOneMessage()
    {
        using var client = await bed.SignInAsync();
        using var message = SubmissionBed.Compose("sent again");
        var first = await client.SendAsync(message);
        using var later = await bed.SignInAsync();

        Assert.Equal(first, await later.SendAsync(message));
    }

    [Fact]
    public async Task Key_RevokedInASession_EndsAtTheNextMail()
    {
        var key = await bed.CreateKeyAsync(SubmissionBed.Domain);
        await using var client = await SignInRawAsync(key);
        Assert.StartsWith("250", await client.AskAsync("MAIL FROM:<>"), StringComparison.Ordinal);
        await client.AskAsync("RSET");
        var row = await FindAsync(key);
        await bed.Console.Service<ManageApiKeys>().RevokeAsync(await AdministratorAsync(), SubmissionBed.Domain, row.Id, CancellationToken.None);

        Assert.StartsWith("550 5.7.1", await client.AskAsync("MAIL FROM:<>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_Replaced_IsUsedByTheNextConnectionAndABrokenOneIsNot()
    {
        using var next = bed.Issue();
        Assert.NotEqual(next.GetCertHashString(), await CertificateAsync());
        bed.Install(next);
        await Bound.UntilAsync(async () => await CertificateAsync() == next.GetCertHashString());

        await File.WriteAllTextAsync(bed.CertificateFile, "-----BEGIN CERTIFICATE-----\nbroken");
        await Bound.UntilAsync(() => bed.Console.Log.Any(l => l.Contains("the one before stays in force", StringComparison.Ordinal)));
        Assert.Equal(next.GetCertHashString(), await CertificateAsync());
        bed.Install(next);
    }

    /// <summary>A place that is given back is free for the next one.</summary>
    [Fact]
    public async Task SignIn_KeyHasAllItsConnections_IsToldSoUntilOneEnds()
    {
        var key = await bed.CreateKeyAsync(SubmissionBed.Domain);
        var (door, id) = (bed.Console.Service<SubmissionDoor>(), (await FindAsync(key)).Id);
        Assert.All(Enumerable.Range(0, 50), _ => Assert.True(door.TryEnter(id)));
        using (var refused = await bed.ConnectAsync(SecureSocketOptions.None))
        {
            var answer = await Assert.ThrowsAnyAsync<Exception>(() => refused.AuthenticateAsync(new SaslMechanismPlain(SubmissionBed.Domain, key)));
            Assert.Contains("4.7.0 Too many connections with this API key", answer.Message, StringComparison.Ordinal);
        }

        door.Leave(id);
        using (await bed.SignInAsync(key: key))
        {
            Assert.False(door.TryEnter(id));
        }

        await Bound.UntilAsync(() => door.TryEnter(id));
    }

    /// <summary>Who is turned away may never try again: whoever runs the console sees it in numbers and in the log.</summary>
    [Fact]
    public async Task Connection_MoreThanMayBe_IsCountedAndLogged()
    {
        using var metrics = new RecordedMetrics(bed.Console.Service<IMeterFactory>());
        var most = bed.Console.Service<IOptions<SubmissionOptions>>().Value.MaxConnectionsPerAddress;
        var clients = new List<RawClient>();
        while (clients.Count <= most)
        {
            clients.Add(await RawClient.ConnectAsync(bed.Ports.Development!.Value));
            var greeting = await clients[^1].ReadAsync();
            if (greeting.StartsWith("421 4.7.0", StringComparison.Ordinal))
            {
                break;
            }
        }

        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        await Bound.UntilAsync(() => bed.Console.Service<SubmissionState>().Connections == 0);
        Assert.True(metrics["emailconsole.submission.refused"]["cause=too_many_connections code=421 4.7.0"] >= 1);
        Assert.Contains(bed.Console.Log, l => l.StartsWith("Warning", StringComparison.Ordinal) && l.Contains("Submission:MaxConnectionsPerAddress", StringComparison.Ordinal));
    }

    /// <summary>A program that knows too old a TLS, or does not trust the certificate, says no more than that it cannot connect.</summary>
    [Fact]
    public async Task Tls_BrokenOff_IsInTheLogOfWhoeverLooks()
    {
        await using var client = await RawClient.ConnectAsync(bed.Ports.Tls!.Value);
        await client.SendAsync("EHLO client.example\r\n");
        Assert.Equal("(closed)", await client.ReadAsync());

        await Bound.UntilAsync(() => bed.Console.Log.Any(l => l.StartsWith("Debug", StringComparison.Ordinal)
            && l.Contains("127.0.0.1", StringComparison.Ordinal) && l.Contains("TLS", StringComparison.Ordinal)));
    }

    private async Task<string> CertificateAsync()
    {
        var seen = "";
        using var client = await bed.ConnectAsync(SecureSocketOptions.SslOnConnect, hash => seen = hash);
        return seen;
    }

    private Task<System.Security.Claims.ClaimsPrincipal> AdministratorAsync() =>
        bed.Console.OpenSessionAsync(new ConsolePerson($"admin@{SubmissionBed.Domain}", ConsolePeople.Password));

    private async Task<ApiKeyRow> FindAsync(string key) =>
        (await bed.Console.Service<ManageApiKeys>().ListAsync(await AdministratorAsync(), SubmissionBed.Domain, CancellationToken.None))!
            .Single(k => key.StartsWith(k.Prefix, StringComparison.Ordinal));

    private async Task<RawClient> SignInRawAsync(string key, string domain = SubmissionBed.Domain)
    {
        var client = await RawClient.GreetAsync(bed.Ports.Development!.Value);
        var plain = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{domain}\0{key}"));
        Assert.Equal("235 2.7.0 Signed in", await client.AskAsync($"AUTH PLAIN {plain}"));
        return client;
    }
}
