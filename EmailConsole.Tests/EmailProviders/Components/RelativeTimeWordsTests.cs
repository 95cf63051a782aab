using EmailConsole.EmailProviders.Components;

namespace EmailConsole.Tests.EmailProviders.Components;

public sealed class RelativeTimeWordsTests
{
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
        Assert.Equal(words, RelativeTimeWords.Describe(ProviderDatabase.Start - TimeSpan.FromSeconds(seconds), ProviderDatabase.Start));
}
