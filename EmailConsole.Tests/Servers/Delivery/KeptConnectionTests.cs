using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using MimeKit;

namespace EmailConsole.Tests.Servers.Delivery;

/// <summary>Several messages over one connection to a real Postfix: the first by DATA, then the probe, the others in one group.</summary>
[Collection(MailServers.Collection)]
public sealed class KeptConnectionTests(MailServers servers)
{
    // No other test sends as many over one connection
    private const int Messages = 7;

    [MailServersFact]
    public async Task Send_ManyMessages_AllArriveAsWritten()
    {
        // With the last of them the connection has served, and Postfix writes down what was said over it
        var provider = Provider(
            TestDelivery.Basic(servers) with { MaxConnections = 1, MessagesPerConnection = Messages },
            new EmailProviderSecrets(MailAccount.Password, null));
        List<(string Recipient, string Text)> sent = [];
        for (var i = 0; i < Messages; i++)
        {
            var (recipient, text) = (TestDelivery.NewRecipient(), $"{i}\r\n.\r\n..two\r\nQUIT\r\n{new string('ü', 200 * i)}\r\n");
            sent.Add((recipient, text));

            await DeliverAsync(provider, recipient, text);
        }

        foreach (var (recipient, text) in sent)
        {
            var mail = await servers.Postfix.FindMailAsync(recipient);
            Assert.Equal(text, mail.TextBody!.ReplaceLineEndings("\r\n"));
        }

        // Only the first by DATA; of the chunks the probe's is refused and every other taken
        await servers.Postfix.LoggedAsync($@"\]: disconnect from \S+ .*\bmail={Messages} rcpt={Messages} data=1 bdat={Messages - 1}/{Messages} ");
    }

    [MailServersFact]
    public async Task Send_UnknownRecipientInAGroup_IsRefusedAndTheNextArrives()
    {
        var provider = Provider(TestDelivery.Basic(servers) with { MaxConnections = 1 }, new EmailProviderSecrets(MailAccount.Password, null));
        await DeliverAsync(provider, TestDelivery.NewRecipient(), "first");
        var (known, next) = (TestDelivery.NewRecipient(), TestDelivery.NewRecipient());

        var refused = await SendAsync(provider, "all refused", MailAccount.UnknownRecipient);
        var partly = await SendAsync(provider, "some refused", MailAccount.UnknownRecipient, known);
        await DeliverAsync(provider, next, "after it");

        Assert.Equal((550, "5.1.1", true), (refused.Reason?.ReplyCode, refused.Reason?.EnhancedCode, refused.Reason?.ConnectionSurvives));
        Assert.Equal(MailAccount.UnknownRecipient, Assert.Single(Assert.IsType<DeliveryOutcome.Delivered>(partly).RefusedRecipients).Address);
        await servers.Postfix.FindMailAsync(known);
        await servers.Postfix.FindMailAsync(next);
    }

    [MailServersFact]
    public async Task Send_ClientCredentials_OneTokenAndOneSignInServeAll()
    {
        var provider = Provider(
            TestDelivery.ClientCredentials(servers, servers.OAuth.TokenEndpoint) with { MaxConnections = 1 },
            new EmailProviderSecrets(null, OAuthServer.ClientSecret));
        var issued = servers.OAuth.Issuance.Count;

        foreach (var recipient in Enumerable.Range(0, 4).Select(_ => TestDelivery.NewRecipient()).ToList())
        {
            await DeliverAsync(provider, recipient, "text");
            await servers.Postfix.FindMailAsync(recipient);
        }

        Assert.Equal(issued + 1, servers.OAuth.Issuance.Count);
    }

    private static ProviderInForce Provider(EmailProviderSettings settings, EmailProviderSecrets secrets) =>
        new(ProviderOrigin.Tenant, Guid.CreateVersion7(), Guid.CreateVersion7(), settings, secrets);

    private async Task<DeliveryOutcome> SendAsync(ProviderInForce provider, string text, params string[] recipients)
    {
        var email = new OutgoingEmail([.. recipients.Select(r => MailboxAddress.Parse(r))], "Kept", text, null);
        using var patience = new CancellationTokenSource(Bound.Wait);
        return await servers.Console.Service<ISharedSender>().SendAsync(provider, email, patience.Token);
    }

    private async Task DeliverAsync(ProviderInForce provider, string recipient, string text)
    {
        var outcome = await SendAsync(provider, text, recipient);
        Assert.True(outcome is DeliveryOutcome.Delivered, $"{outcome.Reason}\n{servers.Postfix.Log}");
    }
}
