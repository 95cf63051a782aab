using EmailConsole.Sending.Channels;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Sending.Channels;

public sealed class MessageRateTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void TryTake_NoLimit_Always()
    {
        var rate = new MessageRate(_clock);

        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.True(rate.TryTake(null, out TimeSpan _)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(1_000)]
    public void TryTake_AnyMinute_SeesNoMoreThanTheLimit(int limit)
    {
        var rate = new MessageRate(_clock);
        var random = new Random(limit);
        List<DateTimeOffset> taken = [];
        for (var step = 0; step < 20_000; step++)
        {
            if (rate.TryTake(limit, out var wait))
            {
                taken.Add(_clock.GetUtcNow());
            }
            else
            {
                Assert.True(wait > TimeSpan.Zero);
                if (random.Next(4) == 0)
                {
                    _clock.Advance(wait);
                    Assert.True(rate.TryTake(limit, out _));
                    taken.Add(_clock.GetUtcNow());
                }
            }

            _clock.Advance(TimeSpan.FromMilliseconds(random.Next(60_000 / limit)));
        }

        for (var i = limit; i < taken.Count; i++)
        {
            Assert.True(taken[i] - taken[i - limit] > TimeSpan.FromMinutes(1), $"{limit + 1} within {taken[i] - taken[i - limit]}");
        }

        // And no fewer than the coarseness of a second costs
        Assert.True(taken.Count > limit * (taken[^1] - taken[0]).TotalMinutes * 0.8, $"{taken.Count}");
    }

    [Fact]
    public void GiveBack_AfterOne_LetsAnotherGo()
    {
        var rate = new MessageRate(_clock);
        Assert.True(rate.TryTake(1, out _));

        rate.GiveBack();

        Assert.True(rate.TryTake(1, out _));
        Assert.False(rate.TryTake(1, out _));
    }

    [Fact]
    public void GiveBack_OfAnEarlierSecond_LeavesTheLaterOnesCounted()
    {
        var rate = new MessageRate(_clock);
        Assert.True(rate.TryTake(2, out _));
        var early = rate.Second;
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(rate.TryTake(2, out _));

        rate.GiveBack(early);

        // When the early one would have been forgotten, the later one still counts
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.True(rate.TryTake(2, out _));
        Assert.False(rate.TryTake(2, out _));
    }

    [Theory]
    [InlineData(61)]
    [InlineData(122)]
    [InlineData(200)]
    public void GiveBack_OfASecondLongGone_ChangesNothing(int seconds)
    {
        var rate = new MessageRate(_clock);
        Assert.True(rate.TryTake(1, out _));
        var early = rate.Second;
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.True(rate.TryTake(1, out _));

        rate.GiveBack(early);

        Assert.False(rate.TryTake(1, out _));
    }

    [Fact]
    public void GiveBack_TakenBeforeThereWasALimit_ChangesNothing()
    {
        var rate = new MessageRate(_clock);
        Assert.True(rate.TryTake(null, out _));
        var uncounted = rate.Second;
        Assert.True(rate.TryTake(1, out _));

        rate.GiveBack(uncounted);

        Assert.False(rate.TryTake(1, out _));
    }
}
