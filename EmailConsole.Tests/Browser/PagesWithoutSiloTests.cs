using EmailConsole.Hosting.Silo;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Hosting;
using EmailConsole.Tests.Sending.Lanes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>Whoever looks while the silo does not come up sees what the database knows.</summary>
public sealed class PagesWithoutSiloTests
{
    [BrowserFact]
    public async Task Pages_SiloNeverComes_ShowTenantsAndMessages()
    {
        await using var bed = new LaneBed
        {
            ReplaceServices = services => services.AddKeyedSingleton<IHostedService>(SiloStarter.Silo, new FakeDeafSilo()),
        };
        await bed.AcceptAsync(await bed.AddTenantAsync(domain: "waiting.example"));
        var person = await bed.AddSuperAdministratorAsync();

        await ConsoleBrowser.RunAsync(bed, async visit =>
        {
            await visit.EnterAsync(person);
            await visit.GoAsync("tenants");
            await visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "waiting.example" }).GetByText("Not loaded").WaitForAsync();
            await visit.GoAsync("t/waiting.example/notification-channels/deliveries");
            await visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "someone@bar.example" }).WaitForAsync();
            await visit.GoAsync("t/waiting.example/notification-channels/email-provider");
            await visit.Page.GetByLabel("Server Host").WaitForAsync();
        });
    }
}
