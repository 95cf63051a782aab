using System.Net;
using System.Net.Http.Json;
using System.Text;
using EmailConsole.Tests.Accounts.TenantManagement.Api;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using EmailConsole.Tests.Outbox.Api;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using MimeKit;

namespace EmailConsole.Tests.Outbox.Invitations;

/// <summary>From whoever invites, by API or on a page, through a server, to the password that the invited person chooses.</summary>
public sealed class InvitationDeliveryTests : IAsyncLifetime
{
    private const string NewPassword = "harbour lantern mosaic 8";

    private readonly ScriptedSmtpServer _server = new ScriptedSmtpServer().Start();
    private readonly LaneBed _bed;

    public InvitationDeliveryTests() => _bed = new LaneBed { Deployment = LaneBed.FileFor(_server) };

    public Task InitializeAsync()
    {
        _bed.Own(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [BrowserFact]
    public async Task Api_OwnerToInvite_GetsMailWhoseLinkLeadsIn()
    {
        var id = await AddTenantAsync("invited.example");
        await _bed.SettledAsync(id, 1);
        var mail = Assert.Single(Received());
        Assert.Equal(("kim@invited.example", "no-reply@platform.example"), (mail.To.ToString(), mail.From.ToString()));

        await ConsoleBrowser.RunAsync(_bed, async visit =>
        {
            await ChoosePasswordAsync(visit, LinkOf(mail));
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Account of kim@invited.example" }).WaitForAsync();
            await visit.Context.ClearCookiesAsync();
            await visit.SignInAsync(new ConsolePerson("kim@invited.example", NewPassword));
        });

        using var again = _bed.CreateBareClient();
        using var used = await again.GetAsync(LinkOf(mail));
        Assert.Equal(HttpStatusCode.Gone, used.StatusCode);
    }

    [Fact]
    public async Task Api_ServerRepeatsTheLink_IsShownToNobodyAndLoggedNowhere()
    {
        _server.Script["CONTENT"] = (session, _) => session.WriteLineAsync(
            $"250 2.0.0 Taken, with {LinkOf(Received().Last()).Query} as 4Z1");

        var id = await AddTenantAsync("echo.example");
        await _bed.SettledAsync(id, 1);

        var secret = LinkOf(Assert.Single(Received())).Query.Split("&token=")[1];
        using var owner = new SendClient(_bed.CreateRestClient(await _bed.AddPersonAsync("echo.example", "reader", EmailConsole.Tenants.ActorRole.Operator)), "echo.example");
        var list = await owner.Http.GetStringAsync(new Uri(owner.Emails, UriKind.Relative));
        Assert.Contains("4Z1", list, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[..20], list, StringComparison.Ordinal);
        Assert.DoesNotContain(_bed.Log, line => line.Contains(secret[..20], StringComparison.Ordinal));
        await using var db = await _bed.OpenDbAsync();
        Assert.Equal(["admin@carbon.super"], await db.Set<EmailConsole.Outbox.Store.OutboxMessage>().Where(m => m.TenantId == id).Select(m => m.AcceptedBy).ToListAsync());
    }

    [BrowserFact]
    public async Task People_InvitedByMail_ReceivesItAndItStandsUnderDeliveries()
    {
        var id = await _bed.AddTenantAsync(domain: "people.example");
        var person = await _bed.AddPersonAsync("people.example", "admin", EmailConsole.Tenants.ActorRole.Administrator);

        await ConsoleBrowser.RunAsync(_bed, async visit =>
        {
            await visit.EnterAsync(person);
            await visit.GoAsync("t/people.example/people");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add person" }).ClickAsync();
            var dialog = visit.Page.GetByRole(AriaRole.Dialog);
            await dialog.GetByLabel("Username").FillAsync("bob");
            await dialog.GetByLabel("Email", new() { Exact = true }).FillAsync("bob@people.example");
            await dialog.GetByText("Invitation link, by email").ClickAsync();
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Add person" }).ClickAsync();
            await dialog.GetByText("is on its way to bob@people.example").WaitForAsync();
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
            await _bed.SettledAsync(id, 1);

            await visit.GoAsync("t/people.example/notification-channels/deliveries");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "bob@people.example" }).PressAsync("Enter");
            var story = visit.Page.GetByRole(AriaRole.Dialog);
            await Assertions.Expect(story).ToContainTextAsync("from admin@people.example");
            Assert.DoesNotContain("token=", await visit.Page.ContentAsync(), StringComparison.Ordinal);
            await visit.Context.ClearCookiesAsync();
            await ChoosePasswordAsync(visit, LinkOf(Assert.Single(Received())));
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Account of bob@people.example" }).WaitForAsync();
        });
    }

    private static async Task ChoosePasswordAsync(ConsoleVisit visit, Uri link)
    {
        await visit.Page.GotoAsync(link.ToString());
        await visit.Page.GetByLabel("New password", new() { Exact = true }).FillAsync(NewPassword);
        await visit.Page.GetByLabel("Repeat").FillAsync(NewPassword);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Choose password" }).ClickAsync();
    }

    /// <summary>The link as a mail program finds it in the text.</summary>
    private static Uri LinkOf(MimeMessage mail) =>
        new(mail.TextBody!.Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith("http", StringComparison.Ordinal)));

    private List<MimeMessage> Received() =>
        [.. _server.Messages.Select(text => MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(text))))];

    private async Task<Guid> AddTenantAsync(string domain)
    {
        using var super = await _bed.CreateSuperClientAsync();
        using var response = await super.PostAsJsonAsync(TenantsClient.Path, new
        {
            domain,
            owners = new[] { new { username = "kim", email = $"kim@{domain}", provisioningMethod = "invite-via-email" } },
        });
        var tenant = await response.ReadJsonAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.False(tenant.TryGetProperty("warning", out _), tenant.ToString());
        return tenant.GetProperty("id").GetGuid();
    }
}
