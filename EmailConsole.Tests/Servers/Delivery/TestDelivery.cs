using System.Text;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Application;
using MimeKit;

namespace EmailConsole.Tests.Servers.Delivery;

/// <summary>One message through the shared sender of a running console, and what became of it.</summary>
internal sealed record TestDelivery(DeliveryOutcome Outcome, RecordedDelivery Recorded, string Recipient)
{
    public DeliveryFailure Failure => Assert.IsType<DeliveryOutcome.Failed>(Outcome).Failure;

    public static string NewRecipient() => $"{Guid.NewGuid():N}@{MailAccount.Domain}";

    /// <summary>Settings that work at <see cref="PostfixPort.Submission"/> with the right password.</summary>
    public static EmailProviderSettings Basic(MailServers servers, PostfixPort port = PostfixPort.Submission) => new()
    {
        Host = TestCertificates.ServerName,
        Port = servers.Postfix[port],
        Encryption = SmtpEncryption.StartTlsRequired,
        FromAddress = MailAccount.Address,
        AuthenticationType = AuthenticationType.Basic,
        Username = MailAccount.Address,
    };

    /// <summary>Settings that work with <see cref="OAuthServer.ClientSecret"/>.</summary>
    public static EmailProviderSettings ClientCredentials(
        MailServers servers, Uri tokenEndpoint, string clientId = OAuthClient.Mailbox, PostfixPort port = PostfixPort.Submission) =>
        Basic(servers, port) with
        {
            AuthenticationType = AuthenticationType.ClientCredential,
            Username = null,
            ClientId = clientId,
            TokenEndpoint = tokenEndpoint.ToString(),
            Scopes = OAuthServer.Scope,
        };

    public static async Task<TestDelivery> SendAsync(
        ConsoleApplication console,
        EmailProviderSettings settings,
        string secret = MailAccount.Password,
        string? recipient = null,
        OutgoingEmail? email = null)
    {
        recipient ??= NewRecipient();
        email ??= new OutgoingEmail([MailboxAddress.Parse(recipient)], "Delivery", "Text", "<p>Html</p>");
        var secrets = settings.AuthenticationType switch
        {
            AuthenticationType.Basic => new EmailProviderSecrets(secret, null),
            AuthenticationType.ClientCredential => new EmailProviderSecrets(null, secret),
            _ => EmailProviderSecrets.None,
        };
        var recorded = new RecordedDelivery();
        var provider = new ProviderInForce(ProviderOrigin.Tenant, Guid.CreateVersion7(), Guid.CreateVersion7(), settings, secrets);
        using var patience = new CancellationTokenSource(Bound.Wait);
        var outcome = await console.Service<ISharedSender>().SendOnceAsync(provider, email, recorded, patience.Token);
        var delivery = new TestDelivery(outcome, recorded, recipient);
        delivery.AssertKeepsSecret(console, secret);
        return delivery;
    }

    public void AssertDelivered(MailServers servers) => Assert.True(
        Outcome is DeliveryOutcome.Delivered,
        $"{Outcome}\n{string.Join('\n', Recorded.Lines)}\n{servers.Postfix.Log}");

    /// <summary>Neither the secret nor a base64 form of it reaches anything a person reads.</summary>
    private void AssertKeepsSecret(ConsoleApplication console, string secret)
    {
        if (secret.Length < 8)
        {
            return;
        }

        var forms = new[]
        {
            secret,
            Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{MailAccount.Address}\0{secret}")),
        };
        var seen = string.Join('\n', [.. Recorded.Lines, .. Recorded.Details.Values, .. console.Log, Outcome.ToString()]);
        Assert.All(forms, form => Assert.DoesNotContain(form, seen, StringComparison.Ordinal));
    }
}
