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
}
