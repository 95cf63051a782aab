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

    public static TheoryData<string, string[], string[]> Kinds => new()
    {
        {
            "Gmail",
            ["SIZE 35882577", "8BITMIME", "AUTH LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH", "ENHANCEDSTATUSCODES", "PIPELINING", "CHUNKING", "SMTPUTF8"],
            ["MAIL", "RCPT", "BDAT"]
        },
        {
            "Exchange Online",
            ["SIZE 157286400", "PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "AUTH LOGIN PLAIN XOAUTH2", "8BITMIME", "BINARYMIME", "CHUNKING", "SMTPUTF8"],
            ["MAIL", "RCPT", "BDAT"]
        },
        { "Amazon SES", ["8BITMIME", "AUTH PLAIN LOGIN", "Ok"], ["MAIL", "RCPT", "DATA"] },
        {
            "Postfix",
            ["PIPELINING", "SIZE 10240000", "VRFY", "ETRN", "AUTH PLAIN LOGIN", "AUTH=PLAIN LOGIN", "ENHANCEDSTATUSCODES", "8BITMIME", "DSN", "SMTPUTF8", "CHUNKING"],
            ["MAIL", "RCPT", "BDAT"]
        },
        { "of the nineties", ["AUTH=LOGIN"], ["MAIL", "RCPT", "DATA"] },
    };

    public void Dispose() => _bed.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task SendAsync_ServerOfAKind_GetsEachMessageAsItCan(string kind, string[] extensions, string[] expected)
    {
        using var certificate = _bed.Certificates.Issue(SenderBed.Host);
        await using var server = new ScriptedSmtpServer { Extensions = extensions, Certificate = certificate }.Start();
        var provider = _bed.Provider(server.Port);

        await DeliverAsync(provider);
        await DeliverAsync(provider);
        await DeliverAsync(provider);

        Assert.True(server.Messages.Count == 3, kind);
        Assert.Equal(expected, server.Commands.Select(c => c[..4]).TakeLast(3));
        Assert.Single(server.Commands, c => c == "STARTTLS");
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

        Assert.Equal(0, _bed.Get<ConnectionPools>().Sockets);
    }

    [Fact]
    public async Task SendAsync_TakesTheChunkThoughNobodyGetsIt_ClosesTheConnection()
    {
        await using var server = Modern().Start();
        var provider = Plain(server);
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
