namespace EmailConsole.Tests.Submission.Intake;

public sealed class SignedMessageTests
{
    private static string Signed(string covered, string fields = "", string body = "Hello\r\n") =>
        IntakeBed.Plain($"{fields}DKIM-Signature: v=1; a=rsa-sha256; d=foo.example;\r\n\th = {covered} ; b=dGVz\r\n\tdA==\r\n", body);

    [Theory]
    [InlineData("from:to:\r\n\t Bcc", "Bcc: a@b.example\r\n", "Bcc")]
    [InlineData("from:resent-bcc", "Resent-Bcc: a@b.example\r\n", "Resent-Bcc")]
    [InlineData("From : Sender", "Sender: a@b.example\r\n", "Sender")]
    [InlineData("from:x-emailconsole-priority", "X-EmailConsole-Priority: high\r\n", "X-EmailConsole-Priority")]
    public void Take_SignatureCoversWhatMustGo_IsRefusedWithTheReason(string covered, string field, string name) => Assert.Equal(
        $"554 5.6.0 {name} must be taken out, and the message's signature covers it: leave it out before signing.", IntakeBed.Refused(Signed(covered, field)));

    [Theory]
    [InlineData("Bcc: a@b.example\r\n")]
    [InlineData("Sender: a@b.example\r\n")]
    [InlineData("Return-Path: <a@b.example>\r\n")]
    public void Take_SignatureDoesNotCoverIt_IsTakenOut(string field) =>
        Assert.Equal(IntakeBed.Received + Signed("from:to"), IntakeBed.Taken(Signed("from:to", field)).Text());

    [Fact]
    public void Take_CoveredButNotThere_IsUntouched() =>
        Assert.Equal(IntakeBed.Received + Signed("from:bcc:sender:mime-version"), IntakeBed.Taken(Signed("from:bcc:sender:mime-version")).Text());

    [Theory]
    [InlineData("from:date", "Date: Sun, 29 Nov 2026 20:07:27 +0100\r\n", "Date")]
    [InlineData("from:message-id", "Message-ID: <1.2@foo.example>\r\n", "Message-ID")]
    public void Take_SignatureCoversAFieldThatIsMissing_IsRefused(string covered, string field, string name) => Assert.Equal(
        $"554 5.6.0 {name} is missing or malformed, and the message's signature covers it: set it before signing.",
        IntakeBed.Refused(Signed(covered).Replace(field, "", StringComparison.Ordinal)));

    [Fact]
    public void Take_MissingAndNotCovered_IsAdded()
    {
        var email = Fit.Assert(IntakeBed.Taken(Signed("from").Replace("Message-ID: <1.2@foo.example>\r\n", "", StringComparison.Ordinal)));

        Assert.True(email.Raw().IsSigned);
        Assert.Equal($"{IntakeBed.Id:N}@foo.example", email.Read().MessageId);
    }

    [Fact]
    public void Take_SignedAndNotFit_IsRefusedWithTheReason()
    {
        Assert.Equal("554 5.6.0 The message is signed, and has line breaks that are not CR LF.", IntakeBed.Refused(Signed("from", body: "a\nb\r\n")));
        Assert.Equal(
            "554 5.6.0 The message is signed, and a line of its body is longer than 998 characters.",
            IntakeBed.Refused(Signed("from", body: new string('x', 999) + "\r\n")));
        Assert.Equal(
            "554 5.6.0 The message is signed, and a line of X-A is longer than 998 characters.", IntakeBed.Refused(Signed("from", $"X-A: {new string('x', 994)}\r\n")));
        Assert.Equal("554 5.6.0 The message is signed, and X-A is neither ASCII nor UTF-8.", IntakeBed.Refused(Signed("from", "X-A: \u00fc\r\n")));
        Fit.Assert(IntakeBed.Taken(Signed("from", $"X-A: {new string('x', 993)}\r\n", new string('x', 998) + "\r\n")));
    }

    [Fact]
    public void Take_SignedWithOctetsAbove127_SaysWhatItNeeds()
    {
        var message = Signed("from", IntakeBed.Utf8("X-A: ü\r\n"), "\u00fc\r\n");

        var email = Fit.Assert(IntakeBed.Taken(message));

        Assert.Equal(IntakeBed.Received + message, email.Text());
        Assert.True(email.Raw() is { IsSigned: true, NeedsEightBit: true, NeedsUtf8: true });
    }

    [Theory]
    [InlineData("Content-Type: Multipart/Signed ; boundary=b\r\n")]
    [InlineData("Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n")]
    [InlineData("Content-Type: application/x-pkcs7-mime\r\n")]
    [InlineData("ARC-Seal: i=1\r\n")]
    public void Take_SignedInAnotherWay_IsSigned(string field)
    {
        Assert.True(IntakeBed.Taken(IntakeBed.Plain($"MIME-Version: 1.0\r\n{field}")).Raw().IsSigned);
        Assert.StartsWith("554 5.6.0 The message is signed", IntakeBed.Refused(IntakeBed.Plain(field, "a\nb\r\n")), StringComparison.Ordinal);
    }
}
