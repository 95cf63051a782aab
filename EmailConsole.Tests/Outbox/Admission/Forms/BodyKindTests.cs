using EmailConsole.Outbox.Admission.Forms;

namespace EmailConsole.Tests.Outbox.Admission.Forms;

public sealed class BodyKindTests
{
    [Theory]
    [InlineData("<!DOCTYPE html><title>x</title>")]
    [InlineData(" \r\n\t<!doctype HTML PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\">")]
    [InlineData("<html>")]
    [InlineData("\n<HTML lang=\"de\">Hi")]
    [InlineData("\uFEFF<html>")]
    [InlineData("<html")]
    [InlineData("<p>Hi</p>")]
    [InlineData("Hi <b>you</b></DIV >")]
    [InlineData("Hi</td\n>")]
    [InlineData("</p</x</h1>")]
    [InlineData("<h2>Hi</h2>")]
    public void LooksLikeHtml_Html_IsSeen(string body) => Assert.True(BodyKind.LooksLikeHtml(body));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("Hi")]
    [InlineData("1 < 2 and 3 > 2")]
    [InlineData("<htmlish>")]
    [InlineData("See <html>")]
    [InlineData("<b>Hi</b> <a href=\"x\">y</a>")]
    [InlineData("<p>Hi")]
    [InlineData("</p")]
    [InlineData("</")]
    [InlineData("</>")]
    [InlineData("</px>")]
    [InlineData("</p x>")]
    [InlineData("< /p>")]
    [InlineData("<user@foo.example> wrote: </quote>")]
    [InlineData("<?xml version=\"1.0\"?><note></note>")]
    public void LooksLikeHtml_Text_IsSeen(string body) => Assert.False(BodyKind.LooksLikeHtml(body));

    /// <summary>What is nearly a closing tag costs each character a few looks, not all that follow.</summary>
    [Theory]
    [InlineData("</")]
    [InlineData("</p ")]
    [InlineData("</p\n\n\n\n\n\n\n\n")]
    public void LooksLikeHtml_NearlyHtmlWithoutEnd_IsText(string part) =>
        Assert.False(BodyKind.LooksLikeHtml(string.Concat(Enumerable.Repeat(part, 2_000_000))));

    [Fact]
    public void LooksLikeHtml_BlanksAfterATagWithoutEnd_IsText() => Assert.False(BodyKind.LooksLikeHtml("</p" + new string(' ', 5_000_000)));
}
