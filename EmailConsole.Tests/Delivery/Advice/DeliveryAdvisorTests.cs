using System.Globalization;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;
using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.Delivery.Advice;

public sealed class DeliveryAdvisorTests
{
    private const string Microsoft = "smtp.office365.com";
    private const string Gmail = "smtp.gmail.com";
    private const string Ses = "email-smtp.eu-west-1.amazonaws.com";
    private const string Own = "mail.foo.com";

    private static readonly DeliveryAdvisor Advisor = new();

    [Theory]
    [InlineData(Gmail, DeliveryStage.Authenticate, "534 5.7.9 Application-specific password required.", "App Password")]
    [InlineData(Gmail, DeliveryStage.Authenticate, "535 5.7.8 Username and Password not accepted.", "App Password")]
    [InlineData(Own, DeliveryStage.Authenticate, "535 5.7.8 Error: authentication failed", "Check Username and Password")]
    [InlineData(Own, DeliveryStage.Authenticate, "535 5.7.8 Username and Password not accepted", "Check Username and Password")]
    [InlineData(Microsoft, DeliveryStage.Authenticate, "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled", "overrides the organisation's setting")]
    [InlineData(Microsoft, DeliveryStage.Authenticate, "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.", "for this mailbox in Exchange Online")]
    [InlineData(Microsoft, DeliveryStage.Authenticate, "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.", "security defaults")]
    [InlineData(Microsoft, DeliveryStage.Authenticate, "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.", "Check Username")]
    [InlineData(Microsoft, DeliveryStage.Authenticate, "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", "policy")]
    [InlineData(Microsoft, DeliveryStage.Authenticate, "535 5.7.3 Authentication unsuccessful", "SMTP AUTH is on for the mailbox")]
    [InlineData(Microsoft, DeliveryStage.Authenticate, "550 5.7.30 Basic authentication is not supported for Client Submission.", "Client Credentials")]
    [InlineData(Microsoft, DeliveryStage.Sender, "530 5.7.57 Client not authenticated to send mail.", "Client Credentials")]
    [InlineData(Microsoft, DeliveryStage.Content, "554 5.2.252 SendAsDenied; codes@foo.com not allowed to send as x@foo.com", "Send As")]
    [InlineData(Microsoft, DeliveryStage.Content, "550 5.7.60 SMTP; Client does not have permissions to send as this sender", "Send As")]
    [InlineData(Microsoft, DeliveryStage.Content, "554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied", "Send As")]
    [InlineData(Microsoft, DeliveryStage.Greeting, "432 4.3.2 Concurrent connections limit exceeded.", "limit to 3")]
    [InlineData(Microsoft, DeliveryStage.Content, "554 5.2.2 mailbox full", "Sent Items")]
    [InlineData(Microsoft, DeliveryStage.Content, "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException", "24 hours")]
    [InlineData(Gmail, DeliveryStage.Content, "550 5.4.5 Daily user sending limit exceeded.", "smtp-relay.gmail.com")]
    [InlineData("smtp-relay.gmail.com", DeliveryStage.Sender, "550 5.7.1 Invalid credentials for relay [192.0.2.1].", "public IP address")]
    [InlineData("smtp-relay.gmail.com", DeliveryStage.Content, "550 5.7.1 Daily SMTP sending limit exceeded.", "24 hours")]
    [InlineData(Gmail, DeliveryStage.Content, "550 5.7.26 This mail has been blocked because the sender is unauthenticated.", "SPF and DKIM")]
    [InlineData(Gmail, DeliveryStage.Greeting, "421 4.7.0 Try again later, closing connection. (EHLO)", "Delivery:EhloName")]
    [InlineData(Own, DeliveryStage.Content, "550 5.7.1 Message content rejected", "content filter")]
    [InlineData(Own, DeliveryStage.Recipient, "450 4.2.1 The user is receiving mail too quickly", "more slowly")]
    [InlineData(Own, DeliveryStage.Greeting, "421 4.7.0 IP not allowed at this time", "public IP address of this console registered with mail.foo.com")]
    [InlineData(Own, DeliveryStage.Recipient, "452 4.5.3 Too many recipients", "fewer recipients")]
    [InlineData(Own, DeliveryStage.Authenticate, "454 4.7.0 Temporary authentication failure", "Try again")]
    [InlineData(Ses, DeliveryStage.Content, "454 Throttling failure: Maximum sending rate exceeded.", "5, 10")]
    [InlineData(Ses, DeliveryStage.Content, "421 Too many concurrent SMTP connections", "5, 10")]
    [InlineData(Ses, DeliveryStage.Content, "554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1", "verify codes@foo.com")]
    [InlineData(Ses, DeliveryStage.Authenticate, "535 Authentication Credentials Invalid", "SMTP credentials")]
    [InlineData(Own, DeliveryStage.Greeting, "501 5.5.4 Invalid domain name", "Delivery:EhloName")]
    [InlineData(Own, DeliveryStage.Recipient, "550 5.1.1 <x@foo.com>: Recipient address rejected: User unknown", "typing errors")]
    [InlineData(Own, DeliveryStage.Recipient, "553 5.7.1 <codes@foo.com>: Sender address rejected: not owned by user admin", "From Address")]
    [InlineData(Own, DeliveryStage.Content, "552 5.3.4 Message size exceeds fixed limit", "smaller")]
    [InlineData("smtp.sendgrid.net", DeliveryStage.Authenticate, "535 Authentication failed: Bad username / password", "apikey")]
    [InlineData("smtp.zoho.eu", DeliveryStage.Authenticate, "535 Authentication Failed", "ending of Server Host")]
    public void Advise_KnownReply_SaysWhatToDo(string host, DeliveryStage stage, string reply, string cure)
    {
        var kind = stage switch
        {
            DeliveryStage.Authenticate => DeliveryFailureKind.AuthenticationRefused,
            DeliveryStage.Recipient => DeliveryFailureKind.RecipientRefused,
            _ => DeliveryFailureKind.Refused,
        };

        var advice = Advisor.Advise(Facts(kind, stage, reply, Settings(host)));

        Assert.Contains(cure, advice.Cure!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AADSTS7000215: Invalid client secret provided.", "Value")]
    [InlineData("AADSTS7000222: The provided client secret keys are expired.", "new client secret")]
    [InlineData("AADSTS700016: Application with identifier was not found in the directory.", "Application (client) ID")]
    [InlineData("AADSTS90002: Tenant not found.", "Directory (tenant) ID")]
    [InlineData("AADSTS70011: The provided request must include a 'scope' input parameter.", "https://outlook.office365.com/.default")]
    [InlineData("AADSTS1002012: The provided value for scope is not valid.", "https://outlook.office365.com/.default")]
    public void Advise_KnownEntraError_SaysWhatToDo(string text, string cure)
    {
        var facts = Facts(DeliveryFailureKind.TokenRefused, DeliveryStage.Token, null, WithToken()) with { ServerText = "invalid_client: " + text };

        Assert.Contains(cure, Advisor.Advise(facts).Cure!, StringComparison.Ordinal);
    }

    [Fact]
    public void Advise_MailboxSwitchedOff_GivesTheCommandWithTheMailboxQuoted()
    {
        var settings = Settings(Microsoft) with { Username = "o'neil’s; Remove-Item\r\n@foo.com" };

        var advice = Advisor.Advise(Facts(
            DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate, "535 5.7.139 SmtpClientAuthentication is disabled for the Mailbox.", settings));

        Assert.EndsWith("Set-CASMailbox -Identity 'o''neil’’s; Remove-Item@foo.com' -SmtpClientAuthenticationDisabled $false", advice.Command!, StringComparison.Ordinal);
    }

    [Fact]
    public void Advise_TokenRefusedByExchange_NamesPermissionsAndCommand()
    {
        var advice = Advisor.Advise(Facts(
            DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate, "535 5.7.3 Authentication unsuccessful [AM0PR01]", WithToken()));

        Assert.Contains("SMTP.SendAsApp", advice.Cure!, StringComparison.Ordinal);
        Assert.Contains("Add-MailboxPermission -Identity 'codes@foo.com'", advice.Command!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(587, SmtpEncryption.Tls, DeliveryFailureKind.TlsHandshakeFailed, DeliveryStage.Encrypt, "STARTTLS required")]
    [InlineData(465, SmtpEncryption.StartTlsRequired, DeliveryFailureKind.TimedOut, DeliveryStage.Greeting, "Set Encryption to TLS")]
    [InlineData(465, SmtpEncryption.None, DeliveryFailureKind.ConnectionLost, DeliveryStage.Greeting, "Set Encryption to TLS")]
    [InlineData(25, SmtpEncryption.StartTlsRequired, DeliveryFailureKind.TimedOut, DeliveryStage.Connect, "port 587")]
    [InlineData(587, SmtpEncryption.StartTlsRequired, DeliveryFailureKind.StartTlsNotOffered, DeliveryStage.Encrypt, "465 with TLS")]
    public void Advise_EncryptionDoesNotSuitThePort_NamesTheOneThatDoes(
        int port, SmtpEncryption encryption, DeliveryFailureKind kind, DeliveryStage stage, string cure)
    {
        var settings = Settings(Own) with { Port = port, Encryption = encryption };

        Assert.Contains(cure, Advisor.Advise(Facts(kind, stage, null, settings)).Cure!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mail.corp.example", "550 5.7.60 SMTP; Client does not have permissions to send as this sender")]
    [InlineData("mail.corp.example", "550 5.7.1 Client does not have permissions to send as this sender")]
    [InlineData(Microsoft, "550 5.7.60 SMTP; Client does not have permissions to send as this sender")]
    public void Advise_SendAsDenied_GivesTheSameCureFromEveryHost(string host, string reply)
    {
        var advice = Advisor.Advise(Facts(DeliveryFailureKind.Refused, DeliveryStage.Sender, reply, TwoAddresses(host)));

        Assert.StartsWith("Set From Address to codes@foo.com", advice.Cure!, StringComparison.Ordinal);
        Assert.Contains("Add-RecipientPermission -Identity 'no-reply@foo.com' -Trustee 'codes@foo.com'", advice.Command!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.")]
    [InlineData("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.")]
    [InlineData("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.")]
    [InlineData("535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.")]
    [InlineData("550 5.7.30 Basic authentication is not supported for Client Submission.")]
    [InlineData("535 5.7.8 Username and Password not accepted. For more information, go to https://support.google.com/mail/?p=BadCredentials - gsmtp")]
    [InlineData("534 5.7.9 Application-specific password required. - gsmtp")]
    public void Advise_WordsOfAService_AreUnderstoodFromEveryHost(string reply)
    {
        var there = reply.Contains("gsmtp", StringComparison.Ordinal) ? Gmail : Microsoft;

        Assert.Equal(
            Advisor.Advise(Facts(DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate, reply, Settings(there))),
            Advisor.Advise(Facts(DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate, reply, Settings(Own))));
    }

    [Theory]
    [InlineData(DeliveryStage.Sender, "550 no")]
    [InlineData(DeliveryStage.Sender, "553 5.9.9 The moon is wrong")]
    [InlineData(DeliveryStage.Recipient, "553 Relaying disallowed as no-reply@foo.com")]
    [InlineData(DeliveryStage.Content, "553 Relaying disallowed as no-reply@foo.com")]
    [InlineData(DeliveryStage.Recipient, "550 5.7.1 sender is on our list")]
    [InlineData(DeliveryStage.Content, "554 5.7.1 that identity is unknown here")]
    [InlineData(DeliveryStage.Content, "550 bad From: header")]
    public void Advise_RefusalSpeaksOfTheSender_NamesBothAddresses(DeliveryStage stage, string reply)
    {
        var kind = stage == DeliveryStage.Recipient ? DeliveryFailureKind.RecipientRefused : DeliveryFailureKind.Refused;

        var advice = Advisor.Advise(Facts(kind, stage, reply, TwoAddresses(Own)));

        Assert.Contains("codes@foo.com", advice.Cause, StringComparison.Ordinal);
        Assert.Contains("no-reply@foo.com", advice.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("550 no", false)]
    [InlineData("550 5.7.1 Access denied", false)]
    [InlineData("554 5.7.1 Blocked", false)]
    [InlineData("550 5.0.0 nope", false)]
    [InlineData("554 5.3.0 nope", false)]
    [InlineData("550 5.1.1 no", true)]
    [InlineData("550 5.1.6 moved", true)]
    [InlineData("450 4.1.1 no", true)]
    [InlineData("550 5.2.1 no", true)]
    [InlineData("550 No such user", true)]
    public void Advise_AtRecipient_BlamesTheRecipientOnlyByCodeOrWords(string reply, bool isRecipient)
    {
        var advice = Advisor.Advise(Facts(DeliveryFailureKind.RecipientRefused, DeliveryStage.Recipient, reply, Settings(Own)));

        Assert.Equal(isRecipient, advice.Cure!.Contains("typing errors in the recipient's address", StringComparison.Ordinal));
        Assert.DoesNotContain("Check the address", advice.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("450 4.2.0 <x@bar.com>: Recipient address rejected: Greylisted")]
    [InlineData("451 4.7.1 Please try again later")]
    [InlineData("450 no")]
    public void Advise_TemporaryRefusalOfNobody_SaysThatItIsTriedAgainAndNothingElse(string reply)
    {
        var advice = Advisor.Advise(Facts(DeliveryFailureKind.RecipientRefused, DeliveryStage.Recipient, reply, Settings(Own)));

        Assert.Equal("The refusal is temporary: mail that waits in the outbox is tried again by itself.", advice.Cure);
    }

    [Fact]
    public void Advise_EveryTemporaryReplyAtEveryStage_SaysThatItIsTriedAgain()
    {
        foreach (var stage in Enum.GetValues<DeliveryStage>().Where(s => s is not DeliveryStage.Resolve and not DeliveryStage.Connect and not DeliveryStage.Token))
        {
            foreach (var reply in new[] { "421 bye", "421 4.3.2 Service not available, closing transmission channel", "421 4.7.0 no", "450 4.7.1 no", "451 no", "454 4.7.0 no" })
            {
                var advice = Advisor.Advise(Facts(DeliveryFailureKind.Refused, stage, reply, Settings(Own)));

                Assert.False(string.IsNullOrWhiteSpace(advice.Cause), $"{reply} at {stage}");
                Assert.Contains("tried again by itself", advice.Cure!, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Advise_ServerEndsTheConnectionAtMail_SaysThatItIsBusyOrGoingDown()
    {
        var advice = Advisor.Advise(Facts(DeliveryFailureKind.Refused, DeliveryStage.Sender, "421 4.3.2 Service not available, closing transmission channel", Settings(Own)));

        Assert.Contains("busy or going down", advice.Cause, StringComparison.Ordinal);
        Assert.Contains("ask the server's operator", advice.Cure!, StringComparison.Ordinal);
    }

    [Fact]
    public void Advise_StartTlsCannotBeDone_NamesItsCertificate()
    {
        var advice = Advisor.Advise(Facts(DeliveryFailureKind.Refused, DeliveryStage.Encrypt, "454 4.7.0 TLS not available due to local problem", Settings(Own)));

        Assert.Contains("certificate or its key", advice.Cause, StringComparison.Ordinal);
        Assert.Contains("operator", advice.Cure!, StringComparison.Ordinal);
        Assert.Contains("465", advice.Cure!, StringComparison.Ordinal);
        Assert.DoesNotContain("STARTTLS required", advice.Cure!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeliveryStage.Sender)]
    [InlineData(DeliveryStage.Recipient)]
    [InlineData(DeliveryStage.Content)]
    public void Advise_RelayDenied_KnowsWhetherItIsSignedIn(DeliveryStage stage)
    {
        const string reply = "550 5.7.1 <u@bar.com>: Relay access denied";

        var signedIn = Advisor.Advise(Facts(DeliveryFailureKind.Refused, stage, reply, Settings(Own)));
        var not = Advisor.Advise(Facts(DeliveryFailureKind.Refused, stage, reply, Settings(Own) with { AuthenticationType = AuthenticationType.None, Username = null }));

        Assert.Contains("may not send to the outside, or the server does not count the sign-in", signedIn.Cause, StringComparison.Ordinal);
        Assert.Contains("sign in", not.Cure!, StringComparison.Ordinal);
        Assert.DoesNotContain("sign in", signedIn.Cure!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("504 5.7.4 Unrecognized authentication type")]
    [InlineData("502 5.5.2 Command not implemented")]
    [InlineData("500 what")]
    public void Advise_MechanismNotKnown_SpeaksOfTheMechanismAlsoInClearText(string reply)
    {
        var facts = Facts(DeliveryFailureKind.AuthenticationNotOffered, DeliveryStage.Authenticate, reply, Settings(Own) with { Encryption = SmtpEncryption.None })
            with
        { Detail = "it lists AUTH PLAIN LOGIN, but does not take PLAIN" };

        var advice = Advisor.Advise(facts);

        Assert.Contains("mechanism", advice.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("ncrypt", advice.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(587, SmtpEncryption.StartTlsRequired, false)]
    [InlineData(25, SmtpEncryption.None, false)]
    [InlineData(465, SmtpEncryption.Tls, false)]
    [InlineData(465, SmtpEncryption.StartTlsRequired, true)]
    [InlineData(2465, SmtpEncryption.None, true)]
    public void Advise_SlowGreeting_SuspectsEncryptionOnPortsOfTlsAlone(int port, SmtpEncryption encryption, bool isEncryption)
    {
        var advice = Advisor.Advise(Facts(
            DeliveryFailureKind.TimedOut, DeliveryStage.Greeting, null, Settings(Own) with { Port = port, Encryption = encryption }));

        Assert.Equal(isEncryption, advice.Cure!.Contains("Encryption", StringComparison.Ordinal));
        Assert.Equal(!isEncryption, advice.Cause.Contains("slow to greet", StringComparison.Ordinal));
        Assert.Equal(!isEncryption, advice.Cure!.Contains("Delivery:CommandTimeout", StringComparison.Ordinal));
        Assert.Equal(!isEncryption, advice.Cure!.Contains("Delivery:GreetingTimeout", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(DeliveryFailureKind.TimedOut, null)]
    [InlineData(DeliveryFailureKind.Refused, "503 Bad sequence of commands")]
    public void Advise_GroupOfCommandsFails_NamesTheSettingUnlessItIsOff(DeliveryFailureKind kind, string? reply)
    {
        var facts = Facts(kind, DeliveryStage.Sender, reply, Settings(Own));

        Assert.Contains("Delivery:Pipelining", Advisor.Advise(facts with { Pipelined = true }).Cure!, StringComparison.Ordinal);
        Assert.DoesNotContain("Delivery:Pipelining", Advisor.Advise(facts with { Pipelined = false }).Cure!, StringComparison.Ordinal);
    }

    [Fact]
    public void Advise_CertificateWithoutAlternativeName_AsksForANewOne()
    {
        var facts = Facts(DeliveryFailureKind.CertificateNameMismatch, DeliveryStage.Encrypt, null, Settings(Own))
            with
        { Detail = "it has no subject alternative name for a host, only the subject CN=mail.foo.com; asked for was mail.foo.com" };

        var advice = Advisor.Advise(facts);

        Assert.Contains("RFC 9525", advice.Cause, StringComparison.Ordinal);
        Assert.Contains("new certificate", advice.Cure!, StringComparison.Ordinal);
        Assert.DoesNotContain("Server Host", advice.Cure!, StringComparison.Ordinal);
    }

    [Fact]
    public void Advise_NoFileHandles_NamesTheLimitAndBlamesNoServer()
    {
        var facts = Facts(DeliveryFailureKind.InternalError, DeliveryStage.Connect, null, Settings(Own)) with { Detail = FaultClassifier.NoFileHandles };

        var advice = Advisor.Advise(facts);

        Assert.Contains("no free file handles", advice.Cause, StringComparison.Ordinal);
        Assert.Contains("limit of open files", advice.Cure!, StringComparison.Ordinal);
    }

    [Fact]
    public void Advise_UnknownReply_RepeatsTheServersWordsWithoutACure()
    {
        var advice = Advisor.Advise(Facts(DeliveryFailureKind.Refused, DeliveryStage.Sender, "553 5.9.9 The moon is {host} wrong", Settings(Own)));

        Assert.Equal("The server refused the sender codes@foo.com: 553 5.9.9 The moon is {host} wrong", advice.Cause);
        Assert.Null(advice.Cure);
    }

    [Fact]
    public void Advise_LookAlikeHost_IsNotTheProvider()
    {
        var advice = Advisor.Advise(Facts(
            DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate, "535 5.7.8 no", Settings("smtp.notgmail.com")));

        Assert.DoesNotContain("Gmail", advice.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Advise_EveryKindAtEveryStage_HasWordsWithoutPlaceholders()
    {
        foreach (var kind in Enum.GetValues<DeliveryFailureKind>())
        {
            foreach (var stage in Enum.GetValues<DeliveryStage>())
            {
                foreach (var settings in new[] { Settings(Own), WithToken() })
                {
                    var advice = Advisor.Advise(Facts(kind, stage, null, settings));

                    Assert.False(string.IsNullOrWhiteSpace(advice.Cause), $"{kind} at {stage}");
                    Assert.True(advice.Cure is not null || kind is DeliveryFailureKind.Cancelled or DeliveryFailureKind.Refused, $"{kind} at {stage}");
                    Assert.DoesNotMatch(@"\{('|ask:)?[a-z0-9]+\}|\.\.", advice.Cause + advice.Cure + advice.Command);
                }
            }
        }
    }

    [Fact]
    public void Rows_EveryTemplate_CanBeFilled()
    {
        var facts = Facts(DeliveryFailureKind.Refused, DeliveryStage.Content, "550 5.7.1 no", WithToken());

        foreach (var row in DeliveryAdvisor.Rows)
        {
            Assert.DoesNotMatch(@"\{('|ask:)?[a-z0-9]+\}", AdviceText.Fill(row.Cause + row.Cure + row.Command, facts));
        }
    }

    private static EmailProviderSettings Settings(string host) => new()
    {
        Host = host,
        FromAddress = "codes@foo.com",
        Username = "codes@foo.com",
    };

    private static EmailProviderSettings TwoAddresses(string host) => Settings(host) with { FromAddress = "no-reply@foo.com" };

    private static EmailProviderSettings WithToken() => Settings(Microsoft) with
    {
        AuthenticationType = AuthenticationType.ClientCredential,
        ClientId = "6731de76-14a6-49ae-97bc-6eba6914391e",
        TokenEndpoint = "https://login.microsoftonline.com/foo.com/oauth2/v2.0/token",
        Scopes = "https://graph.microsoft.com/.default",
    };

    private static DeliveryFailureFacts Facts(DeliveryFailureKind kind, DeliveryStage stage, string? reply, EmailProviderSettings settings)
    {
        var words = (reply ?? "").Split(' ');
        var code = words.Length > 1 && words[1].Count(c => c == '.') == 2 && char.IsAsciiDigit(words[1][0]) ? words[1] : null;
        return new DeliveryFailureFacts(kind, stage, reply is null ? null : int.Parse(words[0], CultureInfo.InvariantCulture), code, reply, settings, null);
    }
}
