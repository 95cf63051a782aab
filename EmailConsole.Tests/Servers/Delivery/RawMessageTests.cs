using System.Text;
using EmailConsole.Tests.Delivery;

namespace EmailConsole.Tests.Servers.Delivery;

/// <summary>What arrives in a mailbox of Postfix of a message that a program wrote.</summary>
[Collection(MailServers.Collection)]
public sealed class RawMessageTests(MailServers servers)
{
    [MailServersTheory]
    [InlineData("", false)]
    [InlineData("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n", false)]
    [InlineData("X-Note: Grüße\n", false)]
    [InlineData("", true)]
    public async Task Send_Raw_ArrivesByteForByteBehindWhatServersAdd(string more, bool isSigned)
    {
        var recipient = TestDelivery.NewRecipient();
        var raw = RawMail.Of(
            $"From: {MailAccount.Address}\nTo: somebody else <other@bar.example>\nDate: Mon, 02 Feb 2026 10:00:00 +0100\nMessage-ID: <{Guid.NewGuid():N}@foo.example>\n"
            + $"Subject: a  folded\n\t subject\n{more}\n.\n..\n.dots \n\ttab{(more.Contains("8bit", StringComparison.Ordinal) ? "Grüße ☂" : "")}\n\n\n",
            isSigned);

        var delivery = await TestDelivery.SendAsync(
            servers.Console, TestDelivery.Basic(servers) with { ReplyTo = "help@sender.test" }, recipient: recipient, email: RawMail.Email(raw, recipient));

        delivery.AssertDelivered(servers);
        var arrived = Encoding.Latin1.GetString(await servers.Postfix.FindBytesAsync(recipient));
        var sent = Encoding.Latin1.GetString(raw.Content.Span).Replace("\r\n", "\n", StringComparison.Ordinal);
        Assert.EndsWith(sent, arrived, StringComparison.Ordinal);
        Assert.Equal(!isSigned, arrived[..^sent.Length].EndsWith("Reply-To: help@sender.test\nAuto-Submitted: auto-generated\n", StringComparison.Ordinal));
    }
}
