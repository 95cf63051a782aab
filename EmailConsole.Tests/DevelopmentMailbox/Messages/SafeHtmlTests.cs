using EmailConsole.DevelopmentMailbox.Messages;
using MimeKit;
using MimeKit.Utils;

namespace EmailConsole.Tests.DevelopmentMailbox.Messages;

public sealed class SafeHtmlTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>after", "after")]
    [InlineData("<SCRIPT src=https://evil.example/x.js></SCRIPT>after", "after")]
    [InlineData("<meta http-equiv=refresh content='0;url=https://evil.example'>after", "after")]
    [InlineData("<base href=https://evil.example>after", "after")]
    [InlineData("<link rel=stylesheet href=https://evil.example/x.css>after", "after")]
    [InlineData("<iframe src=https://evil.example></iframe>after", "after")]
    [InlineData("<form action=https://evil.example><b>in</b></form>after", "<b>in</b>after")]
    [InlineData("<b onclick='alert(1)' style='color:red'>x</b>", "<b style=\"color:red\">x</b>")]
    [InlineData("<a href='javascript:alert(1)'>x</a>", "<a>x</a>")]
    [InlineData("<a href=' java&#10;script:alert(1)'>x</a>", "<a>x</a>")]
    [InlineData("<a href='/sign-out' target=_top>x</a>", "<a>x</a>")]
    [InlineData("<a href='#part'>x</a>", "<a href=\"#part\">x</a>")]
    [InlineData("<img src='https://evil.example/pixel.gif' srcset='https://evil.example/2x.gif 2x' alt=logo>", "<img alt=\"logo\" data-not-loaded=\"https://evil.example/pixel.gif\"/>")]
    [InlineData("<style>p { color: red }</style><p>x</p>", "<style>p { color: red }</style><p>x</p>")]
    public void From_HostileHtml_KeepsOnlyWhatIsHarmless(string html, string expected) =>
        Assert.Equal(expected, SafeHtml.From(Contents(html)));

    [Fact]
    public void From_Link_OpensInANewTabOfItsOwn() => Assert.Equal(
        "<a href=\"https://foo.example/?a=1&amp;b=2\" target=\"_blank\" rel=\"noopener noreferrer\">x</a>",
        SafeHtml.From(Contents("<a target=_top href='https://foo.example/?a=1&amp;b=2' rel=opener>x</a>")));

    [Fact]
    public void From_ImageOfTheMessage_IsPutIn()
    {
        var image = new MimePart("image", "png") { Content = new MimeContent(new MemoryStream([1, 2, 3])), ContentId = MimeUtils.GenerateMessageId() };

        var html = SafeHtml.From(new MessageContents([], null, $"<img src='cid:{image.ContentId}'>", [image]));

        Assert.Equal("<img src=\"data:image/png;base64,AQID\"/>", html);
    }

    [Fact]
    public void From_ContentIdOfNoImage_IsNotPutIn()
    {
        var page = new MimePart("text", "html") { Content = new MimeContent(new MemoryStream([1])), ContentId = "page@foo.example" };

        Assert.DoesNotContain("src=", SafeHtml.From(new MessageContents([], null, "<img src='cid:page@foo.example'>", [page])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image/png", "", "89504E470D0A1A0A", "png")]
    [InlineData("application/octet-stream", "", "89504E470D0A1A0A", "png")]
    [InlineData("application/octet-stream", "", "FFD8FFE000104A46", "jpeg")]
    [InlineData("application/octet-stream", "", "474946383961", "gif")]
    [InlineData("application/octet-stream", "", "524946460000000057454250", "webp")]
    [InlineData("application/octet-stream", "photo.JPG", "00", "jpeg")]
    [InlineData("application/octet-stream", "photo.bmp", "00", "bmp")]
    [InlineData("text/html", "", "474946383961", "gif")]
    [InlineData("image/pjpeg", "", "00", "jpeg")]
    [InlineData("image/jpeg", "", "89504E470D0A1A0A", "png")]
    [InlineData("image/svg+xml", "a.svg", "3C737667", null)]
    [InlineData("application/octet-stream", "a.svg", "3C737667", null)]
    [InlineData("application/octet-stream", "a.html", "3C68746D6C3E", null)]
    [InlineData("text/html", "a.png", "3C68746D6C3E", null)]
    [InlineData("application/octet-stream", "", "", null)]
    public void From_ImageByItsTypeNameOrFirstBytes_IsShownWhereItIsPixels(string type, string name, string bytes, string? shown)
    {
        var octets = Convert.FromHexString(bytes);
        var part = new MimePart(ContentType.Parse(type)) { Content = new MimeContent(new MemoryStream(octets)), ContentId = "a+b@foo.example" };
        if (name.Length > 0)
        {
            part.FileName = name;
        }

        var html = SafeHtml.From(new MessageContents([], null, "<img src='cid:a%2Bb%40foo.example'>", [part]));

        Assert.Equal(
            shown is null
                ? "<img data-not-loaded=\"cid:a%2Bb%40foo.example\"/>"
                : $"<img src=\"data:image/{shown};base64,{Convert.ToBase64String(octets)}\"/>",
            html);
    }

    private static MessageContents Contents(string html) => new([], null, html, []);
}
