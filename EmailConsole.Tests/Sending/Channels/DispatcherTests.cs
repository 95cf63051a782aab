using EmailConsole.Cluster;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Pool;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Telemetry;
using EmailConsole.Sending;
using EmailConsole.Sending.Channels;
using EmailConsole.Tests.Outbox;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MimeKit;

namespace EmailConsole.Tests.Sending.Channels;

public sealed class DispatcherTests : IDisposable
{
    private static readonly ProviderInForce Provider = new(
        ProviderOrigin.Tenant, Guid.NewGuid(), Guid.NewGuid(), new EmailProviderSettings { Preset = "google-workspace-relay" }, EmailProviderSecrets.None);

    private readonly List<string> _said = [];
    private readonly OutboxSpans _spans = new();

    public void Dispose() => _spans.Dispose();

    /// <summary>A server counts each transaction as a message of the minute.</summary>
    [Theory]
    [InlineData(100, "sent 100")]
    [InlineData(250, "sent 100, part, sent 100, part, sent 50")]
    public async Task RunAsync_MoreRecipientsThanATransactionTakes_WaitsForEachPartButTheFirst(int recipients, string expected)
    {
        var outcome = await RunAsync(new FakeSender(_said), recipients, null!);

        Assert.IsType<DeliveryOutcome.Delivered>(outcome);
        Assert.Equal(expected, string.Join(", ", _said));
    }

    /// <summary>Between the first word and the last a connection may be opened, and the message can be taken back meanwhile; decided once for all its parts.</summary>
    [Theory]
    [InlineData("none", "first, connected, last, sent 100, part, connected, sent 50")]
    [InlineData("first", "first, part")]
    [InlineData("last", "first, connected, last, part")]
    public async Task RunAsync_LaneLetsGo_IsOutAtTheLastWordAlone(string letsGoBefore, string expected)
    {
        var outcome = await RunAsync(new FakeSender(_said) { Asks = true }, 150, new FakeLane(_said, letsGoBefore));

        Assert.Equal(letsGoBefore == "none" ? null : DeliveryFailureKind.Cancelled, outcome.Reason?.Kind);
        Assert.Equal(expected, string.Join(", ", _said));
    }

    private Task<DeliveryOutcome> RunAsync(ISharedSender sender, int recipients, ISendingLane lane)
    {
        var node = new SoleNode(TimeProvider.System);
        var dispatcher = new Dispatcher(
            sender, new FakeRecorder(), node, _spans, new ProviderFacts(Options.Create(new DeliveryOptions())), new NoPast(), NullLogger<Dispatcher>.Instance);
        var email = Emails.New().Content with { Envelope = [.. Enumerable.Range(0, recipients).Select(i => new MailboxAddress(null, $"r{i}@bar.example"))] };
        return dispatcher.RunAsync(
            new Dispatch(Lanes.HeldEmailsTests.New() with { Email = email }, Provider, HasMore: false, node.Id),
            lane,
            _ =>
            {
                _said.Add("part");
                return Task.CompletedTask;
            },
            CancellationToken.None);
    }

    private sealed class FakeLane(List<string> said, string letsGoBefore) : ISendingLane
    {
        public Dispatch? TryTake(ProviderId asking) => throw new NotSupportedException();

        public bool MayStillSend(Dispatch dispatch, bool isLast)
        {
            said.Add(isLast ? "last" : "first");
            return said[^1] != letsGoBefore;
        }

        public void Recorded(RecordedEmail recorded) => throw new NotSupportedException();

        public void NotSent(Guid id) => throw new NotSupportedException();

        public void CannotRecord(Guid id) => throw new NotSupportedException();
    }

    private sealed class FakeSender(List<string> said) : ISharedSender
    {
        private static readonly DeliveryOutcome _cancelled = new DeliveryOutcome.Failed(Emails.Failure(null, DeliveryStage.Sender, DeliveryFailureKind.Cancelled));

        public bool Asks { get; init; }

        public async Task<DeliveryOutcome> SendAsync(
            ProviderInForce provider, OutgoingEmail email, Func<CancellationToken, ValueTask<bool>>? beforeDispatch, DeliveryProgress? progress, CancellationToken cancellationToken)
        {
            if (Asks)
            {
                if (!await beforeDispatch!(cancellationToken))
                {
                    return _cancelled;
                }

                said.Add("connected");
                if (!await beforeDispatch(cancellationToken))
                {
                    return _cancelled;
                }
            }

            said.Add($"sent {email.Envelope!.Count}");
            return Emails.Delivered;
        }

        public Task<DeliveryOutcome> SendOnceAsync(
            ProviderInForce provider, OutgoingEmail email, IDeliveryListener listener, CancellationToken cancellationToken) => throw new NotSupportedException();

        public CheckWay? FindCheck(EmailProviderSettings settings) => throw new NotSupportedException();

        public Task<CredentialCheck> CheckAsync(ProviderInForce provider, IDeliveryListener listener, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class FakeRecorder : IDeliveryRecorder
    {
        public bool IsStuck => false;

        public void Add(DeliveryReport report, ISendingLane lane) => throw new NotSupportedException();

        public ValueTask RoomAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
