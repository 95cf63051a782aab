using System.Text.RegularExpressions;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.Servers.Delivery;

/// <summary>Passwords at Postfix, checked by Dovecot.</summary>
[Collection(MailServers.Collection)]
public sealed class SignInTests(MailServers servers)
{
    [MailServersFact]
    public async Task Send_StartTlsAndPlain_PassesTheStagesInOrder()
    {
        var delivery = await TestDelivery.SendAsync(servers.Console, TestDelivery.Basic(servers));

        delivery.AssertDelivered(servers);
        Assert.Equal(
            [
                DeliveryStage.Resolve, DeliveryStage.Connect, DeliveryStage.Greeting, DeliveryStage.Encrypt,
                DeliveryStage.Authenticate, DeliveryStage.Sender, DeliveryStage.Recipient, DeliveryStage.Content,
            ],
            delivery.Recorded.Passed);
        Assert.Contains(delivery.Recorded.Lines, line => line.StartsWith("S: 235", StringComparison.Ordinal));
    }

    [MailServersFact]
    public async Task Send_ImplicitTls_EncryptsBeforeTheGreeting()
    {
        var settings = TestDelivery.Basic(servers, PostfixPort.ImplicitTls) with { Encryption = SmtpEncryption.Tls };

        var delivery = await TestDelivery.SendAsync(servers.Console, settings);

        delivery.AssertDelivered(servers);
        Assert.True(delivery.Recorded.Passed.IndexOf(DeliveryStage.Encrypt) < delivery.Recorded.Passed.IndexOf(DeliveryStage.Greeting));
    }

    [MailServersFact]
    public async Task Send_ServerThatOffersLoginAlone_Delivers()
    {
        var delivery = await TestDelivery.SendAsync(servers.Console, TestDelivery.Basic(servers, PostfixPort.LoginOnly));

        delivery.AssertDelivered(servers);
        Assert.Contains(delivery.Recorded.Lines, line => line.StartsWith("C: AUTH LOGIN", StringComparison.Ordinal));
    }

    [MailServersFact]
    public async Task Send_WrongPassword_IsRefusedAfterOneAttempt()
    {
        var before = CountRefusals();

        var delivery = await TestDelivery.SendAsync(servers.Console, TestDelivery.Basic(servers), secret: "not the password");

        Assert.Equal(DeliveryFailureKind.AuthenticationRefused, delivery.Failure.Kind);
        Assert.Equal(DeliveryStage.Authenticate, delivery.Failure.Stage);
        Assert.Equal(535, delivery.Failure.ReplyCode);
        Assert.Equal("5.7.8", delivery.Failure.EnhancedCode);
        Assert.True(delivery.Failure.IsLasting);
        Assert.Contains("password", delivery.Failure.Advice.Cause, StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(delivery.Failure.Advice.Cure);
        Assert.Equal(before + 1, CountRefusals());
    }

    [MailServersFact]
    public async Task Send_NoSignInToAForeignDomain_SaysThatTheServerDoesNotRelay()
    {
        var settings = TestDelivery.Basic(servers) with { AuthenticationType = AuthenticationType.None, Username = null };

        var delivery = await TestDelivery.SendAsync(servers.Console, settings, recipient: "somebody@elsewhere.test");

        Assert.Equal(DeliveryFailureKind.RecipientRefused, delivery.Failure.Kind);
        Assert.Equal((554, "5.7.1"), (delivery.Failure.ReplyCode, delivery.Failure.EnhancedCode));
        Assert.Contains("Relay access denied", delivery.Failure.ServerText, StringComparison.Ordinal);
        Assert.Contains("does not pass mail on", delivery.Failure.Advice.Cause, StringComparison.Ordinal);
        Assert.Contains("authentication", delivery.Failure.Advice.Cure, StringComparison.OrdinalIgnoreCase);
    }

    [MailServersFact]
    public async Task Send_NoSignInToAMailboxOfTheServer_Delivers()
    {
        var settings = TestDelivery.Basic(servers) with { AuthenticationType = AuthenticationType.None, Username = null };

        var delivery = await TestDelivery.SendAsync(servers.Console, settings);

        delivery.AssertDelivered(servers);
        Assert.DoesNotContain(DeliveryStage.Authenticate, delivery.Recorded.Passed);
    }

    private int CountRefusals() => Regex.Count(
        servers.Postfix.Log, "authentication fail", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);
}
