using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using MimeKit;

namespace EmailConsole.Tests.Servers.Delivery;

/// <summary>What Postfix does not take after the sign-in.</summary>
[Collection(MailServers.Collection)]
public sealed class RefusalTests(MailServers servers)
{
    [MailServersFact]
    public async Task Send_UnknownRecipient_SaysTheServersWords()
    {
        var delivery = await TestDelivery.SendAsync(
            servers.Console, TestDelivery.Basic(servers), recipient: MailAccount.UnknownRecipient);

        Assert.Equal(DeliveryFailureKind.RecipientRefused, delivery.Failure.Kind);
        Assert.Equal(DeliveryStage.Recipient, delivery.Failure.Stage);
        Assert.Equal((550, "5.1.1"), (delivery.Failure.ReplyCode, delivery.Failure.EnhancedCode));
        Assert.Contains("User unknown", delivery.Failure.ServerText, StringComparison.Ordinal);
    }

    [MailServersFact]
    public async Task Send_FromAnAddressOfSomebodyElse_AdvisesAnotherFromAddress()
    {
        var settings = TestDelivery.Basic(servers) with { FromAddress = "somebody@foreign.test" };

        var delivery = await TestDelivery.SendAsync(servers.Console, settings);

        Assert.Equal((553, "5.7.1"), (delivery.Failure.ReplyCode, delivery.Failure.EnhancedCode));
        Assert.Contains("From", delivery.Failure.Advice.Cure, StringComparison.Ordinal);
    }

    [MailServersFact]
    public async Task Send_LargerThanTheServerTakes_IsTooLarge()
    {
        var recipient = TestDelivery.NewRecipient();
        var email = new OutgoingEmail([MailboxAddress.Parse(recipient)], "Large", new string('x', 5000), null);

        var delivery = await TestDelivery.SendAsync(
            servers.Console, TestDelivery.Basic(servers, PostfixPort.SmallMessages), recipient: recipient, email: email);

        Assert.Equal(DeliveryFailureKind.MessageTooLarge, delivery.Failure.Kind);
    }

    [MailServersFact]
    public async Task Send_SignInWhereNoneIsOffered_SaysSo()
    {
        var settings = TestDelivery.Basic(servers, PostfixPort.ClearText) with { Encryption = SmtpEncryption.StartTlsIfOffered };

        var delivery = await TestDelivery.SendAsync(servers.Console, settings);

        Assert.Equal(DeliveryFailureKind.AuthenticationNotOffered, delivery.Failure.Kind);
    }
}
