using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Submission.Intake;
using MimeKit;

namespace EmailConsole.Tests.Submission.Intake;

public sealed class SenderRuleTests
{
    private static string With(string from, string fields = "") =>
        IntakeBed.Plain(fields).Replace($"From: Foo <{IntakeBed.From}>", $"From: {from}", StringComparison.Ordinal);

    [Theory]
    [InlineData("no-reply@foo.example")]
    [InlineData("<no-reply@FOO.Example>")]
    [InlineData("\"Support, Foo\" <no-reply@foo.example> (automatic)")]
    [InlineData("=?utf-8?q?Z=C3=BCrich?= <no-reply@foo.example>")]
    [InlineData("\"other@foo.example\" <no-reply@foo.example>")]
    [InlineData("John Q. Public <no-reply@foo.example>")]
    [InlineData("no-reply@foo.example (John)")]
    public void Take_FromOfTheProvider_PassesAsItIs(string from)
    {
        var email = IntakeBed.Taken(With(from));

        Assert.Equal(IntakeBed.Received + With(from), email.Text());
        Assert.Equal("foo.example", email.MessageIdDomain);
        Assert.False(email.Raw().MayNameOther);
    }

    /// <summary>Some readers show another address than the one that was checked; written plainly, all show the same.</summary>
    [Theory]
    [InlineData("evil@x.example <no-reply@foo.example", "\"evil@x.example\" <no-reply@foo.example>")]
    [InlineData("evil@x.example <no-reply@foo.example>", "\"evil@x.example\" <no-reply@foo.example>")]
    [InlineData("evil@x.example\r\n <no-reply@foo.example>", "\"evil@x.example\" <no-reply@foo.example>")]
    [InlineData("<<no-reply@foo.example>>", "no-reply@foo.example")]
    [InlineData("<no-reply@foo.example", "no-reply@foo.example")]
    [InlineData("no-reply@foo.example>", "no-reply@foo.example")]
    [InlineData("no-reply@foo.example,", "no-reply@foo.example")]
    [InlineData("no-reply@foo.example.", "no-reply@foo.example")]
    [InlineData("Foo < no-reply @ foo.example >", "\"Foo\" <no-reply@foo.example>")]
    public void Take_FromThatReadersUnderstandDifferently_IsWrittenPlainly(string from, string plain)
    {
        Assert.Contains($"\r\nFrom: {plain}\r\n", Fit.Assert(IntakeBed.Taken(With(from))).Text(), StringComparison.Ordinal);
        Assert.StartsWith("554 5.6.0 From can be read in more than one way", IntakeBed.Refused(With(from, "DKIM-Signature: v=1; h=From:To; b=x\r\n")), StringComparison.Ordinal);
    }

    [Fact]
    public void Take_SignedFromThatNamesItself_PassesAsItIs()
    {
        var text = With("no-reply@foo.example <no-reply@foo.example>", "DKIM-Signature: v=1; h=From:To; b=x\r\n");

        Assert.Equal(IntakeBed.Received + text, IntakeBed.Taken(text).Text());
    }

    [Fact]
    public void Take_FromInALabelsAndPolicyInLetters_IsTheSame()
    {
        var policy = new SenderPolicy("a@Bücher.example", OtherSenders.Refuse, []);

        Fit.Assert(IntakeBed.Taken(With("a@xn--bcher-kva.example"), policy));
        Assert.Contains("From: a@xn--bcher-kva.example\r\n", Fit.Assert(IntakeBed.Taken(With(IntakeBed.Utf8("a@BÜCHER.example")), policy)).Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("No-Reply@foo.example")]
    [InlineData("x@foo.example")]
    [InlineData("no-reply@sub.foo.example")]
    public void Take_AnotherFrom_IsRefusedNamingBoth(string from) => Assert.Equal(
        $"550 5.7.1 From {from} may not send here: use the From Address of the email provider, no-reply@foo.example, or have an administrator allow others on the Email Provider page.",
        IntakeBed.Refused(With($"Any <{from}>")));

    [Fact]
    public void Take_AnotherFromOfLettersAndLength_ReplyIsOneShortLineOfAscii()
    {
        var reply = IntakeBed.Refused(With(IntakeBed.Utf8($"{new string('ü', 60)}@{string.Join('.', Enumerable.Repeat(new string('a', 60), 4))}")));

        Assert.True(reply.Length <= 500);
        Assert.All(reply, c => Assert.InRange(c, ' ', '~'));
        Assert.Contains(IntakeBed.From, reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a@foo.example, b@foo.example")]
    [InlineData("no-reply@foo.example, no-reply@foo.example")]
    [InlineData("group: no-reply@foo.example;")]
    [InlineData("<@relay.example:no-reply@foo.example>")]
    [InlineData("Doe, John <no-reply@foo.example>")]
    [InlineData("")]
    [InlineData("<>")]
    [InlineData("\u00fc <no-reply@foo.example>")]
    public void Take_FromThatIsNotOneMailbox_IsRefused(string from) =>
        Assert.StartsWith("554 5.6.0 From must be one mailbox", IntakeBed.Refused(With(from), IntakeBed.Replace), StringComparison.Ordinal);

    [Theory]
    [InlineData("x@bar.example")]
    [InlineData("X <anybody@list.example>")]
    [InlineData("anybody@LIST.example")]
    [InlineData("a@xn--bcher-kva.example")]
    public void Take_AllowedFrom_PassesAsItIs(string from)
    {
        var email = IntakeBed.Taken(With(from), IntakeBed.Allow("x@bar.example", "@list.example", "@bücher.example"));

        Assert.Equal(IntakeBed.Received + With(from), email.Text());
        Assert.True(email.Raw().MayNameOther);
        Assert.EndsWith(from.TrimEnd('>').Split('@')[1].ToLowerInvariant(), email.From, StringComparison.Ordinal);
        Assert.Equal(from.TrimEnd('>').Split('@')[1].ToLowerInvariant(), email.MessageIdDomain);
    }

    [Theory]
    [InlineData("y@bar.example")]
    [InlineData("a@sub.list.example")]
    [InlineData("a@notlist.example")]
    [InlineData("list.example")]
    public void Take_FromThatIsNotOnTheList_IsRefused(string from) =>
        Assert.StartsWith("550 5.7.1 From ", IntakeBed.Refused(With(from), IntakeBed.Allow("x@bar.example", "@list.example")), StringComparison.Ordinal);

    [Fact]
    public void Take_AllowedFromOverTheSuperTenantsServer_IsOfAPermittedDomain()
    {
        var policy = IntakeBed.Allow("@list.example", "@bar.example") with { Permitted = PlatformSenders.OwnDomainsOnly.Of("bar.example") };

        Assert.True(IntakeBed.Taken(With("a@bar.example"), policy).Raw().MayNameOther);
        Assert.Equal(
            "550 5.7.1 From a@list.example may not send over the super tenant's server, by which mail leaves here: have its administrators permit the domain, or set up a server of your own.",
            IntakeBed.Refused(With("a@list.example"), policy));
        Assert.False(IntakeBed.Taken(With(IntakeBed.From), policy).Raw().MayNameOther);
    }

    [Fact]
    public void Take_Replace_KeepsTheNameAndAnswersGoToTheOldOne()
    {
        var email = Fit.Assert(IntakeBed.Taken(With("Alarm \"3\" <root@host.example>", "Sender: root@host.example\r\n"), IntakeBed.Replace));

        var message = email.Read();
        Assert.Equal(new MailboxAddress("Alarm 3", IntakeBed.From), Assert.Single(message.From.Mailboxes));
        Assert.Equal("root@host.example", Assert.Single(message.ReplyTo.Mailboxes).Address);
        Assert.Null(message.Sender);
        Assert.Equal(IntakeBed.From, email.From);
        Assert.False(email.Raw().MayNameOther);
    }

    [Fact]
    public void Take_ReplaceWithReplyTo_KeepsIt() => Assert.Equal(
        "help@bar.example",
        Assert.Single(IntakeBed.Taken(With("root@host.example", "Reply-To: help@bar.example\r\n"), IntakeBed.Replace).Read().ReplyTo.Mailboxes).Address);

    [Fact]
    public void Take_ReplaceAndSigned_TakesTheSignaturesOut()
    {
        var signed = ClientMessages.Relayed.Replace("Foo <no-reply@foo.example>", IntakeBed.Utf8("Fü <root@host.example>"), StringComparison.Ordinal)
            .Replace("To: to", "ARC-Seal: i=1; a=rsa-sha256\r\nTo: to", StringComparison.Ordinal);

        var email = Fit.Assert(IntakeBed.Taken(signed, IntakeBed.Replace));

        Assert.DoesNotContain("DKIM-Signature", email.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("ARC-Seal", email.Text(), StringComparison.Ordinal);
        Assert.True(email.Raw() is { IsSigned: false, NeedsEightBit: false });
        Assert.Equal("Grüße", email.Read().TextBody!.Trim());
        Assert.Equal("Fü", Assert.Single(email.Read().From.Mailboxes).Name);
    }

    [Theory]
    [InlineData("Sender: no-reply@foo.example\r\n", 1)]
    [InlineData("Sender: Foo <no-reply@FOO.example>\r\n", 1)]
    [InlineData("Sender: no-reply@foo.example\r\nSender: no-reply@foo.example\r\n", 1)]
    [InlineData("Sender: other@foo.example\r\n", 0)]
    [InlineData("Sender:\r\n", 0)]
    public void Take_Sender_StaysOnlyWhereItIsTheSame(string fields, int count) =>
        Assert.Equal(count, IntakeBed.Taken(With("no-reply@foo.example", fields)).Read().Headers.Count(h => h.Id == HeaderId.Sender));
}
