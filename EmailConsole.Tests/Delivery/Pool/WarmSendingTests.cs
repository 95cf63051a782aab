using EmailConsole.Delivery;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery.Pool;

/// <summary>Several messages over connections that stay open.</summary>
public sealed class WarmSendingTests : WarmBed
{
    private static readonly string[] _modern = ["PIPELINING", "SIZE 1000000", "8BITMIME", "AUTH PLAIN LOGIN", "CHUNKING"];

    [Fact]
    public async Task SendAsync_SecondMessage_UsesTheOpenConnection()
    {
        await using var server = new ScriptedSmtpServer().Start();
        var provider = Bed.Provider(server.Port);

        await DeliverAsync(provider);
        await DeliverAsync(provider);

        Assert.Equal(2, server.Messages.Count);
        Assert.Equal(["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "MAIL", "RCPT", "DATA"], Verbs(server));
        Assert.Equal(1, server.OpenConnections);
    }

    [Fact]
    public async Task SendAsync_ChunkingOffered_ProbesAfterTheFirstAndThenSendsOneGroup()
    {
        await using var server = new ScriptedSmtpServer { Extensions = _modern }.Start();
        var provider = Bed.Provider(server.Port);

        await DeliverAsync(provider);
        await DeliverAsync(provider);
        await DeliverAsync(provider);

        Assert.Equal(["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "BDAT", "EHLO", "MAIL", "RCPT", "BDAT", "MAIL", "RCPT", "BDAT"], Verbs(server));
        Assert.Equal("BDAT 6 LAST", server.Commands[5]);
        Assert.Equal(3, server.Messages.Count);
        Assert.Equal(Body(server.Messages[0]), Body(server.Messages[2]));
    }

    [Fact]
    public async Task SendAsync_ServerThatLeavesRefusedChunksUnread_GetsNoBdatEver()
    {
        await using var server = new ScriptedSmtpServer { Extensions = _modern }.Reply("BDAT", "502 5.5.1 Not implemented").Start();
        var provider = Bed.Provider(server.Port);

        await DeliverAsync(provider);
        await DeliverAsync(provider);
        await DeliverAsync(provider);

        Assert.Single(server.Commands, c => c.StartsWith("BDAT", StringComparison.Ordinal));
        Assert.Equal(3, server.Commands.Count(c => c == "DATA"));
        Assert.Equal(3, server.Messages.Count);
    }

    [Fact]
    public async Task SendAsync_ChunkingOff_SendsNoProbe()
    {
        Bed.Configuration["Delivery:Chunking"] = "false";
        await using var server = new ScriptedSmtpServer { Extensions = _modern }.Start();
        var provider = Bed.Provider(server.Port);

        await DeliverAsync(provider);
        await DeliverAsync(provider);

        Assert.DoesNotContain("BDAT", Verbs(server));
    }

    [Fact]
    public async Task SendAsync_SingleGroupOff_SendsBdatInAGroupOfItsOwn()
    {
        Bed.Configuration["Delivery:SingleGroup"] = "false";
        await using var server = new ScriptedSmtpServer { Extensions = _modern }.Start();
        var provider = Bed.Provider(server.Port);

        await DeliverAsync(provider);
        await DeliverAsync(provider);

        Assert.Equal(["MAIL", "RCPT", "BDAT"], Verbs(server)[^3..]);
    }

    [Fact]
    public async Task SendAsync_Refused_ResetsAndGoesOnWithTheConnection()
    {
        await using var server = new ScriptedSmtpServer().Reply("RCPT", "550 5.1.1 No such user").Start();
        var provider = Bed.Provider(server.Port);

        var outcome = await SendAsync(provider);
        server.Script.Remove("RCPT");
        await DeliverAsync(provider);

        Assert.True(outcome.Reason!.ConnectionSurvives);
        Assert.Equal(["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "RSET", "MAIL", "RCPT", "DATA"], Verbs(server));
    }

    [Fact]
    public async Task SendAsync_ServerSaid421Meanwhile_OpensANewConnection()
    {
        ScriptedSmtpSession? first = null;
        await using var server = new ScriptedSmtpServer();
        server.Script["MAIL"] = (session, line) =>
        {
            first ??= session;
            return session.BehaveAsync("MAIL", line);
        };
        server.Start();
        var provider = Bed.Provider(server.Port);

        await DeliverAsync(provider);
        await first!.WriteLineAsync("421 4.4.2 Idle too long");
        await DeliverAsync(provider);

        Assert.Equal(2, server.Messages.Count);
        Assert.Equal(2, Verbs(server).Count(v => v == "AUTH"));
    }

    [Fact]
    public async Task SendAsync_ServerLeftWhileTheMessageWaited_OpensANewConnectionAndAsksAgainBeforeMail()
    {
        await using var server = new ScriptedSmtpServer { Extensions = _modern };
        ScriptedSmtpSession? last = null;
        server.Script["CONNECT"] = (session, line) =>
        {
            last = session;
            return session.BehaveAsync("CONNECT", line);
        };
        server.Start();
        var provider = Bed.Provider(server.Port);
        await DeliverAsync(provider);
        var asked = 0;

        var outcome = await Bed.Get<ISharedSender>().SendAsync(
            provider,
            Bed.Email,
            async _ =>
            {
                if (asked++ == 0)
                {
                    last!.Drop();
                    await server.ClosedAsync();
                }

                return true;
            },
            progress: null,
            CancellationToken.None);

        Assert.IsType<DeliveryOutcome.Delivered>(outcome);
        // To connect may have taken long; and the content goes apart from the envelope
        Assert.Equal((3, 2, 2), (asked, server.Messages.Count, Verbs(server).Count(v => v == "AUTH")));
    }

    [Fact]
    public async Task SendAsync_NotWantedAnyMore_SendsNothingAndKeepsTheConnection()
    {
        await using var server = new ScriptedSmtpServer { Extensions = _modern }.Start();
        var provider = Bed.Provider(server.Port);
        await DeliverAsync(provider);

        var outcome = await Bed.Get<ISharedSender>().SendAsync(
            provider, Bed.Email, _ => ValueTask.FromResult(false), progress: null, CancellationToken.None);

        Assert.Equal(DeliveryFailureKind.Cancelled, Assert.IsType<DeliveryOutcome.Failed>(outcome).Failure.Kind);
        await DeliverAsync(provider);
        Assert.Equal((2, 1), (server.Messages.Count, Verbs(server).Count(v => v == "AUTH")));
    }
}
