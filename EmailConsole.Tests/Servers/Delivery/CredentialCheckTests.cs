using System.Text.RegularExpressions;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.Servers.Delivery;

/// <summary>Credentials checked at Postfix, whose log counts the commands of a session when it ends.</summary>
[Collection(MailServers.Collection)]
public sealed class CredentialCheckTests(MailServers servers)
{
    // No MAIL, RCPT, DATA or BDAT is among them: each would be counted by its name, and in the sum
    private const string SignedInAlone = @"disconnect from \S+ ehlo=2 starttls=1 auth=1 quit=1 commands=5\n";
    private const string Refused = @"disconnect from \S+ ehlo=2 starttls=1 auth=0/1 quit=1 commands=4/5\n";

    [MailServersFact]
    public async Task Check_RightPassword_IsAcceptedWithoutAMessage()
    {
        var (check, recorded) = await CheckAsync(TestDelivery.Basic(servers), MailAccount.Password, SignedInAlone);

        Assert.Equal(new CredentialCheck.Accepted(TestCertificates.ServerName, ""), check);
        Assert.Equal(
            [DeliveryStage.Resolve, DeliveryStage.Connect, DeliveryStage.Greeting, DeliveryStage.Encrypt, DeliveryStage.Authenticate], recorded.Passed);
        Assert.DoesNotContain(recorded.Lines, line => line.Contains(MailAccount.Password, StringComparison.Ordinal));
    }

    [MailServersFact]
    public async Task Check_WrongPassword_IsRefusedAfterOneAttempt()
    {
        var (check, recorded) = await CheckAsync(TestDelivery.Basic(servers), "not the password", Refused);

        var failed = Assert.IsType<CredentialCheck.Failed>(check);
        Assert.Equal((DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate, 535), (failed.Failure.Kind, failed.Failure.Stage, failed.Failure.ReplyCode));
        Assert.NotNull(failed.Failure.Advice.Cure);
        Assert.Equal(failed.Failure, recorded.Failure);
    }

    [MailServersFact]
    public async Task Check_ClientCredentials_SignsInWithAToken()
    {
        var settings = TestDelivery.ClientCredentials(servers, servers.OAuth.TokenEndpoint);

        var (check, recorded) = await CheckAsync(settings, OAuthServer.ClientSecret, SignedInAlone);

        Assert.IsType<CredentialCheck.Accepted>(check);
        Assert.Contains(DeliveryStage.Token, recorded.Passed);
        Assert.Equal(DeliveryStage.Authenticate, recorded.Passed[^1]);
    }

    private async Task<(CredentialCheck Check, RecordedDelivery Recorded)> CheckAsync(EmailProviderSettings settings, string secret, string logged)
    {
        var before = Count(logged);
        var recorded = new RecordedDelivery();
        var secrets = settings.AuthenticationType == AuthenticationType.Basic ? new EmailProviderSecrets(secret, null) : new EmailProviderSecrets(null, secret);
        var provider = new ProviderInForce(ProviderOrigin.Tenant, Guid.CreateVersion7(), Guid.CreateVersion7(), settings, secrets);
        using var patience = new CancellationTokenSource(Bound.Wait);
        var check = await servers.Console.Service<ISharedSender>().CheckAsync(provider, recorded, patience.Token);
        await servers.Postfix.LoggedAsync($"(?s)(.*{logged}){{{before + 1}}}");
        return (check, recorded);
    }

    private int Count(string logged) => Regex.Count(servers.Postfix.Log, logged, RegexOptions.None, Bound.Wait);
}
