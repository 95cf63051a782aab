using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Sending;
using EmailConsole.Sending.Lanes;
using EmailConsole.Tests.Sending.Recording;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmailConsole.Tests.Sending.Lanes;

/// <summary>A lane between a channel and a store that give what a test says.</summary>
public sealed class LaneTests : IDisposable
{
    private static readonly ProviderInForce Provider = new(
        ProviderOrigin.Tenant, Guid.NewGuid(), Guid.NewGuid(), new EmailProviderSettings(), EmailProviderSecrets.None);

    private readonly FakeProviders _providers = new();
    private readonly FakeChannel _channel = new();
    private readonly FakeUnavailableOutbox _outbox = new();
    private readonly WithdrawnEmails _withdrawn = new();
    private readonly Lane _lane;
    private int _drained;

    public LaneTests() => _lane = new Lane(
        Provider.OwnerTenantId,
        Guid.Empty,
        new LaneParts(
            _outbox, _providers, _channel, new LaneMemory(), _withdrawn, static _ => { }, _ => TimeSpan.FromSeconds(2), TimeProvider.System, NullLogger<Lane>.Instance),
        _ => Interlocked.Increment(ref _drained));

    public void Dispose() => _lane.Dispose();

    [Fact]
    public async Task Accept_FirstMessage_IsOfferedToTheChannelAndTakenByItAlone()
    {
        var email = await AcceptAsync();
        await _channel.OfferedAsync(1);

        Assert.Null(_lane.TryTake(ProviderId.FirstOf(Guid.NewGuid())));
        var dispatch = _lane.TryTake(Provider.Id)!;

        Assert.Equal((email, Provider, false), (dispatch.Waiting.Id, dispatch.Provider, dispatch.HasMore));
        Assert.True(_lane.MayStillSend(dispatch, isLast: true));
        Assert.Null(_lane.TryTake(Provider.Id));
    }

    [Fact]
    public async Task ProviderChanged_OneIsInFlight_MayNotBeSentAnyMore()
    {
        await AcceptAsync();
        await _channel.OfferedAsync(1);
        var dispatch = _lane.TryTake(Provider.Id)!;

        _lane.ProviderChanged(Provider.OwnerTenantId);

        Assert.False(_lane.MayStillSend(dispatch, isLast: true));
        _lane.NotSent(dispatch.Waiting.Id);
        Assert.Equal(0, _lane.State().Sending);
    }

    [Fact]
    public async Task Stop_OneIsInFlight_IsDrainedWhenItIsRecorded()
    {
        await AcceptAsync();
        await _channel.OfferedAsync(1);
        var dispatch = _lane.TryTake(Provider.Id)!;

        Assert.False(_lane.Stop());
        Assert.Equal((false, 0), (_lane.IsDrained, Volatile.Read(ref _drained)));
        _lane.Recorded(new RecordedEmail(dispatch.Waiting.Id, EmailState.Delivered, null));

        Assert.True(_lane.IsDrained && Volatile.Read(ref _drained) > 0);
    }

    [Fact]
    public async Task State_TheCountersAreBeingRead_NobodyWaitsForThat()
    {
        using var isRead = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        _outbox.Counts = () =>
        {
            isRead.Set();
            end.Wait();
            return default;
        };
        var asked = new[] { Task.Run(() => _lane.State().Sending), Task.Run(() => _lane.IsIdleFor(TimeSpan.Zero) ? 1 : 0) };
        try
        {
            isRead.Wait(Bound.Wait);

            await Task.Run(() => _lane.TryTake(Provider.Id)).WaitAsync(Bound.Wait);
        }
        finally
        {
            end.Set();
            await Task.WhenAll(asked);
        }
    }

    [Fact]
    public async Task CannotRecord_OneInFlight_NoLaneReadsItAgain()
    {
        var id = await AcceptAsync();
        await _channel.OfferedAsync(1);
        _lane.TryTake(Provider.Id);

        _lane.CannotRecord(id);

        Assert.Equal(0, _lane.State().Sending);
        Assert.Equal([id], _withdrawn.Current());
    }

    /// <summary>What was cancelled or failed for good may be resent before its lane has heard that it is recorded.</summary>
    [Fact]
    public async Task Recorded_ResentBeforeTheLaneHeardOfIt_IsReadAgain()
    {
        await AcceptAsync();
        await _channel.OfferedAsync(1);
        var dispatch = _lane.TryTake(Provider.Id)!;
        _outbox.Due = [dispatch.Waiting];
        _lane.WorkAvailable();
        await Bound.UntilAsync(() => !_lane.IsReading);
        Assert.Equal(0, _lane.State().InMemory);

        _lane.Recorded(new RecordedEmail(dispatch.Waiting.Id, EmailState.Cancelled, null));

        await Bound.UntilAsync(() => _lane.State().InMemory == 1);
    }

    [Fact]
    public async Task Withdraw_AChannelHasItAndTheLaneIsStoppedAndResumed_NeverGoesOutAndIsReadAgain()
    {
        var id = await AcceptAsync();
        await _channel.OfferedAsync(1);
        var dispatch = _lane.TryTake(Provider.Id)!;
        List<Guid> kept = [];

        Assert.True(_lane.MayStillSend(dispatch, isLast: false));
        _lane.Withdraw([id], kept);
        _lane.Stop();
        Assert.False(_lane.MayStillSend(dispatch, isLast: true));
        _outbox.Due = [dispatch.Waiting];
        _lane.Resume(Guid.Empty);
        await Bound.UntilAsync(() => !_lane.IsReading);
        _lane.Accept([HeldEmailsTests.New()]);
        await _channel.OfferedAsync(2);

        // The database did not take the cancellation: it waits as before, but not by this flight
        Assert.Empty(kept);
        Assert.False(_lane.MayStillSend(dispatch, isLast: true));
        Assert.Equal([id], _lane.InFlight());
        _lane.NotSent(id);
        await Bound.UntilAsync(() => _lane.State().InMemory == 2);
    }

    /// <summary>However much waits: what a lane reads before it knows that it has room for it is in memory, too.</summary>
    [Theory]
    [InlineData(700, 100, 32 * 700)]
    [InlineData(100 * 1024, 100, 1024 * 1024)]
    [InlineData(25 * 1024 * 1024, 1, 25 * 1024 * 1024)]
    public async Task Start_HundredWait_ContentsAreReadInSmallStepsAndOnlyAsLongAsThereIsRoom(long size, int taken, long most)
    {
        _outbox.Due = [.. Enumerable.Range(0, 100).Select(_ => HeldEmailsTests.New(size: size).Waiting)];

        _lane.Start();
        await Bound.UntilAsync(() => _lane.State().InMemory == taken);
        _lane.Stop();
        await Bound.UntilAsync(() => _lane.IsDrained);

        Assert.InRange(_outbox.Loaded.Max(), size, most);
        Assert.InRange(_outbox.Loaded.Sum(), taken * size, LaneMemory.Capacity);
    }

    /// <summary>Who was there first, and hangs, keeps nobody waiting.</summary>
    [Fact]
    public async Task Resume_WhileTheSearchOfBeforeHangs_TheProviderIsFoundByANewOne()
    {
        _providers.Hangs = true;
        await AcceptAsync();
        await Bound.UntilAsync(() => _providers.Asked == 1);
        _lane.Stop();
        _providers.Hangs = false;

        _lane.Resume(Guid.Empty);
        await AcceptAsync();

        await _channel.OfferedAsync(1);
        Assert.NotNull(_lane.TryTake(Provider.Id));
    }

    [Fact]
    public async Task ProviderChanged_WhileItIsBeingFoundOut_WhatWasFoundBeforeIsNotUsed()
    {
        _providers.Hangs = true;
        await AcceptAsync();
        await Bound.UntilAsync(() => _providers.Asked == 1);
        _providers.Hangs = false;
        var newer = Provider with { Version = Guid.NewGuid() };
        _providers.InForce = newer;

        _lane.ProviderChanged(Provider.OwnerTenantId);
        await _channel.OfferedAsync(1);
        _providers.EndOfTheFirst.SetResult(new ProviderResolution.InForce(Provider));

        Assert.Equal(newer, _lane.TryTake(Provider.Id)!.Provider);
    }

    [Fact]
    public async Task Offer_TheChannelIsClosed_AsksForItAnew()
    {
        _channel.IsClosed = true;
        await AcceptAsync();
        await Bound.UntilAsync(() => _providers.Asked > 1);
        _channel.IsClosed = false;

        await _channel.OfferedAsync(1);
        Assert.NotNull(_lane.TryTake(Provider.Id));
    }

    private async Task<Guid> AcceptAsync()
    {
        _lane.Start();

        // Until it has looked, it leaves everything to the store
        await Bound.UntilAsync(() => !_lane.HasDueWork);
        var email = HeldEmailsTests.New();
        Assert.True(_lane.Accept([email]));
        return email.Waiting.Id;
    }

    private sealed class FakeProviders : IEffectiveProvider
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public bool Hangs { get; set; }

        public ProviderInForce InForce { get; set; } = Provider;

        public TaskCompletionSource<ProviderResolution> EndOfTheFirst { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<ProviderResolution> ResolveAsync(Guid tenantId, CancellationToken cancellationToken)
        {
            var hangs = Hangs;
            Interlocked.Increment(ref _asked);
            return hangs ? EndOfTheFirst.Task : Task.FromResult<ProviderResolution>(new ProviderResolution.InForce(InForce));
        }
    }

    private sealed class FakeChannel : ISendingChannel, IChannelActivation
    {
        private int _offered;

        public bool IsClosed { get; set; }

        public DeliveryFailure? LastFailure => null;

        public Task<ISendingChannel?> OpenAsync(ProviderInForce provider, int place, CancellationToken cancellationToken) => Task.FromResult<ISendingChannel?>(this);

        public bool TryOffer(ISendingLane lane)
        {
            if (!IsClosed)
            {
                Interlocked.Increment(ref _offered);
            }

            return !IsClosed;
        }

        public Task OfferedAsync(int times) => Bound.UntilAsync(() => Volatile.Read(ref _offered) >= times);
    }
}
