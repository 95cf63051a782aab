using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Sending;
using EmailConsole.Sending.Lanes;
using EmailConsole.Tests.Sending.Recording;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Sending.Lanes;

/// <summary>A lane rests after a fault: whatever rings meanwhile, it goes on afterwards.</summary>
public sealed class LaneRestTests : IDisposable
{
    private static readonly ProviderInForce Provider = new(
        ProviderOrigin.Tenant, Guid.NewGuid(), Guid.NewGuid(), new EmailProviderSettings(), EmailProviderSecrets.None);

    private readonly CountedTime _time = new();
    private readonly FakeUnavailableOutbox _outbox = new();
    private readonly FakeProviders _providers = new();
    private readonly FakeChannel _channel = new();
    private readonly Lane _lane;

    public LaneRestTests() => _lane = new Lane(
        Provider.OwnerTenantId,
        Guid.Empty,
        new LaneParts(_outbox, _providers, _channel, new LaneMemory(), new WithdrawnEmails(), static _ => { }, _ => TimeSpan.FromSeconds(2), _time, NullLogger<Lane>.Instance),
        _ => { });

    public void Dispose() => _lane.Dispose();

    [Fact]
    public async Task Read_FailsAndSomethingFallsDueBeforeItsRestIsOver_IsReadAgain()
    {
        _outbox.ReadFault = new OutboxUnavailableException("database is locked");
        _lane.Start();
        await Bound.UntilAsync(() => _time.Timers == 1);
        FallsDue(TimeSpan.FromMilliseconds(500));

        _outbox.ReadFault = null;

        await PassAsync(() => !_lane.HasDueWork);
    }

    [Fact]
    public async Task FindProvider_FailsAndSomethingFallsDueBeforeItsRestIsOver_IsFoundAgain()
    {
        _lane.Start();
        await Bound.UntilAsync(() => !_lane.HasDueWork);
        _providers.Fault = new InvalidOperationException("database is locked");
        _lane.Accept([HeldEmailsTests.New()]);
        await Bound.UntilAsync(() => _time.Timers == 1);
        FallsDue(TimeSpan.FromMilliseconds(500));

        _providers.Fault = null;

        await PassAsync(() => _channel.IsOffered);
    }

    [Fact]
    public async Task Resume_BeforeItsRestIsOver_IsReadAgain()
    {
        _outbox.ReadFault = new OutboxUnavailableException("database is locked");
        _lane.Start();
        await Bound.UntilAsync(() => _time.Timers == 1);
        _lane.Stop();
        _outbox.ReadFault = null;

        _lane.Resume(Guid.Empty);

        await PassAsync(() => !_lane.HasDueWork);
    }

    // A message that was in flight comes back for another try
    private void FallsDue(TimeSpan soon)
    {
        var email = HeldEmailsTests.New().Waiting;
        _lane.Recorded(new RecordedEmail(email.Id, EmailState.Retrying, email with { DueAt = _time.GetUtcNow() + soon }));
    }

    private Task PassAsync(Func<bool> condition) => Bound.UntilAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return condition();
        },
        most: TimeSpan.FromSeconds(10));

    private sealed class CountedTime : FakeTimeProvider
    {
        private int _timers;

        public int Timers => Volatile.Read(ref _timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _timers);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    private sealed class FakeProviders : IEffectiveProvider
    {
        public Exception? Fault { get; set; }

        public Task<ProviderResolution> ResolveAsync(Guid tenantId, CancellationToken cancellationToken) =>
            Fault is { } fault ? throw fault : Task.FromResult<ProviderResolution>(new ProviderResolution.InForce(Provider));
    }

    private sealed class FakeChannel : ISendingChannel, IChannelActivation
    {
        public bool IsOffered { get; private set; }

        public DeliveryFailure? LastFailure => null;

        public Task<ISendingChannel?> OpenAsync(ProviderInForce provider, int place, CancellationToken cancellationToken) => Task.FromResult<ISendingChannel?>(this);

        public bool TryOffer(ISendingLane lane) => IsOffered = true;
    }
}
