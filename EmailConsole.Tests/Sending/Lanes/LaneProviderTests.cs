using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Sending;
using EmailConsole.Sending.Lanes;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Sending.Lanes;

public sealed class LaneProviderTests
{
    private static readonly ProviderInForce Provider = new(
        ProviderOrigin.Tenant, Guid.NewGuid(), Guid.NewGuid(), new EmailProviderSettings(), EmailProviderSecrets.None);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeChannel _channel = new();
    private readonly LaneProvider _lane;

    public LaneProviderTests() => _lane = new LaneProvider(_time);

    [Fact]
    public void Found_AProvider_EntersItsRingOnce()
    {
        _lane.Found(_lane.BeginSearch()!, Provider, _channel);

        Assert.Same(_channel, _lane.EnterRing());
        Assert.Null(_lane.EnterRing());
        _lane.LeaveRing();
        Assert.Same(_channel, _lane.EnterRing());
        Assert.Null(_lane.BeginSearch());
    }

    [Fact]
    public void BeginSearch_WhileOneIsUnderWay_BeginsNone()
    {
        Assert.NotNull(_lane.BeginSearch());

        Assert.Null(_lane.BeginSearch());
    }

    [Fact]
    public void Found_ChangedMeanwhile_IsDroppedAndSearchedAgain()
    {
        var former = _lane.BeginSearch()!;
        _lane.Forget();
        var next = _lane.BeginSearch()!;

        _lane.Found(former, Provider, _channel);
        Assert.Equal(next, _lane.Position);

        _lane.Found(next, Provider, _channel);
        Assert.Equal(Provider, _lane.Assigned?.Provider);
    }

    [Fact]
    public void Found_NoProvider_WaitsForAChange()
    {
        _lane.Found(_lane.BeginSearch()!, null, null);

        Assert.Null(_lane.BeginSearch());
        _lane.Forget();
        Assert.NotNull(_lane.BeginSearch());
    }

    [Fact]
    public void Fail_TheSearch_ASecondPassesBeforeTheNext()
    {
        _lane.Fail(_lane.BeginSearch()!);

        Assert.Null(_lane.BeginSearch());
        _time.Advance(LaneReading.AfterFault);
        Assert.NotNull(_lane.BeginSearch());
    }

    [Fact]
    public void Fail_ChangedMeanwhile_SaysNothing()
    {
        var former = _lane.BeginSearch()!;
        _lane.Forget();

        _lane.Fail(former);

        Assert.NotNull(_lane.BeginSearch());
    }

    [Fact]
    public void Stop_WhileItSearches_WhatIsFoundIsDropped()
    {
        var search = _lane.BeginSearch()!;
        _lane.Stop();

        _lane.Found(search, Provider, _channel);
        _lane.Forget();

        Assert.True(_lane.IsStopped);
        Assert.Null(_lane.BeginSearch());
        Assert.True(_lane.TryResume());
        Assert.False(_lane.TryResume());
        Assert.NotNull(_lane.BeginSearch());
    }

    [Fact]
    public void Forget_AnotherChannelIsClosed_StaysWithItsOwn()
    {
        _lane.Found(_lane.BeginSearch()!, Provider, _channel);

        _lane.Forget(new FakeChannel());
        Assert.NotNull(_lane.Assigned);
        _lane.Forget(_channel);
        Assert.Null(_lane.Assigned);
    }

    private sealed class FakeChannel : ISendingChannel
    {
        public ProviderId Provider => LaneProviderTests.Provider.Id;

        public DeliveryFailure? LastFailure => null;

        public bool TryOffer(ISendingLane lane) => true;
    }
}
