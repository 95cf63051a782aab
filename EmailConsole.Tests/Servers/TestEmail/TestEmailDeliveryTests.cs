using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;
using EmailConsole.TestEmail;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Servers.Delivery;
using MimeKit;

namespace EmailConsole.Tests.Servers.TestEmail;

/// <summary>The button of the page, from its handler to the mailbox.</summary>
[Collection(MailServers.Collection)]
public sealed class TestEmailDeliveryTests(MailServers servers)
{
    [MailServersFact]
    public async Task Send_UnsavedForm_ArrivesAndNamesTheSettings()
    {
        var person = await servers.Console.AddTenantAsync("draft.example");
        var recipient = TestDelivery.NewRecipient();

        var result = await SendAsync(person, new TestEmailRequest([recipient], Input()));

        var finished = Assert.IsType<TestEmailResult.Finished>(result);
        Assert.True(finished.UsedDraft);
        Assert.IsType<DeliveryOutcome.Delivered>(finished.Outcome);
        var mail = await servers.Postfix.FindMailAsync(recipient);
        Assert.Equal(finished.Subject, mail.Subject);
        Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
        foreach (var body in new[] { mail.TextBody, mail.HtmlBody })
        {
            Assert.Contains("draft.example", body, StringComparison.Ordinal);
            Assert.Contains(TestCertificates.ServerName, body, StringComparison.Ordinal);
            Assert.DoesNotContain(MailAccount.Password, body, StringComparison.Ordinal);
        }
    }

    [MailServersFact]
    public async Task Send_StoredSettings_ArrivesForAnOperatorToo()
    {
        var administrator = await servers.Console.AddTenantAsync("stored.example");
        var operatorOfIt = await servers.Console.AddPersonAsync("stored.example", "operator", ActorRole.Operator);
        var saved = await servers.Console.Service<IEmailProviderWriter>().UpdateAsync(
            await servers.Console.OpenSessionAsync(administrator), "stored.example", Input(), null, CancellationToken.None);
        var recipient = TestDelivery.NewRecipient();

        var result = await SendAsync(operatorOfIt, new TestEmailRequest([recipient], null));

        Assert.IsType<UpdateResult.Saved>(saved);
        Assert.IsType<DeliveryOutcome.Delivered>(Assert.IsType<TestEmailResult.Finished>(result).Outcome);
        await servers.Postfix.FindMailAsync(recipient);
    }

    [MailServersFact]
    public async Task Send_FormOfAForeignTenant_SendsNothing()
    {
        await servers.Console.AddTenantAsync("theirs.example");
        var person = await servers.Console.AddTenantAsync("ours.example");
        var recipient = TestDelivery.NewRecipient();

        var result = await SendAsync(person, new TestEmailRequest([recipient], Input()), "theirs.example");

        Assert.IsType<TenantDecision.NotFound>(Assert.IsType<TestEmailResult.Refused>(result).Decision);
        Assert.Empty(servers.Postfix.ReadMails(recipient));
    }

    private EmailProviderInput Input() =>
        new(TestDelivery.Basic(servers), new SecretInput.Replaced(MailAccount.Password), SecretInput.Keep);

    private async Task<TestEmailResult> SendAsync(ConsolePerson person, TestEmailRequest request, string? tenant = null)
    {
        tenant ??= person.Username.Split('@')[1];
        var principal = await servers.Console.OpenSessionAsync(person);
        return await servers.Console.Service<SendTestEmail>()
            .SendAsync(principal, tenant, request, new RecordedTest(), CancellationToken.None);
    }

    private sealed class RecordedTest : RecordedDelivery, ITestEmailListener
    {
        public void Prepared(IReadOnlyList<DeliveryStage> stages)
        {
        }
    }
}
