using EmailConsole.Outbox.Trends;

namespace EmailConsole.Tests.Outbox.Trends;

public sealed class DeliveryTimesTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(47)]
    [InlineData(900)]
    [InlineData(61_000)]
    [InlineData(7_300_000)]
    public void Quantile_OfOneTime_IsNearIt(int milliseconds)
    {
        var counts = new long[DeliveryTimes.Buckets];
        counts[DeliveryTimes.BucketOf(TimeSpan.FromMilliseconds(milliseconds))] = 1_000;

        Assert.InRange(DeliveryTimes.Quantile(counts, 0.5)!.Value.TotalMilliseconds, milliseconds * 0.79, milliseconds * 1.26);
    }

    [Fact]
    public void Quantile_OfManyTimes_IsWithinAnEighthOfTheTruth()
    {
        var counts = new long[DeliveryTimes.Buckets];
        for (var i = 1; i <= 10_000; i++)
        {
            counts[DeliveryTimes.BucketOf(TimeSpan.FromMilliseconds(i))]++;
        }

        Assert.InRange(DeliveryTimes.Quantile(counts, 0.5)!.Value.TotalMilliseconds, 5_000 * 0.875, 5_000 * 1.125);
        Assert.InRange(DeliveryTimes.Quantile(counts, 0.95)!.Value.TotalMilliseconds, 9_500 * 0.875, 9_500 * 1.125);
    }

    [Fact]
    public void Quantile_OfNothing_IsNull() => Assert.Null(DeliveryTimes.Quantile(new long[DeliveryTimes.Buckets], 0.5));

    [Fact]
    public void BucketOf_Extremes_IsOneOfThem()
    {
        Assert.Equal(0, DeliveryTimes.BucketOf(TimeSpan.FromSeconds(-5)));
        Assert.Equal(DeliveryTimes.Buckets - 1, DeliveryTimes.BucketOf(TimeSpan.FromDays(400)));
    }
}
