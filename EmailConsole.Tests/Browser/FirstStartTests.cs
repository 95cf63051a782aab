using EmailConsole.Accounts.Passwords;
using EmailConsole.Accounts.SetUp;
using EmailConsole.Tests.Accounts;
using EmailConsole.Tests.Application;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>From nothing to a tenant with an administrator who signs in, as a person does it.</summary>
public sealed class FirstStartTests
{
    private const string SuperPassword = "harbour lantern mosaic 7";
    private const string AdministratorPassword = "meadow violin anchor 42";

    [BrowserFact]
    public async Task FirstStart_LinkThenTenantThenInvitation_EveryoneSignsIn()
    {
        var announcement = new FakeAnnouncement();
        await using var console = new ConsoleApplication
        {
            ReplaceServices = services => services.AddSingleton<ISetUpAnnouncement>(announcement),
        };
        _ = console.Url;
        var link = await announcement.First;
        var invitation = "";

        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.GoAsync("");
            await visit.Page.GetByText("This installation has not been set up.").WaitForAsync();
            Assert.DoesNotContain("token=", await visit.Page.ContentAsync(), StringComparison.Ordinal);
            await visit.Page.GotoAsync(link.ToString());
            await visit.Page.GetByLabel("New password", new PageGetByLabelOptions { Exact = true }).FillAsync("password1234");
            await visit.Page.GetByText(PasswordRules.WellKnown).WaitForAsync();
            await visit.TakePictureAsync("set-up");
            await visit.Page.GetByLabel("New password", new PageGetByLabelOptions { Exact = true }).FillAsync(SuperPassword);
            await visit.Page.GetByText("Strength: strong").WaitForAsync();
            await visit.Page.GetByLabel("Repeat the new password").FillAsync(SuperPassword);
            await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Set up" }).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Add your first tenant" }).WaitForAsync();
            await visit.TakePictureAsync("tenants-first");

            await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Add your first tenant" }).ClickAsync();
            await visit.Page.GetByLabel("Domain", new PageGetByLabelOptions { Exact = true }).FillAsync("foo.example");
            await visit.TakePictureAsync("tenants-add");
            await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Add tenant" }).ClickAsync();
            invitation = await visit.Page.GetByLabel("Invitation link", new PageGetByLabelOptions { Exact = true }).InputValueAsync();
            await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Set up its email provider" }).WaitForAsync();
            await visit.TakePictureAsync("tenants-added");
            await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Done" }).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "foo.example" }).WaitForAsync();
            await visit.TakePictureAsync("tenants");
        });
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.Page.GotoAsync(invitation);
            await visit.Page.GetByLabel("New password", new PageGetByLabelOptions { Exact = true }).FillAsync(AdministratorPassword);
            await visit.Page.GetByLabel("Repeat the new password").FillAsync(AdministratorPassword);
            await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Choose password" }).ClickAsync();
            await visit.Page.AssertAtAsync("t/foo.example/notification-channels/email-provider");
            await visit.GoAsync("t/foo.example/people");
            await visit.Page.GetByText("(you)").WaitForAsync();
            await visit.TakePictureAsync("people");
        });
        await ConsoleBrowser.RunAsync(
            console,
            visit => visit.SignInAsync(new ConsolePerson("admin@foo.example", AdministratorPassword)),
            new ConsoleWindow(Width: 360, IsDark: true, HasJavaScript: false));
    }
}
