using EmailConsole.TestEmail;

namespace EmailConsole.Tests.TestEmail;

public sealed class TestRecipientsTests
{
    [Fact]
    public void TryParse_SeveralAndTheSameTwice_KeepsEachOnce()
    {
        Assert.True(TestRecipients.TryParse([" a@foo.com", "A@FOO.com ", "", "b@bücher.example"], out var recipients, out _));
        Assert.Equal(["a@foo.com", "b@bücher.example"], recipients.Select(r => r.Address));
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("foo@")]
    [InlineData("@foo.com")]
    [InlineData("a@foo.com b@foo.com")]
    [InlineData("a@foo.com\r\nBcc: b@foo.com")]
    [InlineData("a@foo.com\n")]
    [InlineData("a\0@foo.com")]
    [InlineData("\"a\r\nb\"@foo.com")]
    [InlineData("<@relay.com:a@foo.com>")]
    [InlineData("group: a@foo.com, b@foo.com;")]
    public void TryParse_NoAddress_SaysWhatToType(string typed)
    {
        Assert.False(TestRecipients.TryParse([typed], out _, out var error));
        Assert.Contains("Type addresses such as", error, StringComparison.Ordinal);
        Assert.DoesNotContain(error, c => char.IsControl(c));
    }

    [Fact]
    public void TryParse_TooLong_IsRefused() =>
        Assert.False(TestRecipients.TryParse([new string('a', 250) + "@foo.com"], out _, out _));

    [Fact]
    public void TryParse_None_AsksForOne()
    {
        Assert.False(TestRecipients.TryParse([" ", ""], out _, out var error));
        Assert.Equal("Type the address that the test email shall go to.", error);
    }

    [Fact]
    public void TryParse_MoreThanFive_IsRefused()
    {
        Assert.True(TestRecipients.TryParse([.. Enumerable.Range(0, 5).Select(i => $"a{i}@foo.com")], out _, out _));
        Assert.False(TestRecipients.TryParse([.. Enumerable.Range(0, 6).Select(i => $"a{i}@foo.com")], out _, out var error));
        Assert.Equal("A test goes to at most 5 addresses.", error);
    }
}
