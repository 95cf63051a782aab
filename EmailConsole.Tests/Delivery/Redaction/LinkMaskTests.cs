using EmailConsole.Delivery.Redaction;

namespace EmailConsole.Tests.Delivery.Redaction;

public sealed class LinkMaskTests
{
    [Theory]
    [InlineData("550 see https://foo.example/a?b=c&d=e for more", "550 see https://foo.example/a?*** for more")]
    [InlineData("550 see https://check.spamhaus.org.foo.example/reset?token=1", "550 see https://check.spamhaus.org.foo.example/reset?***")]
    [InlineData("550 <https://foo.example/#access=1>", "550 <https://foo.example/#***>")]
    [InlineData("550 foo.example/reset?token=1 is listed", "550 foo.example/reset?*** is listed")]
    [InlineData("550 https%3A%2F%2Ffoo.example%2Freset%3Ftoken%3D1", "550 https%3A%2F%2Ffoo.example%2Freset%3F***")]
    [InlineData("550 /reset/0123456789abcdef01234567/ok", "550 /reset/***/ok")]
    [InlineData("550 eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x", "550 ***.***.x")]
    [InlineData("550 123e4567-e89b-12d3-a456-426614174000", "550 ***")]
    public void Apply_WhatMayBeASecret_IsTakenOut(string text, string expected) => Assert.Equal(expected, LinkMask.Apply(text));

    [Theory]
    [InlineData("250 2.0.0 Ok: queued as 4XyZ12abcDEFGHIJKLMNOPQRSTUVWXYZ")]
    [InlineData("250 Ok 0100018c1234abcd-12345678-1234-1234-1234-123456789abc-000000")]
    [InlineData("250 2.6.0 <0123456789abcdef0123456789abcdef@foo.example> [InternalId=123456789012345678901234567890, Hostname=AM6PR0402MB3685.eurprd04.prod.outlook.com] Queued mail for delivery")]
    [InlineData("550-5.7.26 see https://support.google.com/mail/?p=UnauthenticatedSender a640c23a62f3a1234567890123-abc.45 - gsmtp")]
    [InlineData("550 5.1.1 <a-very-long-name-of-a-mailbox-4711@foo.example>: unknown, why? Ask.")]
    [InlineData("554 5.7.1 Service unavailable; client [192.0.2.1] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.1")]
    [InlineData("554 5.7.1 Service unavailable; client [198.51.100.7] blocked using Spamhaus, see https://check.spamhaus.org/returnc/pub/?ip=198.51.100.7")]
    [InlineData("550 a-long-chain-of-ordinary-words-in-small-letters")]
    [InlineData("550 =?utf-8?q?what?= is that")]
    [InlineData("")]
    public void Apply_WhatServersUsuallySay_StaysAsItIs(string text) => Assert.Equal(text, LinkMask.Apply(text));

    [Fact]
    public void Scrub_LinksAndKnownSecrets_TakesBothOut()
    {
        var scrubber = SecretScrubber.For("pa55word").With(SecretScrubber.Links);

        Assert.Equal("said *** and https://x/?***", scrubber.Scrub("said pa55word and https://x/?a=b"));
        Assert.Equal("said *** and https://x/?a=b", scrubber.KnownAlone.Scrub("said pa55word and https://x/?a=b"));
    }
}
