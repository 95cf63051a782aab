using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using MimeKit;

namespace EmailConsole.Tests.Servers.Delivery;

/// <summary>What arrives in a mailbox of Postfix.</summary>
[Collection(MailServers.Collection)]
public sealed class MessageTests(MailServers servers)
{
    [MailServersFact]
    public async Task Send_NamesAndSubjectOfManyLanguages_ArriveAsWritten()
    {
        var recipient = TestDelivery.NewRecipient();
        var settings = TestDelivery.Basic(servers) with
        {
            DisplayNameMode = DisplayNameMode.Name,
            DisplayName = "شركة المثال",
            ReplyTo = "help@sender.test",
        };
        var email = new OutgoingEmail([new MailboxAddress("受信者", recipient)], "確認コードのご案内", "コード 123456 · ☂", "<p>コード <b>123456</b></p>");

        var delivery = await TestDelivery.SendAsync(servers.Console, settings, recipient: recipient, email: email);

        delivery.AssertDelivered(servers);
        var mail = await servers.Postfix.FindMailAsync(recipient);
        Assert.Equal(new MailboxAddress("شركة المثال", MailAccount.Address), Assert.Single(mail.From.Mailboxes));
        Assert.Equal("help@sender.test", Assert.Single(mail.ReplyTo.Mailboxes).Address);
        Assert.Equal(new MailboxAddress("受信者", recipient), Assert.Single(mail.To.Mailboxes));
        Assert.Equal("確認コードのご案内", mail.Subject);
        Assert.Equal("コード 123456 · ☂", mail.TextBody?.Trim());
        Assert.Equal("<p>コード <b>123456</b></p>", mail.HtmlBody?.Trim());
    }

    [MailServersFact]
    public async Task Send_AnyMessage_HasTheHeadersOfAGoodOne()
    {
        var delivery = await TestDelivery.SendAsync(servers.Console, TestDelivery.Basic(servers));

        delivery.AssertDelivered(servers);
        var mail = await servers.Postfix.FindMailAsync(delivery.Recipient);
        Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
        Assert.EndsWith("@sender.test", mail.MessageId, StringComparison.Ordinal);
        Assert.InRange(mail.Date, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(1));
        Assert.Equal($"<{MailAccount.Address}>", mail.Headers[HeaderId.ReturnPath]);
        Assert.Empty(mail.ReplyTo);
        Assert.Contains("with ESMTPSA", mail.Headers[HeaderId.Received], StringComparison.Ordinal);
    }

    [MailServersTheory]
    [InlineData(DisplayNameMode.LeaveToServer, null, null)]
    [InlineData(DisplayNameMode.AddressOnly, null, null)]
    [InlineData(DisplayNameMode.Name, "Foo, \"Bar\" <baz>", "Foo, \"Bar\" <baz>")]
    public async Task Send_DisplayNameMode_ShapesFrom(DisplayNameMode mode, string? name, string? seen)
    {
        var settings = TestDelivery.Basic(servers) with { DisplayNameMode = mode, DisplayName = name };

        var delivery = await TestDelivery.SendAsync(servers.Console, settings);

        delivery.AssertDelivered(servers);
        var from = Assert.Single((await servers.Postfix.FindMailAsync(delivery.Recipient)).From.Mailboxes);
        Assert.Equal(MailAccount.Address, from.Address);
        Assert.Equal(seen, from.Name is "" ? null : from.Name);
    }

    [MailServersFact]
    public async Task Send_OneOfTwoRecipientsUnknown_DeliversToTheOther()
    {
        var recipient = TestDelivery.NewRecipient();
        var email = new OutgoingEmail(
            [MailboxAddress.Parse(recipient), MailboxAddress.Parse(MailAccount.UnknownRecipient)], "Two", "Text", null);

        var delivery = await TestDelivery.SendAsync(servers.Console, TestDelivery.Basic(servers), recipient: recipient, email: email);

        var delivered = Assert.IsType<DeliveryOutcome.Delivered>(delivery.Outcome);
        Assert.Equal(MailAccount.UnknownRecipient, Assert.Single(delivered.RefusedRecipients).Address);
        Assert.NotNull(delivered.QueueId);
        await servers.Postfix.FindMailAsync(recipient);
    }
}
