using System.Globalization;
using EmailConsole.Delivery.Replies;

namespace EmailConsole.Tests.Delivery.Replies;

public sealed class RequestedPauseTests
{
    [Theory]
    [InlineData("Please try again in 5 minutes", 300)]
    [InlineData("Greylisted for 300 seconds", 300)]
    [InlineData("Recipient greylisted, wait 00:05:00", 300)]
    [InlineData("too busy, wait 24:00:00", 86_400)]
    [InlineData("too busy, wait 29:59:59", 86_400)]
    [InlineData("try again in 9 days", 86_400)]
    [InlineData("try again in 999999 days", 86_400)]
    [InlineData("blocked 24:00:00 ago", null)]
    [InlineData("deferred 5 minutes ago", null)]
    [InlineData("Too many messages, try again at 17:00:00", null)]
    [InlineData("blocked until 23:59:59 UTC", null)]
    [InlineData("try again in 0 seconds", null)]
    [InlineData("try again later", null)]
    public void Find_Words_IsTheTimeThatTheyAskFor(string words, int? seconds) =>
        Assert.Equal(seconds, RequestedPause.Find(words)?.TotalSeconds);

    /// <summary>It is asked after a server has taken a message, too: nothing that it says may throw.</summary>
    [Fact]
    public void Find_AnyWords_NeverThrows()
    {
        var random = new Random(5);
        string[] pieces = ["wait", "again", "blocked", " ", ":", "25", "00", "99", "59", "999999", "days", "h", "seconds", "until", "ago", "-", "\u0663"];
        for (var i = 0; i < 20_000; i++)
        {
            var words = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            Assert.InRange(RequestedPause.Find(words) ?? TimeSpan.FromTicks(1), TimeSpan.FromTicks(1), RequestedPause.Longest);
        }

        for (var clock = 0; clock < 30; clock++)
        {
            Assert.NotNull(RequestedPause.Find(string.Create(CultureInfo.InvariantCulture, $"wait {clock:00}:00:01")));
        }
    }
}
