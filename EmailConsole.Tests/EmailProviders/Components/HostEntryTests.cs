using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Components;

namespace EmailConsole.Tests.EmailProviders.Components;

public sealed class HostEntryTests
{
    [Theory]
    [InlineData("smtp.example.com:587", "smtp.example.com", 587, false)]
    [InlineData(" smtp.example.com:25 ", "smtp.example.com", 25, false)]
    [InlineData("smtp://smtp.example.com:2525", "smtp.example.com", 2525, false)]
    [InlineData("SMTP://smtp.example.com/", "smtp.example.com", null, false)]
    [InlineData("smtps://smtp.example.com", "smtp.example.com", 465, true)]
    [InlineData("submissions://smtp.example.com:2465/", "smtp.example.com", 2465, true)]
    [InlineData("[2001:db8::1]:25", "[2001:db8::1]", 25, false)]
    [InlineData("smtp://[2001:db8::1]", "[2001:db8::1]", null, false)]
    [InlineData("192.0.2.1:465", "192.0.2.1", 465, false)]
    [InlineData("mailpit:1025", "mailpit", 1025, false)]
    public void Find_HostWithAPort_TakesThemApart(string typed, string host, int? port, bool isTls) =>
        Assert.Equal(new HostEntry(host, port, isTls), HostEntry.Find(typed));

    [Theory]
    [InlineData("")]
    [InlineData("smtp.example.com")]
    [InlineData("smtp.example.com:")]
    [InlineData("smtp.example.com:0")]
    [InlineData("smtp.example.com:65536")]
    [InlineData("smtp.example.com:+25")]
    [InlineData("smtp.example.com:smtp")]
    [InlineData("2001:db8::1")]
    [InlineData("[2001:db8::1]")]
    [InlineData("https://smtp.example.com:587")]
    [InlineData("smtp://user:secret@smtp.example.com:587")]
    [InlineData("smtp://smtp.example.com/path")]
    [InlineData("codes@example.com:587")]
    [InlineData(":587")]
    public void Find_AnythingElse_IsLeftAsItIs(string typed) => Assert.Null(HostEntry.Find(typed));

    [Fact]
    public void Find_EndlessText_IsLeftAsItIs() => Assert.Null(HostEntry.Find(new string('a', 100_000) + ":587"));

    [Fact]
    public void Fill_PortWithoutTls_KeepsTheEncryption()
    {
        var draft = EmailProviderDraft.From(new EmailProviderSettings { Port = 25, Encryption = SmtpEncryption.StartTlsRequired });

        HostEntry.Find("smtp.example.com:587")!.Fill(draft);

        Assert.Equal(("smtp.example.com", "587", SmtpEncryption.StartTlsRequired), (draft.Host, draft.Port, draft.Encryption));
    }
}
