using EmailConsole.Cluster;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Cluster;

public sealed class NodeLeaseTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly NodeLease _lease;
    private readonly StillBeats _beats;

    public NodeLeaseTests() => (_lease, _beats) = (new NodeLease(_time), new StillBeats(_time));

    [Fact]
    public void MayBegin_BeforeTheFirstBeat_MayNot() => Assert.False(_lease.MayBegin);

    [Fact]
    public void MayBegin_AsLongAsEnoughIsLeftSinceTheBeatWasSent_May()
    {
        var sent = _lease.Now();
        _time.Advance(TimeSpan.FromSeconds(3));
        _lease.Renew(sent);

        Assert.True(_lease.MayBegin);
        _time.Advance(NodeLease.Length - NodeLease.Rest - TimeSpan.FromSeconds(3));
        Assert.True(_lease.MayBegin);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(_lease.MayBegin);

        _lease.Renew(_lease.Now());
        Assert.True(_lease.MayBegin);
        _lease.End();
        Assert.False(_lease.MayBegin);
    }

    /// <summary>A virtual machine that is suspended: its time stamp stands still, its time of day does not; and a clock that was set back.</summary>
    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public void MayBegin_TheClocksDisagree_MayNot(int seconds)
    {
        var clock = new ClockSet(_time);
        var lease = new NodeLease(clock);
        lease.Renew(lease.Now());
        Assert.True(lease.MayBegin);

        clock.Offset = TimeSpan.FromSeconds(seconds);

        Assert.False(lease.MayBegin);
    }

    [Fact]
    public void Look_ABeatStandsStillForALease_IsFound()
    {
        var (still, alive) = (Guid.NewGuid(), Guid.NewGuid());
        for (var i = 0; i < 12; i++)
        {
            Assert.Empty(_beats.Look([(still, 7), (alive, i)]));
            _time.Advance(NodeLease.Beat);
        }

        Assert.Equal([(still, 7L)], _beats.Look([(still, 7), (alive, 12)]));
    }

    /// <summary>Whoever could not look does not know whether the others were alive.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Look_AfterAGapOfTheOwnBeats_WaitsAWholeLeaseAgain(bool isTold)
    {
        var still = Guid.NewGuid();
        _beats.Look([(still, 7)]);
        _time.Advance(TimeSpan.FromMinutes(1));
        if (isTold)
        {
            _beats.Gap();
        }

        for (var i = 0; i < 12; i++)
        {
            Assert.Empty(_beats.Look([(still, 7)]));
            _time.Advance(NodeLease.Beat);
        }

        Assert.Equal([(still, 7L)], _beats.Look([(still, 7)]));
    }

    private sealed class ClockSet(TimeProvider time) : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Offset;

        public override long GetTimestamp() => time.GetTimestamp();
    }
}
