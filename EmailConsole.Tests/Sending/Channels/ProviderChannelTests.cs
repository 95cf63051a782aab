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
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Sending.Channels;

/// <summary>A channel between lanes and a sender that do what a test says.</summary>
public sealed class ProviderChannelTests : IDisposable
{
    private const int Connections = 8;

    private static readonly ProviderInForce Provider = new(
        ProviderOrigin.SuperTenant, Guid.NewGuid(), Guid.NewGuid(), new EmailProviderSettings { MaxConnections = Connections }, EmailProviderSecrets.None);

    private readonly FakeTimeProvider _time = new();
    private readonly HeldSender _sender = new();
    private readonly FakeRecorder _recorder = new();
    private readonly OutboxSpans _spans = new();
    private readonly ProviderChannel _channel;

    public ProviderChannelTests()
    {
        var dispatcher = new Dispatcher(
            _sender, _recorder, new SoleNode(_time), _spans, new ProviderFacts(Options.Create(new DeliveryOptions())), new NoPast(), NullLogger<Dispatcher>.Instance);
        _channel = new ProviderChannel(
            Provider, new ChannelParts(dispatcher, _recorder, new SoleNode(_time), _time, null!, NullLogger<ProviderChannel>.Instance, CancellationToken.None));
    }

    public void Dispose()
    {
        _channel.Dispose();
        _spans.Dispose();
    }

    /// <summary>Until the first one has shown that the server works, it goes alone; then no time passes until the others go.</summary>
    [Fact]
    public async Task TryOffer_ManyTenantsWithAMessageEach_AllConnectionsAreUsedAfterTheFirst()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.True(_channel.TryOffer(new LaneOfOne()));
        }

        await Bound.UntilAsync(() => _sender.Sending == 1);
        _sender.EndOne();

        await Bound.UntilAsync(() => _sender.Sending == Connections, () => $"{_sender.Sending} at a time", most: TimeSpan.FromSeconds(10));
        for (var i = 1; i < 20; i++)
        {
            await Bound.UntilAsync(() => _sender.Sending > 0);
            Assert.InRange(_sender.Sending, 1, Connections);
            _sender.EndOne();
        }

        await Bound.UntilAsync(() => _recorder.Count == 20);
        Assert.Equal(0, _channel.State(0).Sending);
    }

    /// <summary>Mail has another way while it is silent, and none is sought because of what is over.</summary>
    [Fact]
    public async Task Standing_AMessageIsInFlight_IsSilentUntilItHasEnded()
    {
        _channel.TryOffer(new LaneOfOne());
        await Bound.UntilAsync(() => _sender.Sending == 1 && _channel.Standing.SilentSince is not null);

        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.False(_channel.Standing.IsUsable(TimeSpan.FromSeconds(2), _time));

        _sender.EndOne();
        await Bound.UntilAsync(() => _channel.Standing == ChannelStanding.Ready);
    }

    /// <summary>How long nobody sent anything is not how long the server says nothing.</summary>
    [Fact]
    public async Task Standing_TwoSetOutAtOnceAfterAnHour_IsNotSilentForAnHour()
    {
        _channel.TryOffer(new LaneOfOne());
        await Bound.UntilAsync(() => _sender.Sending == 1);
        _sender.EndOne();
        for (var i = 0; i < 50; i++)
        {
            await Bound.UntilAsync(() => _recorder.Count == 1 + (2 * i) && _channel.State(0).Sending == 0);
            _time.Advance(TimeSpan.FromHours(1));

            _channel.TryOffer(new LaneOfOne());
            _channel.TryOffer(new LaneOfOne());
            await Bound.UntilAsync(() => _sender.Sending > 0);

            Assert.True(_channel.Standing.IsUsable(TimeSpan.FromSeconds(2), _time), $"After {i}: {_channel.Standing}");
            _sender.EndOne();
            await Bound.UntilAsync(() => _sender.Sending > 0);
            _sender.EndOne();
        }
    }

    private sealed class LaneOfOne : ISendingLane
    {
        private ReadyEmail? _email = Lanes.HeldEmailsTests.New() with { Email = Emails.New().Content };

        public Dispatch? TryTake(ProviderId asking) =>
            Interlocked.Exchange(ref _email, null) is { } email ? new Dispatch(email, Provider, HasMore: false, Guid.Empty) : null;

        public bool MayStillSend(Dispatch dispatch, bool isLast) => true;

        public void Recorded(RecordedEmail recorded)
        {
        }

        public void NotSent(Guid id)
        {
        }

        public void CannotRecord(Guid id)
        {
        }
    }

    private sealed class HeldSender : ISharedSender
    {
        private readonly SemaphoreSlim _ends = new(0);
        private int _sending;

        public int Sending => Volatile.Read(ref _sending);

        public void EndOne()
        {
            Interlocked.Decrement(ref _sending);
            _ends.Release();
        }

        public async Task<DeliveryOutcome> SendAsync(
            ProviderInForce provider, OutgoingEmail email, Func<CancellationToken, ValueTask<bool>>? beforeDispatch, DeliveryProgress? progress, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _sending);
            await _ends.WaitAsync(cancellationToken);
            return Emails.Delivered;
        }

        public Task<DeliveryOutcome> SendOnceAsync(
            ProviderInForce provider, OutgoingEmail email, IDeliveryListener listener, CancellationToken cancellationToken) => throw new NotSupportedException();

        public CheckWay? FindCheck(EmailProviderSettings settings) => throw new NotSupportedException();

        public Task<CredentialCheck> CheckAsync(ProviderInForce provider, IDeliveryListener listener, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class FakeRecorder : IDeliveryRecorder
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public bool IsStuck => false;

        public void Add(DeliveryReport report, ISendingLane lane) => Interlocked.Increment(ref _count);

        public ValueTask RoomAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
