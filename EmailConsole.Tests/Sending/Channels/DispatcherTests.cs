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
        var dispatcher = new Dispatcher(
            new FakeSender(_said), new FakeRecorder(), new SoleNode(TimeProvider.System), _spans, new ProviderFacts(Options.Create(new DeliveryOptions())), new NoPast(), NullLogger<Dispatcher>.Instance);
        var email = Emails.New().Content with { Envelope = [.. Enumerable.Range(0, recipients).Select(i => new MailboxAddress(null, $"r{i}@bar.example"))] };
        var dispatch = new Dispatch(Lanes.HeldEmailsTests.New() with { Email = email }, Provider, HasMore: false, Guid.Empty);

        var outcome = await dispatcher.RunAsync(
            dispatch,
            null!,
            _ =>
            {
                _said.Add("part");
                return Task.CompletedTask;
            },
            CancellationToken.None);

        Assert.IsType<DeliveryOutcome.Delivered>(outcome);
        Assert.Equal(expected, string.Join(", ", _said));
    }

    private sealed class FakeSender(List<string> said) : ISharedSender
    {
        public Task<DeliveryOutcome> SendAsync(
            ProviderInForce provider, OutgoingEmail email, Func<CancellationToken, ValueTask<bool>>? beforeDispatch, DeliveryProgress? progress, CancellationToken cancellationToken)
        {
            said.Add($"sent {email.Envelope!.Count}");
            return Task.FromResult(Emails.Delivered);
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
