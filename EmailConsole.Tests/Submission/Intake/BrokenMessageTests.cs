using EmailConsole.Rest;
using EmailConsole.Submission.Intake;

namespace EmailConsole.Tests.Submission.Intake;

public sealed class BrokenMessageTests
{
    public static TheoryData<string, string> Broken => new()
    {
        { IntakeBed.Plain(body: "a\0b\r\n"), "554 5.6.0 The message has a NUL" },
        { IntakeBed.Plain(body: "a\rb\r\n"), "554 5.6.0 The message has a CR that no LF follows" },
        { IntakeBed.Plain(body: "a\r\r\n"), "554 5.6.0 The message has a CR that no LF follows" },
        { IntakeBed.Plain(body: "a\r"), "554 5.6.0 The message has a CR that no LF follows" },
        { "Hello\r\n", "554 5.6.0 Line 1 is no field of a header" },
        { "\r\nHello\r\n", "554 5.6.0 The message has no From." },
        { "", "554 5.6.0 The message has no From." },
        { " a: b\r\n\r\n", "554 5.6.0 The first line of the header is no field." },
        { IntakeBed.Plain("no field\r\n"), "554 5.6.0 Line 6 is no field of a header" },
        { IntakeBed.Plain("X-Ü: a\r\n"), "554 5.6.0 Line 6 is no field of a header" },
        { IntakeBed.Plain("X A: a\r\n"), "554 5.6.0 Line 6 is no field of a header" },
        { IntakeBed.Plain(": a\r\n"), "554 5.6.0 Line 6 is no field of a header" },
        { IntakeBed.Plain($"{new string('x', 201)}: a\r\n"), "554 5.6.0 Line 6 is no field of a header" },
        { IntakeBed.Plain(string.Concat(Enumerable.Repeat("X: a\r\n", 996))), "554 5.6.0 The header has more than 1000 fields." },
        { IntakeBed.Plain(string.Concat(Enumerable.Repeat($"X: {new string('a', 990)}\r\n", 103))), "554 5.6.0 The header is larger than 100 KB." },
        { IntakeBed.Plain("From: no-reply@foo.example\r\n"), "554 5.6.0 From stands there twice." },
        { IntakeBed.Plain("date: Sun, 29 Nov 2026 20:07:27 +0100\r\n"), "554 5.6.0 Date stands there twice." },
        { IntakeBed.Plain("MESSAGE-ID: <a@b>\r\n"), "554 5.6.0 Message-ID stands there twice." },
        { IntakeBed.Plain("Subject: a\r\n"), "554 5.6.0 Subject stands there twice." },
        { IntakeBed.Plain().Replace("<1.2@foo.example>", $"<{new string('a', 310)}@foo.example>", StringComparison.Ordinal), "554 5.6.0 Message-ID is longer than 320 characters." },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Take_BrokenMessage_SaysWhatIsWrong(string message, string reply) =>
        Assert.StartsWith(reply, IntakeBed.Refused(message), StringComparison.Ordinal);

    [Fact]
    public void Take_AtTheLimitsOfAHeader_IsTaken()
    {
        Assert.EndsWith("X: a\r\n\r\nHello\r\n", IntakeBed.Taken(IntakeBed.Plain(string.Concat(Enumerable.Repeat("X: a\r\n", 995)))).Text(), StringComparison.Ordinal);
        Fit.Assert(IntakeBed.Taken(IntakeBed.Plain(string.Concat(Enumerable.Repeat($"X: {new string('a', 990)}\r\n", 102)))));
        Fit.Assert(IntakeBed.Taken(IntakeBed.Plain(string.Concat(Enumerable.Repeat("Received: a\r\n", 100)))));
    }

    [Theory]
    [InlineData("a\nb\r\n", "a\r\nb\r\n")]
    [InlineData("a\n\r\n\n", "a\r\n\r\n\r\n")]
    [InlineData("a", "a\r\n")]
    [InlineData("", "")]
    public void Take_BareLfOrNoLastBreak_EndsWithCrLf(string body, string expected) =>
        Assert.Equal(IntakeBed.Received + IntakeBed.Plain(body: expected), IntakeBed.Taken(IntakeBed.Plain(body: body)).Text());

    [Fact]
    public void Take_HeaderAlone_GetsABlankLine()
    {
        var header = IntakeBed.Plain(body: "")[..^2];

        Assert.Equal(IntakeBed.Received + header + "\r\n", IntakeBed.Taken(header).Text());
        Assert.Equal(IntakeBed.Received + header + "\r\n", IntakeBed.Taken(header[..^2]).Text());
    }

    [Fact]
    public void Take_LineOfBlanksInAField_IsTakenOut() =>
        Assert.Equal(IntakeBed.Received + IntakeBed.Plain("X: a\r\n b\r\n"), IntakeBed.Taken(IntakeBed.Plain("X: a\r\n \t \r\n b\r\n  \r\n")).Text());

    [Fact]
    public void Take_TooLarge_NamesTheLimit()
    {
        var message = IntakeBed.Plain(body: new string('\u00fc', 600) + "\r\n");

        Assert.Equal("552 5.3.4 The message is larger than 500 octets (Outbox:MaxMessageSize).", IntakeBed.Refused(message, configure: o => o.MaxMessageSize = 500));

        // Base64 makes it larger than it came
        Assert.StartsWith(
            "552 5.3.4 ",
            IntakeBed.Refused(IntakeBed.Plain("Content-Type: a/b\r\n", new string('\u00fc', 600)), configure: o => o.MaxMessageSize = 1_000),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Take_NobodyOrAnAddressThatIsNone_IsRefused()
    {
        Assert.StartsWith("554 5.5.1 ", IntakeBed.Refused(IntakeBed.Plain(), change: m => m with { Recipients = [] }), StringComparison.Ordinal);
        Assert.Equal(
            "554 5.1.3 a@b..example is no address that mail can carry.", IntakeBed.Refused(IntakeBed.Plain(), change: m => m with { Recipients = ["a@b..example"] }));
    }

    [Fact]
    public void Take_ThousandRecipients_KeepsThemAll()
    {
        List<string> recipients = [.. Enumerable.Range(0, 1_000).Select(i => $"r{i}@bar.example")];

        var email = IntakeBed.Taken(IntakeBed.Plain($"Cc: {string.Join(",\r\n ", recipients)}\r\n"), change: m => m with { Recipients = recipients });

        Assert.Equal(recipients, email.Recipients.Select(r => r.Address));
        Assert.All(email.Recipients, r => Assert.Equal(EmailConsole.Outbox.RecipientKind.Cc, r.Kind));
    }

    [Theory]
    [InlineData("Received: from a by console.example.com with ESMTPSA id 0199f0c27c1e7a539b1d5f0e8a3c2d11;\r\n\tSun, 29 Nov 2026 19:07:28 +0000\r\n")]
    [InlineData("received: from a\r\n\tby CONSOLE.example.com with SMTP id 0199f0c27c1e7a539b1d5f0e8a3c2d11; Sun, 29 Nov 2026 19:07:28 +0000\r\n")]
    public void Take_OwnReceived_IsALoop(string received) =>
        Assert.StartsWith("554 5.4.6 The message was here before", IntakeBed.Refused(IntakeBed.Plain(received)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Received: from a by console.example.com with ESMTP id 4f1Zk50; Sun, 29 Nov 2026 19:07:28 +0000\r\n")]
    [InlineData("Received: from a by other.example.com with ESMTPSA id 0199f0c27c1e7a539b1d5f0e8a3c2d11; Sun, 29 Nov 2026 19:07:28 +0000\r\n")]
    public void Take_ReceivedOfOthers_IsNone(string received) => Fit.Assert(IntakeBed.Taken(IntakeBed.Plain(received)));

    [Fact]
    public void Take_MoreThanAHundredReceived_IsALoop() =>
        Assert.StartsWith(
            "554 5.4.6 ", IntakeBed.Refused(IntakeBed.Plain(string.Concat(Enumerable.Repeat("Received: a\r\n", 101)))), StringComparison.Ordinal);

    [Theory]
    [InlineData("app", true, false, "app", "ESMTPA")]
    [InlineData("", false, true, "unknown", "SMTP")]
    [InlineData("a\r\nBcc: x (by b) ü", true, true, "aBcc:xbyb", "ESMTPSA")]
    [InlineData("[IPv6:2001:db8::1]", true, true, "[IPv6:2001:db8::1]", "ESMTPSA")]
    public void Take_WhateverTheClientCallsItself_ReceivedIsOneField(string ehlo, bool isExtended, bool isEncrypted, string shown, string protocol) =>
        Assert.StartsWith(
            $"Received: from {shown}\r\n\tby {IntakeBed.Host} with {protocol} id {IntakeBed.Id:N};\r\n\tSun, 29 Nov 2026 19:07:28 +0000\r\nFrom:",
            IntakeBed.Taken(IntakeBed.Plain(), change: m => m with { EhloName = ehlo, IsExtended = isExtended, IsEncrypted = isEncrypted }).Text(),
            StringComparison.Ordinal);

    [Fact]
    public void Take_Refused_CountsByReason()
    {
        Assert.Equal(RefusalCause.Malformed, Reason(IntakeBed.Plain(body: "\0")));
        Assert.Equal(RefusalCause.Malformed, Reason("Hello\r\n"));
        Assert.Equal(RefusalCause.SenderNotAllowed, Reason(IntakeBed.Plain().Replace(IntakeBed.From, "x@foo.example", StringComparison.Ordinal)));

        static RefusalCause Reason(string message) => Assert.IsType<IntakeResult.Refused>(IntakeBed.Take(message)).Cause;
    }
}
