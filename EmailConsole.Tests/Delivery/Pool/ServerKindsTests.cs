using EmailConsole.Delivery;
using EmailConsole.Delivery.Pool;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery.Pool;

/// <summary>Servers that offer what the well-known ones do, and servers with odd manners.</summary>
public sealed class ServerKindsTests : IDisposable
{
    private readonly SenderBed _bed = new();

    public ServerKindsTests()
    {
        _bed.Settings = _bed.Settings with { MaxConnections = 1, Encryption = SmtpEncryption.StartTlsRequired };
    }

    // Name, the reply to a message, the queue id in it, what EHLO offers, the commands of the third message
    public static TheoryData<string, string, string?, string[], string[]> Kinds => new()
    {
        {
            "Gmail",
            "250 2.0.0 OK  1700000000 a640c23a62f3a-a1b2c3.45 - gsmtp", "a640c23a62f3a-a1b2c3.45",
            ["SIZE 35882577", "8BITMIME", "AUTH LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH", "ENHANCEDSTATUSCODES", "PIPELINING", "CHUNKING", "SMTPUTF8"],
            ["MAIL", "RCPT", "BDAT"]
        },
        {
            "Exchange Online",
            "250 2.0.0 OK <1@foo.example> [Hostname=AM0PR01MB0001.eurprd01.prod.exchangelabs.com]", null,
            ["SIZE 157286400", "PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "AUTH LOGIN PLAIN XOAUTH2", "8BITMIME", "BINARYMIME", "CHUNKING", "SMTPUTF8"],
            ["MAIL", "RCPT", "BDAT"]
        },
        {
            "Exchange Server",
            "250 2.6.0 <1@foo.example> [InternalId=1234567, Hostname=HOST.prod] 8000 bytes in 0.1, 60 KB/sec Queued mail for delivery", "1234567",
            ["SIZE 37748736", "PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "AUTH NTLM LOGIN PLAIN", "8BITMIME", "BINARYMIME", "CHUNKING"],
            ["MAIL", "RCPT", "BDAT"]
        },
        {
            "Amazon SES",
            "250 Ok 0100018c1234abcd-12345678-1234-1234-1234-123456789abc-000000", "0100018c1234abcd-12345678-1234-1234-1234-123456789abc-000000",
            ["8BITMIME", "AUTH PLAIN LOGIN", "Ok"],
            ["MAIL", "RCPT", "DATA"]
        },
        {
            "Postfix",
            "250 2.0.0 Ok: queued as 4XyZ12abc", "4XyZ12abc",
            ["PIPELINING", "SIZE 10240000", "VRFY", "ETRN", "AUTH PLAIN LOGIN", "AUTH=PLAIN LOGIN", "ENHANCEDSTATUSCODES", "8BITMIME", "DSN", "SMTPUTF8", "CHUNKING"],
            ["MAIL", "RCPT", "BDAT"]
        },
        { "of the nineties", "250 Message accepted", null, ["AUTH=LOGIN"], ["MAIL", "RCPT", "DATA"] },
    };

    public void Dispose() => _bed.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task SendAsync_ServerOfAKind_GetsEachMessageAsItCan(
        string kind, string reply, string? queueId, string[] extensions, string[] expected)
    {
        using var certificate = _bed.Certificates.Issue(SenderBed.Host);
        await using var server = new ScriptedSmtpServer { Extensions = extensions, Certificate = certificate }.Reply("CONTENT", reply).Start();
        var provider = _bed.Provider(server.Port);

        await DeliverAsync(provider);
        await DeliverAsync(provider);
        var third = Assert.IsType<DeliveryOutcome.Delivered>(await SendAsync(provider));

        Assert.True(server.Messages.Count == 3, kind);
        Assert.Equal(queueId, third.QueueId);
        Assert.Equal(expected, server.Commands.Select(c => c[..4]).TakeLast(3));
        Assert.Single(server.Commands, c => c == "STARTTLS");
    }

    [Fact]
    public async Task SendAsync_FurtherConnectionsOverTls_AreVerifiedAndDeliver()
    {
        _bed.Settings = _bed.Settings with { MessagesPerConnection = 1 };
        using var certificate = _bed.Certificates.Issue(SenderBed.Host);
        await using var server = new ScriptedSmtpServer { Certificate = certificate }.Start();
        var provider = _bed.Provider(server.Port);

        for (var i = 0; i < 4; i++)
        {
            await DeliverAsync(provider);
        }

        // The same host, so that a session could go on, but a certificate for another name
        using var stranger = _bed.Certificates.Issue("other.example");
        await using var impostor = new ScriptedSmtpServer { Certificate = stranger }.Start();
        var outcome = await SendAsync(_bed.Provider(impostor.Port));

        Assert.Equal(4, server.Commands.Count(c => c == "STARTTLS"));
        Assert.Equal(DeliveryFailureKind.CertificateNameMismatch, outcome.Reason?.Kind);
    }

    [Fact]
    public async Task SendAsync_CapabilitiesVanishAfterStartTls_AreNotUsed()
    {
        using var certificate = _bed.Certificates.Issue(SenderBed.Host);
        await using var server = new ScriptedSmtpServer { Certificate = certificate };
        server.Script["EHLO"] = (session, _) => session.WriteAsync(session.IsEncrypted
            ? "250-scripted.example\r\n250 AUTH PLAIN\r\n"
            : "250-scripted.example\r\n250-PIPELINING\r\n250-CHUNKING\r\n250-SIZE 10\r\n250 STARTTLS\r\n");
        server.Start();
        var provider = _bed.Provider(server.Port);

        await DeliverAsync(provider);
        await DeliverAsync(provider);

        Assert.DoesNotContain(server.Commands, c => c.StartsWith("BDAT", StringComparison.Ordinal) || c.Contains("SIZE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SendAsync_RepliesOfAGroupInSinglePackets_AreAllRead()
    {
        await using var server = Modern();
        foreach (var verb in new[] { "MAIL", "RCPT", "CONTENT" })
        {
            server.Script[verb] = async (session, _) =>
            {
                foreach (var letter in "250-2.0.0 One\r\n250 2.0.0 Two\r\n")
                {
                    await session.WriteAsync(letter.ToString());
                }
            };
        }

        server.Start();
        var provider = Plain(server);

        await DeliverAsync(provider);
        await DeliverAsync(provider);

        Assert.Equal(2, server.Messages.Count);
    }

    [Fact]
    public async Task SendAsync_ReplyOfAMegabyte_IsRefusedAndNeverUsedAgain()
    {
        await using var server = Modern();
        server.Script["RCPT"] = (session, _) => session.WriteAsync("250 " + new string('x', 1_000_000) + "\r\n");
        server.Start();

        var outcome = await SendAsync(Plain(server));

        Assert.Equal(DeliveryFailureKind.ProtocolViolation, outcome.Reason?.Kind);
        Assert.False(outcome.Reason!.ConnectionSurvives);
        await server.ClosedAsync();
    }

    [Fact]
    public async Task SendAsync_RepliesEndInBareLf_AreUnderstood()
    {
        await using var server = Modern();
        server.Script["MAIL"] = (session, _) => session.WriteAsync("250 2.1.0 Ok\n");
        server.Start();

        await DeliverAsync(Plain(server));
    }

    [Fact]
    public async Task SendAsync_OneReplyTooMany_ClosesTheConnection()
    {
        await using var server = Modern();
        server.Script["CONTENT"] = (session, _) => session.WriteAsync("250 2.0.0 Ok: queued as 4XyZ12abc\r\n250 2.0.0 And again\r\n");
        server.Start();

        await DeliverAsync(Plain(server));
        await server.ClosedAsync();

        // The server may see the end before it is counted
        await Bound.UntilAsync(() => _bed.Get<ConnectionPools>().Sockets == 0);
    }

    [Fact]
    public async Task SendAsync_TakesTheChunkThoughNobodyGetsIt_ClosesTheConnection()
    {
        await using var server = Modern().Start();
        var provider = Plain(server);

        // The second waits for the probe after the first, which is to find a good server
        await DeliverAsync(provider);
        await DeliverAsync(provider);
        server.Reply("RCPT", "550 5.1.1 No such user");
        server.Script["BDAT"] = async (session, line) =>
        {
            await session.SkipAsync(line);
            await session.WriteLineAsync("250 2.0.0 Fine");
        };

        var outcome = await SendAsync(provider);

        Assert.Equal(DeliveryFailureKind.RecipientRefused, Assert.IsType<DeliveryOutcome.Failed>(outcome).Failure.Kind);
        await server.ClosedAsync();
    }

    [Fact]
    public async Task SendAsync_GoAheadThoughNobodyGetsIt_EndsTheContentAtOnce()
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["PIPELINING", "AUTH PLAIN"] }.Reply("RCPT", "550 5.1.1 No such user");
        server.Script["DATA"] = async (session, _) =>
        {
            await session.WriteLineAsync("354 Go ahead");
            Assert.Equal(".", await session.ReadLineAsync());
            await session.WriteLineAsync("554 5.5.1 No valid recipients");
        };
        server.Start();

        var outcome = await SendAsync(Plain(server));

        Assert.Equal(DeliveryFailureKind.RecipientRefused, Assert.IsType<DeliveryOutcome.Failed>(outcome).Failure.Kind);
        Assert.True(outcome.Reason!.ConnectionSurvives);
    }

    private static ScriptedSmtpServer Modern() => new() { Extensions = ["PIPELINING", "CHUNKING", "AUTH PLAIN"] };

    private ProviderInForce Plain(ScriptedSmtpServer server)
    {
        _bed.Settings = _bed.Settings with { Encryption = SmtpEncryption.None };
        return _bed.Provider(server.Port);
    }

    private Task<DeliveryOutcome> SendAsync(ProviderInForce provider) =>
        _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, CancellationToken.None);

    private async Task DeliverAsync(ProviderInForce provider)
    {
        var outcome = await SendAsync(provider);
        Assert.True(outcome is DeliveryOutcome.Delivered, outcome.Reason?.ToString());
    }
}
