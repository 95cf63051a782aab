using System.Diagnostics.Metrics;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Telemetry;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery.Telemetry;

/// <summary>What the shared sender counts.</summary>
public sealed class DeliveryTelemetryTests : IDisposable
{
    private readonly SenderBed _bed = new();
    private readonly RecordedMetrics _metrics;

    public DeliveryTelemetryTests()
    {
        // Where no connections are opened, nobody has made the gauges yet
        _ = _bed.Get<DeliveryTelemetry>();
        _metrics = new RecordedMetrics(_bed.Get<IMeterFactory>());
        _bed.Settings = _bed.Settings with { AuthenticationType = EmailConsole.EmailProviders.AuthenticationType.None, Username = null };
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _bed.Dispose();
    }

    [Fact]
    public async Task SendAsync_Delivered_CountsTimeAndKeepsTheConnectionIdle()
    {
        await using var server = new ScriptedSmtpServer().Start();

        await _bed.Get<ISharedSender>().SendAsync(_bed.Provider(server.Port), _bed.Email, CancellationToken.None);

        Assert.Equal("outcome=delivered reply.class=2xx", Assert.Single(_metrics["emailconsole.delivery.duration"]).Key);
        var connections = _metrics.Observe("emailconsole.delivery.connections");
        Assert.Equal(1, connections["state=idle"] + connections["state=used"]);
        Assert.Equal(0, _metrics.Observe("emailconsole.delivery.waiting")[""]);
    }

    [Fact]
    public async Task SendAsync_NothingListens_CountsTheKindOfFailure()
    {
        await _bed.Get<ISharedSender>().SendAsync(_bed.Provider(FreePorts.Take(1)[0]), _bed.Email, CancellationToken.None);

        Assert.Equal(
            "blame=provider error.type=connection_refused outcome=failed reply.class=none", Assert.Single(_metrics["emailconsole.delivery.duration"]).Key);
    }

    [Theory]
    [InlineData(451, "4xx")]
    [InlineData(550, "5xx")]
    [InlineData(250, "2xx")]
    [InlineData(null, "none")]
    public void Of_Failure_NamesTheClassOfTheReply(int? code, string reply)
    {
        var failure = Emails.Failure(code, DeliveryStage.Content);

        Assert.Equal(["failed", reply, "refused"], Labels(new DeliveryOutcome.Failed(failure)));
        Assert.Equal(["unknown", reply, "refused"], Labels(new DeliveryOutcome.Unknown(failure with { Outcome = FailureOutcome.Unknown })));

        static IEnumerable<object?> Labels(DeliveryOutcome outcome) => DeliveryLabels.Of(outcome).Select(l => l.Value).Take(3);
    }
}
