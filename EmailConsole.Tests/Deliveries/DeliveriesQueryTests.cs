using EmailConsole.Deliveries;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;

namespace EmailConsole.Tests.Deliveries;

public sealed class DeliveriesQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [Theory]
    [InlineData("failed,expired", new[] { EmailState.Failed, EmailState.Expired })]
    [InlineData("FAILED,,nonsense,failed,4", new[] { EmailState.Failed })]
    [InlineData(null, new EmailState[0])]
    public void States_AnyText_AreThoseThatExist(string? text, EmailState[] states) => Assert.Equal(states, new DeliveriesQuery(text).States);

    [Fact]
    public void Toggle_OnAndOff_IsInTheOrderOfStates()
    {
        var query = new DeliveriesQuery("failed").Toggle(EmailState.Queued);

        Assert.Equal("queued,failed", query.State);
        Assert.Equal("scheduled,queued,failed", query.Toggle(EmailState.Scheduled).State);
        Assert.Null(query.Toggle(EmailState.Queued).Toggle(EmailState.Failed).State);
    }

    [Fact]
    public void ToFilter_Period_IsCountedFromNow()
    {
        var filter = new DeliveriesQuery(Last: "1h", From: "2026-01-01T00:00").ToFilter(FindText.Of(" some "), Now);

        Assert.Equal((Now.AddHours(-1), null), (filter.Since, filter.Until));
        Assert.Equal("some", filter.Recipient!.Text);
    }

    [Fact]
    public void ToFilter_Times_AreUtcAndNonsenseIsNone()
    {
        var filter = new DeliveriesQuery(Last: "never", From: "2026-01-01T00:30", To: "tomorrow").ToFilter(FindText.None, Now);

        Assert.Equal((new DateTimeOffset(2026, 1, 1, 0, 30, 0, TimeSpan.Zero), null), (filter.Since, filter.Until));
        Assert.Null(filter.Recipient);
    }
}
