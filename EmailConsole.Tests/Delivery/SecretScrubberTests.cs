using System.Text;
using EmailConsole.Delivery;

namespace EmailConsole.Tests.Delivery;

public sealed class SecretScrubberTests
{
    private const string Secret = "p@ss wörd/+?=&";

    [Fact]
    public void Scrub_SecretInAnyForm_IsRemoved()
    {
        var scrubber = SecretScrubber.For(Secret, null, "");
        string[] forms =
        [
            Secret,
            Secret.ToUpperInvariant(),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)),
            Uri.EscapeDataString(Secret),
            Uri.EscapeDataString(Secret).Replace("%20", "+", StringComparison.Ordinal),
        ];

        Assert.All(forms, form => Assert.Equal("said ***, yes", scrubber.Scrub($"said {form}, yes")));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "b")]
    [InlineData("ab", "bc")]
    [InlineData("\0user\0", "")]
    [InlineData("user=x\u0001auth=Bearer ", "\u0001\u0001")]
    public void Scrub_SecretWithinBase64_LeavesNothingToDecode(string before, string after)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Secret + after));

        var scrubbed = SecretScrubber.For(Secret).Scrub(encoded);

        Assert.Contains("***", scrubbed, StringComparison.Ordinal);
        Assert.True(scrubbed.Length - 3 <= encoded.Length - Encoding.UTF8.GetByteCount(Secret) * 8 / 6 + 2, scrubbed);
    }

    [Fact]
    public void Scrub_SecretTornByControlCharacters_IsRemoved() =>
        Assert.Equal("***", SecretScrubber.For("password").Scrub("pass\0\u200Bword"));

    [Fact]
    public void Scrub_ControlAndFormatCharacters_AreRemoved() =>
        Assert.Equal("a b c", SecretScrubber.None.Scrub("a\tb\u001b\u202e\u0007\nc"));

    [Fact]
    public void Scrub_LongText_IsCut()
    {
        var scrubbed = SecretScrubber.None.Scrub(new string('x', 5_000));

        Assert.Equal(SecretScrubber.MaxLength, scrubbed.Length);
        Assert.EndsWith("…", scrubbed, StringComparison.Ordinal);
    }

    [Fact]
    public void With_OneMore_RemovesBoth() =>
        Assert.Equal("*** and ***", SecretScrubber.For("secret-one").With("other-two").Scrub("secret-one and other-two"));

    [Theory]
    [InlineData("ok", "250 2.0.0 Ok: queued as tok-ok1", "250 2.0.0 Ok: queued as tok-ok1")]
    [InlineData("user", "535 The user name of user@foo.example is wrong for user.", "535 The *** name of user@foo.example is wrong for ***.")]
    [InlineData("ass", "535 password passed the class", "535 password passed the class")]
    [InlineData("abc", "535 you said abc or \"abc\" (abc) password=abc; YWJj", "535 you said *** or \"***\" (***) password=***; ***")]
    [InlineData("7.1", "550 5.7.1 version 5.7.1 is not 7.1", "550 5.7.1 version 5.7.1 is not ***")]
    [InlineData("250", "250 2.0.0 Ok 250", "250 2.0.0 Ok ***")]
    [InlineData("a b", "535 a b c", "535 *** c")]
    public void Scrub_ShortSecret_IsRemovedAsAWordOfItsOwnAlone(string secret, string text, string shown) =>
        Assert.Equal(shown, SecretScrubber.For(secret).Scrub(text));

    [Theory]
    [InlineData("\u200B")]
    [InlineData("\u200B\uFEFF\u202E")]
    [InlineData(" ")]
    [InlineData("\t")]
    public void Scrub_SecretOfNothingVisible_LeavesTheWords(string secret) =>
        Assert.Equal("535 no, not this", SecretScrubber.For(secret).Scrub("535 no, not this"));

    [Theory]
    [InlineData("535-You said correct-h\n535 orse-battery twice", "535-You said *** 535 *** twice")]
    [InlineData("535-5.7.8 You said correct-h\n535-5.7.8 orse-bat\n535 5.7.8 tery twice", "535-5.7.8 You said *** 535-5.7.8 *** 535 5.7.8 *** twice")]
    [InlineData("correct-horse-  battery", "***")]
    [InlineData("535 You said 250-correct\n535 x", "535 You said 250-correct 535 x")]
    public void Scrub_SecretFoldedOverLines_IsRemoved(string text, string shown) =>
        Assert.Equal(shown, SecretScrubber.For("correct-horse-battery").Scrub(text));

    [Fact]
    public void Scrub_SecretThatLooksLikeTheStartOfAReply_IsRemoved() =>
        Assert.Equal("220 a ***", SecretScrubber.For("250-5.7.8").Scrub("220 a\n250-5.7.8"));

    [Fact]
    public void Scrub_SecretAcrossTheCut_IsRemoved()
    {
        var secret = new string('s', 40) + "ecret";

        Assert.DoesNotContain("ss", SecretScrubber.For(secret).Scrub(new string('x', 1_980) + secret), StringComparison.Ordinal);
    }

    [Fact]
    public void Scrub_SecretAcrossTheEndOfWhatIsSearched_IsRemoved()
    {
        // So often that what is left of all fits into what is shown
        const string secret = "correct-horse-battery-staple-and-some-more";
        var text = string.Concat(Enumerable.Repeat(secret + " ", 600));

        Assert.DoesNotContain("correct", SecretScrubber.For(secret).Scrub(text), StringComparison.Ordinal);
    }

    [Fact]
    public void ScrubLines_MoreShouldHaveCome_TheBeginningOfASecretGoes()
    {
        var scrubber = SecretScrubber.For("correct-horse-battery");

        Assert.Equal(["535-it was ***"], scrubber.ScrubLines(["535-it was correct-h"], isCut: true));
        Assert.Equal(["535-it was correct-h"], scrubber.ScrubLines(["535-it was correct-h"], isCut: false));
    }

    [Fact]
    public void ScrubLines_ManyLines_AreCutTogether()
    {
        var lines = SecretScrubber.None.ScrubLines([.. Enumerable.Repeat("250-" + new string('x', 500), 200)], isCut: false);

        Assert.InRange(lines.Sum(l => l.Length), 1_500, SecretScrubber.MaxLength);
        Assert.EndsWith("…", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Scrub_SecretWithinItself_IsRemovedWhole() =>
        Assert.Equal("***", SecretScrubber.For("ababab").Scrub("abababababa"[..8]));
}
