using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox.Admission;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace EmailConsole.Tests.Outbox.Admission;

public sealed class MessageSizeTests
{
    private static readonly EmailProviderSettings Settings = new() { Host = "localhost", FromAddress = "no-reply@foo.example" };

    public static TheoryData<string, string?, string?, int> Messages => new()
    {
        { "Your code", "Your code is 123456.\n", null, 0 },
        { "Your code", Lines("Your code is 123456.", 5000), null, 0 },
        { "Your code", null, Lines("<p style=\"margin:0;color:#333\" class=\"x\">Use it within ten minutes.</p>", 300), 0 },
        { "Your code", new string('x', 100_000), "<p>" + new string('=', 20_000), 0 },
        { "Grüße aus München", Lines("Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.", 500), null, 0 },
        { "ご注文の確認", Lines("ご注文ありがとうございます。", 1000), Lines("<p>ご注文ありがとうございます。</p>", 1000), 0 },
        { "😀", Lines("😀😀😀 done", 500), null, 0 },
        { "Files", "See the files.", "<p>See the files.</p>", 3_000_000 },
        { "File", "See the file.", null, 10 },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Estimate_AMessage_IsWithinATenthOfWhatIsSent(string subject, string? text, string? html, int attached)
    {
        var email = new OutgoingEmail([new MailboxAddress("José Ñandú", "a@b.example"), new MailboxAddress(null, "c@d.example")], subject, text, html)
        {
            Headers = [new OutgoingHeader("List-Unsubscribe", "<https://foo.example/unsubscribe/0123456789>")],
            Attachments = attached == 0 ? [] : [new OutgoingAttachment("Übersicht.pdf", "application/pdf", new byte[attached]), new OutgoingAttachment("b.txt", "text/plain", new byte[7], "b@foo.example")],
        };
        var (built, _) = new MessageBuilder(new FakeTimeProvider()).Build(email, Settings);
        using var message = built!;

        Assert.InRange(MessageSize.Estimate(email), message.Content.Length * 0.98, (message.Content.Length * 1.1) + 800);
    }

    private static string Lines(string line, int count) => string.Concat(Enumerable.Repeat(line + "\n", count));
}
