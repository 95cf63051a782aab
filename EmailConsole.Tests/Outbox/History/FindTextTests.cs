using EmailConsole.Outbox.History;

namespace EmailConsole.Tests.Outbox.History;

public sealed class FindTextTests
{
    private const string Secret = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ";

    [Theory]
    [InlineData("someone@bar.example", RecipientPart.Address, "someone@bar.example")]
    [InlineData("<someone@bar.example>", RecipientPart.Address, "someone@bar.example")]
    [InlineData("someone@bar.e", RecipientPart.Beginning, "someone@bar.e")]
    [InlineData("some", RecipientPart.Beginning, "some")]
    [InlineData("@bar.example", RecipientPart.Domain, "bar.example")]
    [InlineData("bar.example", RecipientPart.BeginningOrDomain, "bar.example")]
    [InlineData("to:user=anna@bar.example", RecipientPart.Address, "user=anna@bar.example")]
    [InlineData("bounce@x=y.example", RecipientPart.Address, "bounce@x=y.example")]
    public void Of_Recipient_IsItsPart(string text, RecipientPart part, string value)
    {
        var recipient = Narrowed(text).Recipient;

        Assert.Equal((part, value), (recipient?.Part, recipient?.Text));
    }

    [Theory]
    [InlineData("019abf3e-8f0c-7d3e-9d5f-2f3f5a6c7d8e")]
    [InlineData("019abf3e8f0c7d3e9d5f2f3f5a6c7d8e")]
    [InlineData("id: 019ABF3E8F0C7D3E9D5F2F3F5A6C7D8E")]
    public void Of_Id_IsTheMessage(string text) => Assert.Equal(new Guid("019abf3e-8f0c-7d3e-9d5f-2f3f5a6c7d8e"), Narrowed(text).Id);

    [Theory]
    [InlineData("<019abf3e8f0c7d3e9d5f2f3f5a6c7d8e@foo.com>", "019abf3e8f0c7d3e9d5f2f3f5a6c7d8e@foo.com")]
    [InlineData("019abf3e8f0c7d3e9d5f2f3f5a6c7d8e@foo.com", "019abf3e8f0c7d3e9d5f2f3f5a6c7d8e@foo.com")]
    [InlineData("message-id:<any@foo.com>", "any@foo.com")]
    public void Of_MessageId_IsTheHeader(string text, string value) => Assert.Equal(value, Narrowed(text).MessageId);

    [Theory]
    [InlineData("flow=password-recovery", "flow=password-recovery")]
    [InlineData("user = anna@bar.example", "user=anna@bar.example")]
    [InlineData("metadata:a=b=c", "a=b=c")]
    public void Of_Pair_IsMetadata(string text, string tag) => Assert.Equal(tag, Narrowed(text).Tag);

    [Theory]
    [InlineData("key:otp-service", "otp-service")]
    [InlineData("ec_AbCd1234", "ec_AbCd1234")]
    public void Of_Key_IsTheApiKey(string text, string key) => Assert.Equal(key, Narrowed(text).ApiKey);

    [Theory]
    [InlineData("\"mailbox full\"", "mailbox full")]
    [InlineData("\"mailbox f", "mailbox f")]
    [InlineData("Reply: mailbox full", "mailbox full")]
    public void Of_Words_AreThoseOfAReply(string text, string words) => Assert.Equal(words, Narrowed(text).Reply);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Of_NothingToLookFor_IsNone(string text) => Assert.Equal(FindText.None, FindText.Of(text));

    [Theory]
    [InlineData("@")]
    [InlineData("to:")]
    [InlineData("key:")]
    [InlineData("message-id:")]
    [InlineData("metadata:flow")]
    [InlineData("reply:")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("id:x")]
    [InlineData("id: 01a223d9-dd32-70b7")]
    public void Of_NotUnderstood_FindsNothing(string text)
    {
        Assert.Equal(Guid.Empty, Narrowed(text).Id);
        Assert.StartsWith("nothing yet: ", FindText.Of(text).Words, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutSecret_WholeKey_IsWhatItIsKnownBy()
    {
        Assert.Equal("ec_AbCd1234", FindText.WithoutSecret($" ec_AbCd1234_{Secret}"));
        Assert.Equal("key: ec_AbCd1234", FindText.WithoutSecret($"key: ec_AbCd1234_{Secret}"));
        Assert.Equal("ec_AbCd1234_short", FindText.WithoutSecret("ec_AbCd1234_short"));
        Assert.Equal("Authorization: Bearer ec_AbCd1234", FindText.WithoutSecret($"Authorization: Bearer ec_AbCd1234_{Secret}"));
        Assert.Equal("\"ec_AbCd1234\" ec_AbCd1234", FindText.WithoutSecret($"\"ec_AbCd1234_{Secret}\" ec_AbCd1234_{Secret}"));
        Assert.DoesNotContain("abcdef", FindText.WithoutSecret($"{new string('x', FindText.MaxLength - 20)} ec_AbCd1234_{Secret}"), StringComparison.Ordinal);
    }

    private static EmailFilter Narrowed(string text) => FindText.Of(text).Narrow(new EmailFilter());
}
