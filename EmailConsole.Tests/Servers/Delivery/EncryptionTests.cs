using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Servers.Delivery;

/// <summary>Certificates and STARTTLS, good and bad.</summary>
[Collection(MailServers.Collection)]
public sealed class EncryptionTests(MailServers servers)
{
    [MailServersTheory]
    [InlineData(PostfixPort.SelfSigned, DeliveryFailureKind.CertificateUntrusted)]
    [InlineData(PostfixPort.OtherName, DeliveryFailureKind.CertificateNameMismatch)]
    [InlineData(PostfixPort.Expired, DeliveryFailureKind.CertificateExpired)]
    public async Task Send_BadCertificate_EndsBeforeThePasswordIsSent(PostfixPort port, DeliveryFailureKind kind)
    {
        var delivery = await TestDelivery.SendAsync(servers.Console, TestDelivery.Basic(servers, port));

        Assert.Equal(kind, delivery.Failure.Kind);
        Assert.Equal(DeliveryStage.Encrypt, delivery.Failure.Stage);
        Assert.NotNull(delivery.Failure.Advice.Cure);
        Assert.DoesNotContain(delivery.Recorded.Lines, line => line.StartsWith("C: AUTH", StringComparison.Ordinal));
    }

    [MailServersFact]
    public async Task Send_CertificateForAnotherHost_NamesThatHost()
    {
        var delivery = await TestDelivery.SendAsync(servers.Console, TestDelivery.Basic(servers, PostfixPort.OtherName));

        Assert.Contains("mail.elsewhere.test", $"{delivery.Failure.Advice}", StringComparison.Ordinal);
    }

    [MailServersFact]
    public async Task Send_CertificateReplacedByABadOne_DoesNotTrustTheSessionBefore()
    {
        var good = await TestDelivery.SendAsync(servers.Console, TestDelivery.Basic(servers));

        // The same Postfix would resume the session of its good port
        var bad = await TestDelivery.SendAsync(servers.Console, TestDelivery.Basic(servers, PostfixPort.Expired));

        good.AssertDelivered(servers);
        Assert.Equal(DeliveryFailureKind.CertificateExpired, bad.Failure.Kind);
    }

    [MailServersFact]
    public async Task Send_AuthorityNotConfigured_IsUntrusted()
    {
        await using var console = new ConsoleApplication();

        var delivery = await TestDelivery.SendAsync(console, TestDelivery.Basic(servers));

        Assert.Equal(DeliveryFailureKind.CertificateUntrusted, delivery.Failure.Kind);
        Assert.Contains("Tls:AdditionalCaFile", delivery.Failure.Advice.Cure, StringComparison.Ordinal);
    }

    [MailServersFact]
    public async Task Send_StartTlsRequiredButNotOffered_SendsNoPassword()
    {
        var delivery = await TestDelivery.SendAsync(servers.Console, TestDelivery.Basic(servers, PostfixPort.ClearText));

        Assert.Equal(DeliveryFailureKind.StartTlsNotOffered, delivery.Failure.Kind);
        Assert.DoesNotContain(delivery.Recorded.Lines, line => line.StartsWith("C: AUTH", StringComparison.Ordinal));
    }

    [MailServersFact]
    public async Task Send_StartTlsIfOfferedAndNotOffered_DeliversInClearText()
    {
        var settings = TestDelivery.Basic(servers, PostfixPort.ClearText) with
        {
            Encryption = SmtpEncryption.StartTlsIfOffered,
            AuthenticationType = AuthenticationType.None,
            Username = null,
        };

        var delivery = await TestDelivery.SendAsync(servers.Console, settings);

        delivery.AssertDelivered(servers);
        await servers.Postfix.FindMailAsync(delivery.Recipient);
    }

    [MailServersFact]
    public async Task Send_NoEncryptionWhereTheServerInsists_AdvisesStartTls()
    {
        var settings = TestDelivery.Basic(servers, PostfixPort.StartTlsOnly) with
        {
            Encryption = SmtpEncryption.None,
            AuthenticationType = AuthenticationType.None,
            Username = null,
        };

        var delivery = await TestDelivery.SendAsync(servers.Console, settings);

        Assert.Equal((530, "5.7.0"), (delivery.Failure.ReplyCode, delivery.Failure.EnhancedCode));
        Assert.Contains("STARTTLS", delivery.Failure.Advice.Cure, StringComparison.Ordinal);
    }

    [MailServersFact]
    public async Task Send_ImplicitTlsAtAStartTlsPort_SaysThatTheHandshakeFailed()
    {
        var settings = TestDelivery.Basic(servers) with { Encryption = SmtpEncryption.Tls };

        var delivery = await TestDelivery.SendAsync(servers.Console, settings);

        Assert.Equal(DeliveryFailureKind.TlsHandshakeFailed, delivery.Failure.Kind);
        Assert.NotNull(delivery.Failure.Advice.Cure);
    }
}
