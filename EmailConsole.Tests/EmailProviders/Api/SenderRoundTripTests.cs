using EmailConsole.EmailProviders;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using EmailConsole.Tests.Shell.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace EmailConsole.Tests.EmailProviders.Api;

/// <summary>What a script wrote is edited in the console, and the script goes on with it.</summary>
public sealed class SenderRoundTripTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [BrowserTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ScriptFormScript_LoseNothing(int version)
    {
        var tenant = $"round{version}.example";
        using var client = await SenderClient.CreateAsync(console, tenant, version);
        var written = SenderClient.Basic(version).WithProperty("minThread", 8).With("fromAddress", "Foo Codes <codes@foo.com>").WithoutProperty("mail.smtp.signature");
        await SenderClient.ReadAsync(client.PostAsync(written), 201);

        await ConsoleBrowser.RunAsync(
            console,
            async visit =>
            {
                await visit.OpenProviderAsync(await console.AddTenantAsync(tenant), tenant);
                await Assertions.Expect(visit.Page.Field("Server Host")).ToHaveValueAsync("smtp.foo.com");
                await Assertions.Expect(visit.Page.Field("Username")).ToHaveValueAsync("anna");
                await Assertions.Expect(visit.Page.Field("From Address")).ToHaveValueAsync("codes@foo.com");
                await Assertions.Expect(visit.Page.Field("Display Name")).ToHaveValueAsync("Foo Codes");
                await visit.Page.Field("Reply-To Address").FillAsync("desk@foo.com");
                await visit.Page.PressButtonAsync("Update");
                await Assertions.Expect(visit.Page.GetByText("No unsaved changes")).ToBeVisibleAsync();
            },
            name: $"round-trip-v{version}");

        var sender = await SenderClient.ReadAsync(client.GetAsync(), 200);
        Assert.Equal("desk@foo.com", sender.Property("mail.smtp.replyTo"));
        Assert.Equal("8", sender.Property("minThread"));
        Assert.Equal("Foo Codes <codes@foo.com>", sender.Text("fromAddress"));
        var again = await SenderClient.ReadAsync(client.PutAsync(SenderClient.Parse(sender.GetRawText())), 200);
        Assert.Equal(sender.GetRawText(), again.GetRawText());
        Assert.Equal("p4ss", await PasswordAsync(tenant));
    }

    private async Task<string?> PasswordAsync(string domain)
    {
        await using var db = await console.OpenDbAsync();
        var tenant = await db.Set<EmailConsole.Tenants.Tenant>().SingleAsync(t => t.Domain == domain);
        return (await console.Service<IEffectiveProvider>().FindAsync(tenant.Id, CancellationToken.None))!.Secrets.Password;
    }
}
