using EmailConsole.Outbox;

namespace EmailConsole.Tests.Submission.Intake;

public sealed class ExtraFieldsTests
{
    [Fact]
    public void Take_Extras_SayWhatJsonSaysAndGo()
    {
        var email = IntakeBed.Taken(IntakeBed.Plain(
            "X-EmailConsole-Priority: high\r\nx-emailconsole-send-at: 2026-11-30T08:00:00+01:00\r\nX-EmailConsole-Time-To-Live: 300\r\n"
            + "X-EmailConsole-Metadata-Flow: password\r\n recovery\r\nX-EmailConsole-Metadata-name: =?utf-8?q?Z=C3=BCrich?=\r\n"));

        Assert.Equal(IntakeBed.Received + IntakeBed.Plain(), email.Text());
        Assert.Equal(EmailPriority.High, email.Priority);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 7, 0, 0, TimeSpan.Zero), email.SendAt);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 7, 5, 0, TimeSpan.Zero), email.ExpiresAt);
        Assert.Equal("""{"flow":"password recovery","name":"Zürich"}""", email.Metadata);
    }

    [Fact]
    public void Take_NoExtras_IsNormalAndAtOnce()
    {
        var email = IntakeBed.Taken(IntakeBed.Plain());

        Assert.True(email is { Priority: EmailPriority.Normal, SendAt: null, ExpiresAt: null, Metadata: null });
        Assert.Equal(IntakeBed.Id, email.Id);
    }

    [Theory]
    [InlineData("X-EmailConsole-Priority: urgent", "X-EmailConsole-Priority: Use high, normal or bulk.")]
    [InlineData("X-EmailConsole-Priority: ", "X-EmailConsole-Priority: Use high, normal or bulk.")]
    [InlineData("X-EmailConsole-Priority: high\r\nX-EmailConsole-priority: high", "X-EmailConsole-priority: The field stands there twice.")]
    [InlineData("X-EmailConsole-Send-At: tomorrow", "X-EmailConsole-Send-At: Use a date and time with an offset, such as 2026-01-31T12:00:00Z or 2026-01-31T13:00:00+01:00.")]
    [InlineData("X-EmailConsole-Send-At: 2030-01-31T12:00:00Z", "X-EmailConsole-Send-At: Use a time within the next 366 days.")]
    [InlineData("X-EmailConsole-Time-To-Live: 0", "X-EmailConsole-Time-To-Live: Use a whole number of seconds from 1 to 2592000.")]
    [InlineData("X-EmailConsole-Time-To-Live: 2592001", "X-EmailConsole-Time-To-Live: Use a whole number of seconds from 1 to 2592000.")]
    [InlineData("X-EmailConsole-Idempotency-Key:", "X-EmailConsole-Idempotency-Key: Use one key of 1 to 255 printable ASCII characters, such as a UUID.")]
    [InlineData("X-EmailConsole-Metadata-: a", "X-EmailConsole-Metadata-: Use a name of 1 to 64 characters.")]
    [InlineData("X-EmailConsole-Metadata-A: a\r\nX-EmailConsole-Metadata-a: a", "X-EmailConsole-Metadata-a: The field stands there twice.")]
    [InlineData("X-EmailConsole-Prority: high", "X-EmailConsole-Prority: There is no such field. Known are: X-EmailConsole-Priority, X-EmailConsole-Send-At, X-EmailConsole-Time-To-Live, X-EmailConsole-Idempotency-Key, X-EmailConsole-Metadata-...")]
    [InlineData("X-EmailConsole-Metadata-a: \u00fc", "X-EmailConsole-Metadata-a: The text is not valid Unicode.")]
    public void Take_WrongExtra_IsRefusedByTheRuleOfJson(string field, string fault) =>
        Assert.Equal("554 5.6.0 " + fault, IntakeBed.Refused(IntakeBed.Plain(field + "\r\n")));

    [Fact]
    public void Take_TooMuchMetadata_IsRefused()
    {
        Assert.Equal(
            "554 5.6.0 X-EmailConsole-Metadata: Use at most 20 members.",
            IntakeBed.Refused(IntakeBed.Plain(string.Concat(Enumerable.Range(0, 21).Select(i => $"X-EmailConsole-Metadata-m{i}: a\r\n")))));
        Assert.Equal(
            "554 5.6.0 X-EmailConsole-Metadata-a: Use at most 500 characters.",
            IntakeBed.Refused(IntakeBed.Plain($"X-EmailConsole-Metadata-a: {new string('a', 501)}\r\n")));
    }

    [Fact]
    public void Take_TheSameAgain_HasTheSameKey()
    {
        var first = IntakeBed.Key(IntakeBed.Plain())!;

        Assert.Equal(first.KeyHash, IntakeBed.Key(IntakeBed.Plain(), m => m with { Id = Guid.NewGuid(), EhloName = "other" })!.KeyHash);
        Assert.Equal(first.BodyHash, first.KeyHash);
        Assert.NotEqual(first.KeyHash, IntakeBed.Key(IntakeBed.Plain(body: "Other\r\n"))!.KeyHash);
        Assert.NotEqual(first.KeyHash, IntakeBed.Key(IntakeBed.Plain(), m => m with { ReversePath = "" })!.KeyHash);
        Assert.NotEqual(first.KeyHash, IntakeBed.Key(IntakeBed.Plain(), m => m with { Recipients = ["other@bar.example"] })!.KeyHash);
        Assert.Equal(
            IntakeBed.Key(IntakeBed.Plain(), m => m with { Recipients = ["a@bar.example", "b@bar.example"] })!.KeyHash,
            IntakeBed.Key(IntakeBed.Plain(), m => m with { Recipients = ["b@bar.example", "a@BAR.example"] })!.KeyHash);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Message-ID: none\r\n")]
    [InlineData("Message-ID: <a b@c>\r\n")]
    [InlineData("Message-ID:\r\n")]
    public void Take_WithoutMessageId_HasNoKeyAndGetsOne(string field)
    {
        var message = IntakeBed.Plain().Replace("Message-ID: <1.2@foo.example>\r\n", field, StringComparison.Ordinal);

        Assert.Null(IntakeBed.Key(message));
        Assert.Equal($"{IntakeBed.Id:N}@foo.example", Fit.Assert(IntakeBed.Taken(message)).Read().MessageId);
    }

    [Fact]
    public void Take_OwnKey_IsThatOfTheApi()
    {
        var key = IntakeBed.Key(IntakeBed.Plain("X-EmailConsole-Idempotency-Key: order 4711\r\n"))!;

        Assert.Equal(IdempotencyKey.Of("order 4711", "emails", []).KeyHash, key.KeyHash);
        Assert.Equal(key.KeyHash, IntakeBed.Key(IntakeBed.Plain("X-EmailConsole-Idempotency-Key: order 4711\r\n", "Other\r\n"))!.KeyHash);
        Assert.NotEqual(key.BodyHash, IntakeBed.Key(IntakeBed.Plain("X-EmailConsole-Idempotency-Key: order 4711\r\n", "Other\r\n"))!.BodyHash);
    }
}
