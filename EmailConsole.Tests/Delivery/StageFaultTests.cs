using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Delivery;

/// <summary>One fault at each point of the conversation.</summary>
public sealed class StageFaultTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly SenderBed _bed;

    public StageFaultTests()
    {
        _bed = new SenderBed { Clock = _clock };
        _bed.Settings = _bed.Settings with { Encryption = SmtpEncryption.StartTlsRequired };
    }

    public static TheoryData<string, DeliveryStage> Points => new()
    {
        { "CONNECT", DeliveryStage.Greeting },
        { "EHLO", DeliveryStage.Greeting },
        { "STARTTLS", DeliveryStage.Encrypt },
        { "AUTH", DeliveryStage.Authenticate },
        { "MAIL", DeliveryStage.Sender },
        { "RCPT", DeliveryStage.Recipient },
        { "DATA", DeliveryStage.Content },
        { "CONTENT", DeliveryStage.Content },
    };

    public void Dispose() => _bed.Dispose();

    [Theory]
    [MemberData(nameof(Points))]
    public async Task SendOnceAsync_ServerFallsSilent_EndsAtTheStagesLimit(string verb, DeliveryStage stage)
    {
        await using var server = Server().FallSilentAt(verb).Start();

        var sending = _bed.FailAsync(server);
        await server.Silent;
        await _bed.Listener.ReachedAsync(stage);
        _clock.Advance(verb == "CONTENT" ? TimeSpan.FromMinutes(9) : TimeSpan.FromSeconds(29));
        Assert.False(sending.IsCompleted);
        var failure = await _bed.PassTimeAsync(sending);

        Assert.Equal((DeliveryFailureKind.TimedOut, stage, true), (failure.Kind, failure.Stage, !failure.IsLasting));
        await server.ClosedAsync();
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task SendOnceAsync_ConnectionDropped_IsConnectionLost(string verb, DeliveryStage stage)
    {
        await using var server = Server().DropAt(verb).Start();

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.ConnectionLost, true), (failure.Kind, !failure.IsLasting));

        // A reset may overtake the news that the connection stands
        Assert.Contains(failure.Stage, verb == "CONNECT" ? [DeliveryStage.Connect, stage] : new[] { stage });
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task SendOnceAsync_ConnectionDropped_IsUnknownOnceTheContentIsHandedOver(string verb, DeliveryStage stage)
    {
        await using var server = Server().DropAt(verb).Start();

        var outcome = await _bed.SendAsync(server);

        Assert.Equal(stage == DeliveryStage.Content && verb == "CONTENT", outcome is DeliveryOutcome.Unknown);
        Assert.Equal(verb != "CONTENT", outcome is DeliveryOutcome.Failed);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task SendOnceAsync_Garbage_IsProtocolViolationWithTheServersWords(string verb, DeliveryStage stage)
    {
        await using var server = Server().Reply(verb, "SSH-2.0-OpenSSH_9.2").Start();

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.ProtocolViolation, stage, "SSH-2.0-OpenSSH_9.2"), (failure.Kind, failure.Stage, failure.ServerText));
        await server.ClosedAsync();
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task SendOnceAsync_TemporaryRefusal_IsRetryable(string verb, DeliveryStage stage)
    {
        await using var server = Server().Reply(verb, "451 4.3.0 Not now").Start();

        var failure = await _bed.FailAsync(server);

        Assert.Equal(
            (ExpectedRefusal(verb), stage, 451, "4.3.0", "451 4.3.0 Not now", true),
            (failure.Kind, failure.Stage, failure.ReplyCode, failure.EnhancedCode, failure.ServerText, !failure.IsLasting));
        await server.ClosedAsync();
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task SendOnceAsync_PermanentRefusal_IsNotRetryable(string verb, DeliveryStage stage)
    {
        await using var server = Server().Reply(verb, "550-5.7.1 Not you\r\n550 5.7.1 and not here").Start();

        var failure = await _bed.FailAsync(server);

        Assert.Equal(
            (ExpectedRefusal(verb), stage, 550, "5.7.1", "550 5.7.1 Not you and not here", false),
            (failure.Kind, failure.Stage, failure.ReplyCode, failure.EnhancedCode, failure.ServerText, !failure.IsLasting));
        Assert.Empty(verb == "CONTENT" ? [] : server.Messages);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task SendOnceAsync_Cancelled_EndsAtOnceAndClosesTheConnection(string verb, DeliveryStage stage)
    {
        await using var server = Server().FallSilentAt(verb).Start();
        using var cancel = new CancellationTokenSource();

        var sending = _bed.FailAsync(server, cancel.Token);
        await server.Silent;
        await _bed.Listener.ReachedAsync(stage);
        await cancel.CancelAsync();
        var failure = await sending;

        Assert.Equal((DeliveryFailureKind.Cancelled, stage), (failure.Kind, failure.Stage));
        await server.ClosedAsync();
    }

    [Fact]
    public async Task SendOnceAsync_CancelledBefore_ConnectsNowhere()
    {
        await using var server = Server().Start();

        var failure = await _bed.FailAsync(server, new CancellationToken(canceled: true));

        Assert.Equal((DeliveryFailureKind.Cancelled, DeliveryStage.Resolve), (failure.Kind, failure.Stage));
        Assert.Empty(server.Commands);
    }

    [Fact]
    public async Task SendOnceAsync_ReplyWithoutEnd_IsProtocolViolation()
    {
        await using var server = Server();
        server.Script["EHLO"] = async (session, _) =>
        {
            while (true)
            {
                await session.WriteLineAsync("250-MORE");
            }
        };
        server.Start();

        Assert.Equal(DeliveryFailureKind.ProtocolViolation, (await _bed.FailAsync(server)).Kind);
    }

    [Fact]
    public async Task SendOnceAsync_LineOfOneMegabyte_IsProtocolViolation()
    {
        await using var server = Server().Reply("CONNECT", "220 " + new string('x', 1_000_000)).Start();

        Assert.Equal(DeliveryFailureKind.ProtocolViolation, (await _bed.FailAsync(server)).Kind);
    }

    [Fact]
    public async Task SendOnceAsync_RepliesInSingleBytes_Delivers()
    {
        await using var server = Server();
        foreach (var (verb, reply) in new[] { ("CONNECT", "220-one\r\n220 two\r\n"), ("MAIL", "250 2.1.0 Ok\n"), ("CONTENT", "250 2.0.0 Ok: queued as A1\r\n") })
        {
            server.Script[verb] = async (session, _) =>
            {
                foreach (var c in reply)
                {
                    await session.WriteAsync(c.ToString());
                }
            };
        }

        server.Start();

        Assert.Equal("A1", (await _bed.DeliverAsync(server)).QueueId);
    }

    private static DeliveryFailureKind ExpectedRefusal(string verb) => verb switch
    {
        "AUTH" => DeliveryFailureKind.AuthenticationRefused,
        "RCPT" => DeliveryFailureKind.RecipientRefused,
        _ => DeliveryFailureKind.Refused,
    };

    private ScriptedSmtpServer Server() => new() { Certificate = _bed.Certificates.Issue(SenderBed.Host) };
}
