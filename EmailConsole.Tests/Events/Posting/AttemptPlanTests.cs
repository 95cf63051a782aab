using EmailConsole.Events.Posting;

namespace EmailConsole.Tests.Events.Posting;

public sealed class AttemptPlanTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 60)]
    [InlineData(3, 300)]
    [InlineData(4, 1_800)]
    [InlineData(9, 86_400)]
    public void NextAfter_Failure_IsThePauseWithinATwentiethOfAHundredEitherWay(int attempts, int seconds)
    {
        foreach (var (chance, share) in new (double, double)[] { (0, 0.8), (0.5, 1), (1, 1.2) })
        {
            var next = AttemptPlan.NextAfter(attempts, Start, Start, null, chance);

            Assert.Equal(seconds * share, (next!.Value - Start).TotalSeconds, 0.001);
        }
    }

    [Fact]
    public void NextAfter_TheLastAttempt_IsNone() => Assert.Null(AttemptPlan.NextAfter(10, Start, Start, null, 0.5));

    [Fact]
    public void NextAfter_ThreeDays_IsNone() => Assert.Null(AttemptPlan.NextAfter(2, Start, Start.AddDays(3), null, 0.5));

    [Fact]
    public void NextAfter_TheReceiverAsksForMore_IsThen() =>
        Assert.Equal(Start.AddMinutes(30), AttemptPlan.NextAfter(1, Start, Start, Start.AddMinutes(30), 0.5));
}
