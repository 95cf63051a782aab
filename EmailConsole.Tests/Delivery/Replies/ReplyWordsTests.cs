using EmailConsole.Delivery.Replies;

namespace EmailConsole.Tests.Delivery.Replies;

public sealed class ReplyWordsTests
{
    [Theory]
    [InlineData("5.1.1 <\"wait 25:00:00\"@x.example>: no such user", null, "5.1.1  : no such user")]
    [InlineData("\"wait 9 days\"@x.example unknown", null, "  unknown")]
    [InlineData("No throttling here: throttling unknown at starttls.example", "throttling@starttls.example", "No   here:   unknown at  ")]
    [InlineData("Nobody is here", "is@abc", "Nobody is here")]
    public void WithoutAddresses_TextWithAddresses_HasTheRest(string text, string? address, string expected) =>
        Assert.Equal(expected, ReplyWords.WithoutAddresses(text, address));
}
