using EmailConsole.Delivery;
using EmailConsole.Delivery.Pool;
using EmailConsole.Delivery.Tokens;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Delivery.Pool;

/// <summary>Several messages over connections that stay open.</summary>
public sealed class WarmSendingTests : IDisposable
{
    private static readonly string[] _modern = ["PIPELINING", "SIZE 1000000", "8BITMIME", "AUTH PLAIN LOGIN", "CHUNKING"];

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly SenderBed _bed;

    public WarmSendingTests()
    {
        _bed = new SenderBed { Clock = _clock };

        // The next message waits for whatever the connection does between two
        _bed.Settings = _bed.Settings with { MaxConnections = 1 };
        _bed.Email = _bed.Email with { Html = null };
    }

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task SendAsync_SecondMessage_UsesTheOpenConnection()
    {
        await using var server = new ScriptedSmtpServer().Start();
        var provider = _bed.Provider(server.Port);

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
        var provider = _bed.Provider(server.Port);

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
        var provider = _bed.Provider(server.Port);

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
        _bed.Configuration["Delivery:Chunking"] = "false";
        await using var server = new ScriptedSmtpServer { Extensions = _modern }.Start();
        var provider = _bed.Provider(server.Port);

        await DeliverAsync(provider);
        await DeliverAsync(provider);

        Assert.DoesNotContain("BDAT", Verbs(server));
    }

    [Fact]
    public async Task SendAsync_SingleGroupOff_SendsBdatInAGroupOfItsOwn()
    {
        _bed.Configuration["Delivery:SingleGroup"] = "false";
        await using var server = new ScriptedSmtpServer { Extensions = _modern }.Start();
        var provider = _bed.Provider(server.Port);

        await DeliverAsync(provider);
        await DeliverAsync(provider);

        Assert.Equal(["MAIL", "RCPT", "BDAT"], Verbs(server)[^3..]);
    }

    [Fact]
    public async Task SendAsync_Refused_ResetsAndGoesOnWithTheConnection()
    {
        await using var server = new ScriptedSmtpServer().Reply("RCPT", "550 5.1.1 No such user").Start();
        var provider = _bed.Provider(server.Port);

        var outcome = await SendAsync(provider);
        server.Script.Remove("RCPT");
        await DeliverAsync(provider);

        Assert.True(outcome.Reason!.ConnectionSurvives);
        Assert.Equal(["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "RSET", "MAIL", "RCPT", "DATA"], Verbs(server));
    }

    [Theory]
    [InlineData("host")]
    [InlineData("password")]
    public async Task SendAsync_SettingsChanged_NeverUsesTheOldConnection(string what)
    {
        await using var server = new ScriptedSmtpServer().Start();
        var provider = _bed.Provider(server.Port);
        _bed.Resolver.Names["other.example"] = _bed.Resolver.Names[SenderBed.Host];

        await DeliverAsync(provider);
        await DeliverAsync(what == "host"
            ? provider with { Settings = provider.Settings with { Host = "other.example" } }
            : provider with { Secrets = new EmailProviderSecrets("another one", null) });

        Assert.Equal(2, Verbs(server).Count(v => v == "AUTH"));
        await UntilAsync(() => server.OpenConnections == 1);
        Assert.Contains("QUIT", Verbs(server));
    }

    [Fact]
    public async Task SendAsync_TokenChanged_SignsInAgain()
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["PIPELINING", "AUTH XOAUTH2"] }.Start();
        _bed.Settings = _bed.Settings with { AuthenticationType = AuthenticationType.ClientCredential };
        var provider = _bed.Provider(server.Port);

        await DeliverAsync(provider);
        await DeliverAsync(provider);
        _bed.Token = SenderBed.NewToken("another");
        await DeliverAsync(provider);

        Assert.Equal(2, Verbs(server).Count(v => v == "AUTH"));
    }

    [Fact]
    public async Task SendAsync_KeptTokenRefused_TriesOnceMoreWithANewOne()
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["PIPELINING", "AUTH XOAUTH2"] };
        server.Script["AUTH"] = (session, _) => session.WriteLineAsync(
            server.Commands.Count(c => c.StartsWith("AUTH", StringComparison.Ordinal)) == 1 ? "535 5.7.3 Expired" : "235 2.7.0 Ok");
        server.Start();
        _bed.Settings = _bed.Settings with { AuthenticationType = AuthenticationType.ClientCredential };
        _bed.Token = SenderBed.NewToken("kept") with { IsKept = true };
        _bed.Replacement = SenderBed.NewToken("renewed");

        await DeliverAsync(_bed.Provider(server.Port));

        Assert.Equal(2, Verbs(server).Count(v => v == "AUTH"));
    }

    [Theory]
    [InlineData("535 5.7.3 No", DeliveryFailureKind.AuthenticationRefused, 1)]
    [InlineData("500 5.5.2 Unknown", DeliveryFailureKind.AuthenticationNotOffered, 0)]
    [InlineData("502 5.5.1 Not implemented", DeliveryFailureKind.AuthenticationNotOffered, 0)]
    [InlineData("504 5.5.4 Not this mechanism", DeliveryFailureKind.AuthenticationNotOffered, 0)]
    public async Task SendAsync_KeptTokenOfNoUse_AsksForANewOneOnlyWhereItWasRefused(string reply, DeliveryFailureKind kind, int asked)
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["PIPELINING", "AUTH XOAUTH2"] }.Reply("AUTH", reply).Start();
        _bed.Settings = _bed.Settings with { AuthenticationType = AuthenticationType.ClientCredential };
        _bed.Token = SenderBed.NewToken("kept") with { IsKept = true };

        // As an issuer that has no other yet
        _bed.Replacement = new AccessTokenResult.Failed(DeliveryFailureKind.TokenUnavailable, null, true);

        var outcome = await SendAsync(_bed.Provider(server.Port));

        Assert.Equal((kind, asked), (outcome.Reason?.Kind, _bed.Replacements));
        Assert.Single(Verbs(server), v => v == "AUTH");
        Assert.Equal(0, _bed.Get<ConnectionPools>().Sockets);
    }

    [Fact]
    public async Task SendAsync_NewTokenRefused_IsNotTriedAgain()
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["PIPELINING", "AUTH XOAUTH2"] }.Reply("AUTH", "535 5.7.3 No").Start();
        _bed.Settings = _bed.Settings with { AuthenticationType = AuthenticationType.ClientCredential };

        var outcome = await SendAsync(_bed.Provider(server.Port));

        Assert.Equal(DeliveryFailureKind.AuthenticationRefused, outcome.Reason?.Kind);
        Assert.Single(Verbs(server), v => v == "AUTH");
        Assert.Equal(0, _bed.Get<ConnectionPools>().Sockets);
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
        var provider = _bed.Provider(server.Port);

        await DeliverAsync(provider);
        await first!.WriteLineAsync("421 4.4.2 Idle too long");
        await DeliverAsync(provider);

        Assert.Equal(2, server.Messages.Count);
        Assert.Equal(2, Verbs(server).Count(v => v == "AUTH"));
    }

    [Fact]
    public async Task SendAsync_ServerLeftWhileTheMessageWaited_OpensANewConnectionAndAsksNobodyAgain()
    {
        await using var server = new ScriptedSmtpServer { Extensions = _modern };
        ScriptedSmtpSession? last = null;
        server.Script["CONNECT"] = (session, line) =>
        {
            last = session;
            return session.BehaveAsync("CONNECT", line);
        };
        server.Start();
        var provider = _bed.Provider(server.Port);
        await DeliverAsync(provider);
        var asked = 0;

        var outcome = await _bed.Get<ISharedSender>().SendAsync(
            provider,
            _bed.Email,
            async _ =>
            {
                asked++;
                last!.Drop();
                await server.ClosedAsync();
                return true;
            },
            CancellationToken.None);

        Assert.IsType<DeliveryOutcome.Delivered>(outcome);
        Assert.Equal((1, 2, 2), (asked, server.Messages.Count, Verbs(server).Count(v => v == "AUTH")));
    }

    [Fact]
    public async Task SendAsync_NotWantedAnyMore_SendsNothingAndKeepsTheConnection()
    {
        await using var server = new ScriptedSmtpServer { Extensions = _modern }.Start();
        var provider = _bed.Provider(server.Port);
        await DeliverAsync(provider);

        var outcome = await _bed.Get<ISharedSender>().SendAsync(
            provider, _bed.Email, _ => ValueTask.FromResult(false), CancellationToken.None);

        Assert.Equal(DeliveryFailureKind.Cancelled, Assert.IsType<DeliveryOutcome.Failed>(outcome).Failure.Kind);
        await DeliverAsync(provider);
        Assert.Equal((2, 1), (server.Messages.Count, Verbs(server).Count(v => v == "AUTH")));
    }

    [Fact]
    public async Task SendAsync_NobodySendsForAWhile_ClosesWithQuit()
    {
        await using var server = new ScriptedSmtpServer().Start();

        await DeliverAsync(_bed.Provider(server.Port));
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, server.OpenConnections);
        _clock.Advance(TimeSpan.FromSeconds(6));
        await server.ClosedAsync();

        Assert.Equal("QUIT", Verbs(server)[^1]);
        await UntilAsync(() => _bed.Get<ConnectionPools>().Sockets == 0);
    }

    [Fact]
    public async Task SendAsync_MessagesPerConnectionReached_OpensANewOne()
    {
        await using var server = new ScriptedSmtpServer().Start();
        _bed.Settings = _bed.Settings with { MessagesPerConnection = 2 };
        var provider = _bed.Provider(server.Port);

        for (var i = 0; i < 5; i++)
        {
            await DeliverAsync(provider);
        }

        Assert.Equal(3, Verbs(server).Count(v => v == "AUTH"));
    }

    [Fact]
    public async Task SendAsync_ConnectionTooOld_OpensANewOne()
    {
        _bed.Configuration["Delivery:MaxConnectionAge"] = "00:00:10";
        await using var server = new ScriptedSmtpServer().Start();
        var provider = _bed.Provider(server.Port);

        await DeliverAsync(provider);
        _clock.Advance(TimeSpan.FromSeconds(11));
        await DeliverAsync(provider);

        Assert.Equal(2, Verbs(server).Count(v => v == "AUTH"));
    }

    [Fact]
    public async Task SendAsync_ManyAtOnce_StaysWithinMaxConnections()
    {
        var most = 0;
        await using var server = new ScriptedSmtpServer();
        server.Script["MAIL"] = (session, line) =>
        {
            InterlockedMax(ref most, server.OpenConnections);
            return session.BehaveAsync("MAIL", line);
        };
        server.Start();
        _bed.Settings = _bed.Settings with { MaxConnections = 3 };
        var provider = _bed.Provider(server.Port);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => SendAsync(provider)));

        Assert.All(outcomes, o => Assert.IsType<DeliveryOutcome.Delivered>(o));
        Assert.InRange(most, 1, 3);
        Assert.Equal(60, server.Messages.Count);
    }

    [Fact]
    public async Task SendAsync_MessagesPerMinuteReached_WaitsForTheMinute()
    {
        await using var server = new ScriptedSmtpServer().Start();
        _bed.Settings = _bed.Settings with { MessagesPerMinute = 2 };
        var provider = _bed.Provider(server.Port);

        await DeliverAsync(provider);
        await DeliverAsync(provider);
        var third = SendAsync(provider);
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(third.IsCompleted);
        Assert.Equal(2, server.Messages.Count);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.IsType<DeliveryOutcome.Delivered>(await third);
    }

    [Fact]
    public async Task SendAsync_CancelledAtEachPoint_LeavesNoConnectionBehind()
    {
        foreach (var verb in new[] { "CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "CONTENT" })
        {
            await using var server = new ScriptedSmtpServer().FallSilentAt(verb).Start();
            using var cancel = new CancellationTokenSource();
            var sending = _bed.Get<ISharedSender>().SendAsync(_bed.Provider(server.Port), _bed.Email, cancel.Token);
            await server.Silent;
            await cancel.CancelAsync();

            var outcome = await sending;

            Assert.Equal(DeliveryFailureKind.Cancelled, outcome.Reason?.Kind);
            await server.ClosedAsync();
            await UntilAsync(() => _bed.Get<ConnectionPools>().Sockets == 0);
        }
    }

    [Fact]
    public async Task SendAsync_CancelledWhileWaitingForItsTurn_LeavesTheQueue()
    {
        await using var server = new ScriptedSmtpServer().FallSilentAt("MAIL").Start();
        _bed.Settings = _bed.Settings with { MaxConnections = 1 };
        var provider = _bed.Provider(server.Port);
        using var cancelFirst = new CancellationTokenSource();
        using var cancelSecond = new CancellationTokenSource();

        var first = _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, cancelFirst.Token);
        await server.Silent;
        var second = _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, cancelSecond.Token);
        await cancelSecond.CancelAsync();

        Assert.Equal((DeliveryFailureKind.Cancelled, DeliveryStage.Connect), ((await second).Reason!.Kind, (await second).Reason!.Stage));
        await cancelFirst.CancelAsync();
        await first;
        await server.ClosedAsync();
    }

    private static string[] Verbs(ScriptedSmtpServer server) =>
        [.. server.Commands.Where(c => c.Split(' ', ':')[0] is var v && v.Length == 4 && v.All(char.IsAsciiLetterUpper)).Select(c => c[..4])];

    private static string Body(string message) => message[message.IndexOf("\r\n\r\n", StringComparison.Ordinal)..];

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var bound = new CancellationTokenSource(Bound.Wait);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            await poll.WaitForNextTickAsync(bound.Token);
        }
    }

    private Task<DeliveryOutcome> SendAsync(ProviderInForce provider) =>
        _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, CancellationToken.None);

    private async Task DeliverAsync(ProviderInForce provider)
    {
        var outcome = await SendAsync(provider);
        Assert.True(outcome is DeliveryOutcome.Delivered, outcome.Reason?.ToString());
    }
}
