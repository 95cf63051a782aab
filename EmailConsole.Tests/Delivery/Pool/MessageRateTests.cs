using EmailConsole.Delivery.Pool;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Delivery.Pool;

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
}
