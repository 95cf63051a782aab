using System.Globalization;
using EmailConsole.DevelopmentMailbox;
using EmailConsole.Persistence;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Shell.Pages;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>
/// The main job as a user does it: fill the form, Update, send a test email, watch it pass and find it in the mailbox.
/// With UPDATE_SCREENSHOTS=1 the pictures of the README are taken anew.
/// </summary>
public sealed class MainJobTests
{
    private const string Domain = "foo.com";

    [BrowserTheory]
    [OnSqlite]
    [OnPostgres]
    public async Task MainJob_FreshTenant_EndsWithTheMessageInTheMailbox(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var console = new ConsoleApplication { Database = database };
        var person = await console.AddTenantAsync(Domain);
        var port = Assert.IsType<ListenerState.Listening>(console.Service<DevelopmentMailboxState>().Listener).Port;

        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.SignInAsync(person);
            await FillAsync(visit.Page, port);
            await visit.Page.GetByRole(AriaRole.Button, Exactly("Update")).ClickAsync();
            await visit.Page.GetByText("leaves through").Filter(new LocatorFilterOptions { HasText = "localhost" }).First.WaitForAsync();

            await visit.Page.GetByRole(AriaRole.Button, Exactly("Send test email")).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Button, Exactly("Send")).ClickAsync();
            await visit.Page.GetByText("Accepted by localhost").WaitForAsync();
            await ReadmePictures.TakeAsync(visit.Page, "email-provider");

            await visit.GoAsync("development-mailbox");
            await visit.Page.GetByText($"Test email from {Domain}").First.WaitForAsync();
            await ReadmePictures.TakeAsync(visit.Page, "development-mailbox");
        });
    }

    private static async Task FillAsync(IPage page, int port)
    {
        await page.GetByLabel("Server Host").FillAsync("localhost");
        await page.GetByLabel("Server Port").FillAsync(port.ToString(CultureInfo.InvariantCulture));
        await page.ChooseAsync("Encryption", "None");
        await page.GetByLabel("From Address").FillAsync("codes@foo.com");
        await page.ChooseAsync("Authentication Type", "None");
    }

    private static PageGetByRoleOptions Exactly(string name) => new() { Name = name, Exact = true };
}
