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
        _lane.Found(_lane.BeginSearch()!, Route());

        Assert.Same(_channel, Assert.Single(_lane.EnterRings([])));
        Assert.Empty(_lane.EnterRings([]));
        _lane.Route!.Stops[0].IsOffered = false;
        Assert.Same(_channel, Assert.Single(_lane.EnterRings([])));
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

        _lane.Found(former, Route());
        Assert.Equal(next, _lane.Position);

        _lane.Found(next, Route());
        Assert.Equal(Provider, _lane.Route?.Stops[0].Provider);
    }

    [Fact]
    public void Found_NoProvider_WaitsForAChange()
    {
        _lane.Found(_lane.BeginSearch()!, null);

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

        _lane.Found(search, Route());
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
        _lane.Found(_lane.BeginSearch()!, Route());

        _lane.Forget(new FakeChannel());
        Assert.NotNull(_lane.Route);
        _lane.Forget(_channel);
        Assert.Null(_lane.Route);
    }

    private LaneRoute Route() => new([new RouteStop(Provider, _channel)], _ => TimeSpan.Zero, _time);

    private sealed class FakeChannel : ISendingChannel
    {
        public DeliveryFailure? LastFailure => null;

        public bool TryOffer(ISendingLane lane) => true;
    }
}
