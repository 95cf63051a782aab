using EmailConsole.Accounts.Components;

namespace EmailConsole.Tests.Accounts.Components;

public sealed class RelativeTimeWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(44, "just now")]
    [InlineData(50, "1 min ago")]
    [InlineData(119, "2 min ago")]
    [InlineData(3600, "1 hour ago")]
    [InlineData(7200, "2 hours ago")]
    [InlineData(86_400, "1 day ago")]
    [InlineData(3_000_000, "on 19 October 2026")]
    public void Describe_Seconds_SaysHowLongAgo(int seconds, string words) =>
        Assert.Equal(words, RelativeTimeWords.Describe(Now - TimeSpan.FromSeconds(seconds), Now));

    [Theory]
    [InlineData(-1, "at any moment")]
    [InlineData(0, "at any moment")]
    [InlineData(51, "within a minute")]
    [InlineData(300, "in 5 min")]
    [InlineData(3600, "in 1 hour")]
    [InlineData(18_000, "in 5 hours")]
    [InlineData(86_400, "in 1 day")]
    public void DescribeAhead_Seconds_SaysHowFarAhead(int seconds, string words) =>
        Assert.Equal(words, RelativeTimeWords.DescribeAhead(Now + TimeSpan.FromSeconds(seconds), Now));
}
