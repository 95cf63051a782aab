using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.Tests.EmailProviders.Validation;

public sealed class InvisibleCharactersTests
{
    [Theory]
    [InlineData("abcd\u00A0efgh\u00A0ijkl", "U+00A0 (no-break space)", "abcdefghijkl")]
    [InlineData("smtp.example.com\u200B", "U+200B (zero width space)", "smtp.example.com")]
    [InlineData("\uFEFFuser", "U+FEFF (byte order mark)", "user")]
    [InlineData("\u202Auser\u202C", "U+202A (left-to-right embedding), U+202C (pop directional formatting)", "user")]
    [InlineData("a\u3000b\u2003c", "U+3000 (ideographic space), U+2003", "abc")]
    [InlineData("\U000E0041x", "U+E0041", "x")]
    [InlineData("\u200B\u00A0", "U+200B (zero width space), U+00A0 (no-break space)", "")]
    public void Describe_Invisible_NamesEachOnce(string text, string names, string rest)
    {
        Assert.Contains($": {names}. ", InvisibleCharacters.Describe(text), StringComparison.Ordinal);
        Assert.Equal(rest, InvisibleCharacters.TakeOut(text));
        Assert.Null(InvisibleCharacters.Describe(rest));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("Größe ✓ 確認 😀")]
    public void Describe_Visible_IsSilent(string text)
    {
        Assert.Null(InvisibleCharacters.Describe(text));
        Assert.Equal(text, InvisibleCharacters.TakeOut(text));
    }

    [Fact]
    public void Describe_Secret_SaysNothingElseOfIt() =>
        Assert.DoesNotContain("hunter", InvisibleCharacters.Describe("hunter\u00A02")!, StringComparison.Ordinal);

    [Theory]
    [InlineData("hunter2 ", "Ends with a blank", "hunter2")]
    [InlineData(" hunter2", "Begins with a blank", "hunter2")]
    [InlineData("\thunter 2 ", "Begins and ends with a blank", "hunter 2")]
    [InlineData("hunter2\u00a0", "no-break space", "hunter2")]
    public void Describe_BlankAtAnEnd_IsSaid(string text, string said, string without)
    {
        Assert.Contains(said, InvisibleCharacters.Describe(text), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", InvisibleCharacters.Describe(text), StringComparison.Ordinal);
        Assert.Equal(without, InvisibleCharacters.TakeOut(text));
        Assert.Null(InvisibleCharacters.Describe(without));
    }
}
