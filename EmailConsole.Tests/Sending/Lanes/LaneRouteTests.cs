using CsCheck;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Sending;
using EmailConsole.Sending.Lanes;
using EmailConsole.Tests.Outbox;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Sending.Lanes;

/// <summary>By which of three providers a message may leave.</summary>
public sealed class LaneRouteTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _time = new(OutboxBed.Start);
    private readonly FakeChannel[] _channels = [new(), new(), new()];
    private readonly LaneRoute _route;

    public LaneRouteTests() => _route = new LaneRoute(
        [.. _channels.Select(c => new RouteStop(new ProviderInForce(ProviderOrigin.Tenant, Guid.Empty, Guid.Empty, new EmailProviderSettings(), EmailProviderSecrets.None) { Id = c.Provider }, c))],
        priority => priority == EmailPriority.High ? Patience : Patience * 10,
        _time);

    [Fact]
    public void Allows_AllWork_TheFirstAlone() => Assert.Equal([0], Allowed(Email()));

    [Fact]
    public void Allows_TheFirstIsOpen_TheSecondAndTheFirstForAProbe()
    {
        _channels[0].Standing = new ChannelStanding(IsOpen: true, null, null);

        Assert.Equal([0, 1], Allowed(Email()));
    }

    [Fact]
    public void Allows_AllAreOpen_Any()
    {
        Array.ForEach(_channels, c => c.Standing = new ChannelStanding(IsOpen: true, null, null));

        Assert.Equal([0, 1, 2], Allowed(Email()));
    }

    [Theory]
    [InlineData(1, EmailPriority.High, new[] { 0 })]
    [InlineData(3, EmailPriority.High, new[] { 0, 1 })]
    [InlineData(3, EmailPriority.Normal, new[] { 0 })]
    [InlineData(30, EmailPriority.Normal, new[] { 0, 1 })]
    public void Allows_TheFirstAskedForAPause_TheSecondWhereItIsLongerThanItsPriorityWaits(int seconds, EmailPriority priority, int[] allowed)
    {
        _channels[0].Standing = new ChannelStanding(IsOpen: false, _time.GetUtcNow().AddSeconds(seconds), null);

        Assert.Equal(allowed, Allowed(Email() with { Priority = priority }));
    }

    [Fact]
    public void Allows_TheFirstHasSaidNothingForLong_TheSecond()
    {
        _channels[0].Standing = new ChannelStanding(IsOpen: false, null, _time.GetTimestamp());
        Assert.Equal([0], Allowed(Email()));

        _time.Advance(Patience + TimeSpan.FromMilliseconds(1));

        Assert.Equal([0, 1], Allowed(Email()));
    }

    [Fact]
    public void Allows_NotAcceptedByTheFirst_TheSecondAlone() => Assert.Equal([1], Allowed(Email(RouteStep.Next, 0)));

    [Fact]
    public void Allows_TheNextTakesNothingForLongerThanItsPriorityWaits_TheFirstAgain()
    {
        _channels[1].Standing = _channels[2].Standing = new ChannelStanding(IsOpen: true, null, null);
        var email = Email(RouteStep.Next, 0);
        Assert.Equal([1, 2], Allowed(email));

        _time.Advance(Patience + TimeSpan.FromMilliseconds(1));

        Assert.Equal([0, 1, 2], Allowed(email));
    }

    [Fact]
    public void Allows_NotAcceptedByTheLast_BeginsAgain() => Assert.Equal([0], Allowed(Email(RouteStep.Next, 2)));

    [Fact]
    public void Allows_ProviderThatIsGone_BeginsAgain()
    {
        Assert.Equal([0], Allowed(Email() with { Route = new RoutePoint(RouteStep.Next, Guid.NewGuid()) }));
        Assert.Equal([0], Allowed(Email() with { Route = new RoutePoint(RouteStep.Stay, Guid.NewGuid()) }));
    }

    [Fact]
    public void Allows_MayHaveArrived_ThatOneAloneWhateverTheOthersDo() => Gen.Select(Gen.Int[0, 2], Gen.Bool.Array[3], Gen.Bool.Array[3]).Sample((from, open, throttled) =>
    {
        for (var i = 0; i < _channels.Length; i++)
        {
            _channels[i].Standing = new ChannelStanding(open[i], throttled[i] ? _time.GetUtcNow().AddHours(1) : null, null);
        }

        var email = Email(RouteStep.Stay, from);
        return Allowed(email) is [var only] && only == from && !_route.HasNext(email, _route.Stops[from]);
    });

    [Fact]
    public void Allows_MayHaveArrivedAndTheTenantRatherHasItTwice_TheNextOfHighPriorityAlone()
    {
        var route = new LaneRoute(_route.Stops, _ => Patience, _time) { SwitchesAfterUnknown = true };
        var email = Email(RouteStep.Stay, 0);

        Assert.Equal([1], Places(route.Stops.Where(stop => route.Allows(email, stop))));
        Assert.Equal([0], Places(route.Stops.Where(stop => route.Allows(email with { Priority = EmailPriority.Normal }, stop))));
        Assert.True(route.HasNext(email, route.Stops[0]));
        Assert.False(route.HasNext(email with { Priority = EmailPriority.Normal }, route.Stops[0]));
    }

    [Fact]
    public void For_MessagesThatDiffer_AllThatMayHaveOne()
    {
        Assert.Equal([0, 1], Places(_route.For([Email(), Email(RouteStep.Next, 0)])));
        Assert.Equal([1], Places(_route.For([Email(RouteStep.Next, 0)])));
        Assert.Empty(_route.For([]));
    }

    private static WaitingEmail Email() => new(
        Guid.CreateVersion7(), Guid.Empty, EmailPriority.High, OutboxBed.Start, OutboxBed.Start, OutboxBed.Start.AddDays(1), 0, "id@x.example", 700, ["a@b.example"]);

    private WaitingEmail Email(RouteStep step, int from) => Email() with { Route = new RoutePoint(step, _channels[from].Provider.Value) };

    private int[] Allowed(WaitingEmail email) => Places(_route.Stops.Where(stop => _route.Allows(email, stop)));

    private int[] Places(IEnumerable<RouteStop> stops) => [.. stops.Select(s => Array.FindIndex(_channels, c => c == s.Channel))];

    private sealed class FakeChannel : ISendingChannel
    {
        public ProviderId Provider { get; } = new(Guid.NewGuid());

        public ChannelStanding Standing { get; set; } = ChannelStanding.Ready;

        public DeliveryFailure? LastFailure => null;

        public bool TryOffer(ISendingLane lane) => true;
    }
}
