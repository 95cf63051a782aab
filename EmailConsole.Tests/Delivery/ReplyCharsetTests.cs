using System.Text;
using EmailConsole.Delivery.Smtp;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery;

/// <summary>What servers say in the charsets of their operators.</summary>
public sealed class ReplyCharsetTests : IDisposable
{
    private const string Chinese = "\u8BF7\u4F7F\u7528\u6388\u6743\u7801\u767B\u5F55\u3002";

    private readonly SenderBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("smtp.example.com", 54936, Chinese)]
    [InlineData("smtp.example.com", 54936, "\u7528\u6237\u540D\u6216\u5BC6\u7801\u9519\u8BEF\uFF0C\u8BF7\u91CD\u8BD5")]
    [InlineData("smtp.163.com", 54936, "\u9555\u57FA \u00DF")]
    [InlineData("mail.foo.cn.", 54936, "\u5931\u8D25")]
    [InlineData("MAIL.FOO.CN", 54936, "\u9555\u57FA")]
    [InlineData("smtp.example.com", 28591, "Empf\u00E4nger unbekannt")]
    [InlineData("smtp.example.com", 28591, "cr\u00E9\u00E9e, refus\u00E9e")]
    [InlineData("smtp.example.com", 28591, "Gr\u00F6\u00DFe \u00E4\u00F6\u00FC")]
    [InlineData("smtp.example.com", 1252, "\u201CNo\u201D \u2013 5 \u20AC")]
    [InlineData("smtp.foo.jp", 932, "\u8A8D\u8A3C\u306B\u5931\u6557\u3057\u307E\u3057\u305F")]
    [InlineData("smtp.foo.kr", 949, "\uC778\uC99D \uC2E4\uD328")]
    [InlineData("smtp.foo.com.tw", 950, "\u8A8D\u8B49\u5931\u6557")]
    [InlineData("smtp.163.com", 65001, "Empf\u00E4nger \u8BF7")]
    [InlineData("notqq.com", 28591, "\u00E9\u00E9")]
    public void Choose_Host_ReadsTheWords(string host, int codePage, string words)
    {
        var encoding = codePage is 65001 or 28591 ? Encoding.GetEncoding(codePage) : CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
        var bytes = encoding.GetBytes(words);

        Assert.Equal(words, ReplyCharset.Choose(bytes, host).GetString(bytes));
    }

    [Fact]
    public async Task SendOnceAsync_ChineseReply_IsReadable()
    {
        await using var server = new ScriptedSmtpServer().Reply("AUTH", Gbk($"535 Error: {Chinese}\r\n")).Start();

        Assert.Equal($"535 Error: {Chinese}", (await _bed.FailAsync(server)).ServerText);
        Assert.Contains($"S: 535 Error: {Chinese}", _bed.Listener.Lines);
    }

    [Fact]
    public async Task SendOnceAsync_LinesOfOneReply_AreInOneCharset()
    {
        // The second line alone would pass for UTF-8
        await using var server = new ScriptedSmtpServer()
            .Reply("AUTH", Gbk($"535-{Chinese}\r\n535-\u8054\u901A\r\n535 Sorry\r\n")).Start();

        Assert.Equal($"535 {Chinese} \u8054\u901A Sorry", (await _bed.FailAsync(server)).ServerText);
    }

    [Fact]
    public async Task SendOnceAsync_WesternReply_IsReadableAndItsControlCharactersGo()
    {
        await using var server = new ScriptedSmtpServer().Reply("RCPT", [.. "550 5.1.1 Empf"u8, 0xE4, .. "nger\u0007 unbekannt\r\n"u8]).Start();

        Assert.Equal("550 5.1.1 Empf\u00E4nger unbekannt", (await _bed.FailAsync(server)).ServerText);
    }

    private static byte[] Gbk(string text) => CodePagesEncodingProvider.Instance.GetEncoding(54936)!.GetBytes(text);
}
