using EmailConsole.Delivery;
using EmailConsole.Delivery.Pool;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Delivery.Pool;

/// <summary>A connection that stayed open fails while a message goes over it by BDAT, in one group or after the envelope.</summary>
public sealed class KeptConnectionFaultTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly SenderBed _bed;

    public KeptConnectionFaultTests()
    {
        _bed = new SenderBed { Clock = _clock };
        _bed.Settings = _bed.Settings with { MaxConnections = 1 };
        _bed.Configuration["Delivery:ContentTimeout"] = "00:00:30";
    }

    public static TheoryData<bool, DeliveryFailureKind> Faults => new()
    {
        { true, DeliveryFailureKind.ConnectionLost },
        { true, DeliveryFailureKind.TimedOut },
        { true, DeliveryFailureKind.Cancelled },
        { true, DeliveryFailureKind.ProtocolViolation },
        { false, DeliveryFailureKind.ConnectionLost },
        { false, DeliveryFailureKind.TimedOut },
        { false, DeliveryFailureKind.Cancelled },
        { false, DeliveryFailureKind.ProtocolViolation },
    };

    public void Dispose() => _bed.Dispose();

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task SendAsync_WholeMessageReadAndNoAnswer_IsUnknown(bool singleGroup, DeliveryFailureKind fault)
    {
        await using var server = Server(singleGroup);
        var provider = await KeepAsync(server);
        using var cancel = new CancellationTokenSource();
        _ = fault switch
        {
            DeliveryFailureKind.ConnectionLost => server.DropAt("CONTENT"),
            DeliveryFailureKind.ProtocolViolation => server.Reply("CONTENT", "354 Go on"),
            _ => server.FallSilentAt("CONTENT"),
        };

        var sending = SendAsync(provider, cancel.Token);
        if (fault == DeliveryFailureKind.Cancelled)
        {
            await server.Silent;
            await cancel.CancelAsync();
        }
        else if (fault == DeliveryFailureKind.TimedOut)
        {
            await server.Silent;
            await _bed.PassTimeAsync(sending);
        }

        var unknown = Assert.IsType<DeliveryOutcome.Unknown>(await sending);
        Assert.Equal((fault, false), (unknown.Failure.Kind, unknown.Failure.ConnectionSurvives));

        // In one group the earlier replies may be unread when the time is over
        Assert.True(
            unknown.Failure.Stage == DeliveryStage.Content || (singleGroup && fault is DeliveryFailureKind.Cancelled or DeliveryFailureKind.TimedOut),
            $"{unknown.Failure.Stage}");
        await AssertLeftAsync(server, messages: 3);
    }

    public static TheoryData<bool, string> Points => new()
    {
        { true, "MAIL" }, { true, "RCPT" }, { true, "BDAT" },
        { false, "MAIL" }, { false, "RCPT" }, { false, "BDAT" },
    };

    [Theory]
    [MemberData(nameof(Points))]
    public async Task SendAsync_CancelledAtEachPoint_LeavesNoConnectionBehind(bool singleGroup, string verb)
    {
        await using var server = Server(singleGroup);
        var provider = await KeepAsync(server);
        server.FallSilentAt(verb);
        using var cancel = new CancellationTokenSource();

        var sending = SendAsync(provider, cancel.Token);
        await server.Silent;
        await cancel.CancelAsync();
        var outcome = await sending;

        Assert.Equal(DeliveryFailureKind.Cancelled, outcome.Reason?.Kind);
        Assert.Equal(singleGroup || verb == "BDAT", outcome is DeliveryOutcome.Unknown);
        await AssertLeftAsync(server, messages: 2);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task SendAsync_DroppedAtEachPoint_IsUnknownOnceContentIsOnItsWay(bool singleGroup, string verb)
    {
        await using var server = Server(singleGroup);
        var provider = await KeepAsync(server);
        server.DropAt(verb);

        var outcome = await SendAsync(provider, CancellationToken.None);

        Assert.Equal(DeliveryFailureKind.ConnectionLost, outcome.Reason?.Kind);
        Assert.Equal(singleGroup || verb == "BDAT", outcome is DeliveryOutcome.Unknown);
        await AssertLeftAsync(server, messages: 2);
    }

    private ScriptedSmtpServer Server(bool singleGroup)
    {
        _bed.Configuration["Delivery:SingleGroup"] = singleGroup ? "true" : "false";
        return new ScriptedSmtpServer { Extensions = ["PIPELINING", "8BITMIME", "AUTH PLAIN", "CHUNKING"] }.Start();
    }

    /// <summary>Opens the connection and waits until it is proven.</summary>
    private async Task<ProviderInForce> KeepAsync(ScriptedSmtpServer server)
    {
        var provider = _bed.Provider(server.Port);
        for (var i = 0; i < 2; i++)
        {
            Assert.IsType<DeliveryOutcome.Delivered>(await SendAsync(provider, CancellationToken.None));
        }

        Assert.Equal("BDAT", server.Commands[^1][..4]);
        return provider;
    }

    private async Task AssertLeftAsync(ScriptedSmtpServer server, int messages)
    {
        await server.ClosedAsync();
        await Bound.UntilAsync(() => _bed.Get<ConnectionPools>().Sockets == 0);
        Assert.Single(server.Commands, c => c.StartsWith("AUTH", StringComparison.Ordinal));
        Assert.Equal(messages, server.Messages.Count);
    }

    private Task<DeliveryOutcome> SendAsync(ProviderInForce provider, CancellationToken cancellationToken) =>
        _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, cancellationToken);
}
