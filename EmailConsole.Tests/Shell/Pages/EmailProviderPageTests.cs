using System.Globalization;
using EmailConsole.Accounts;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using EmailConsole.Tests.EmailProviders.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Shell.Pages;

public sealed class EmailProviderPageTests(EmailProviderConsole console) : IClassFixture<EmailProviderConsole>
{
    [BrowserFact]
    public async Task Update_ThenReload_ShowsWhatWasStoredButNoSecret()
    {
        var person = await console.AddTenantAsync("update.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "update.example");
            await Assertions.Expect(visit.Page.Locator(".in-force")).ToContainTextAsync("through the super tenant's provider as no-reply@platform.example");

            await visit.StoreProviderAsync("update.example");
            await Assertions.Expect(visit.Page.Locator(".in-force")).ToContainTextAsync("through its own provider, smtp.update.example, as codes@update.example");
            await visit.Page.ReloadAsync();

            await Assertions.Expect(visit.Page.Field("Server Host")).ToHaveValueAsync("smtp.update.example");
            await Assertions.Expect(visit.Page.Field("Display Name")).ToHaveValueAsync("Grüße & Co");
            await Assertions.Expect(visit.Page.GetByText("stored, leave as it is to keep it")).ToBeVisibleAsync();
            Assert.DoesNotContain(ProviderVisit.Secret, await visit.Page.ContentAsync(), StringComparison.Ordinal);
        });
    }

    [BrowserFact]
    public async Task Delete_ThroughTheApi_TellsThatMailWaitsAndThenWhatIsInForce()
    {
        var person = await console.AddTenantAsync("waits.example");
        using var script = new SenderClient(console.CreateRestClient(person), "waits.example", 2);
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "waits.example");
            await visit.StoreProviderAsync("waits.example");
            using var deleted = await script.DeleteAsync();
            await Assertions.Expect(visit.Page.Locator(".in-force")).ToContainTextAsync("Mail of waits.example waits.");

            using var posted = await script.PostAsync(SenderClient.Basic(2));
            await Assertions.Expect(visit.Page.Locator(".in-force")).ToContainTextAsync("through its own provider, smtp.foo.com");
            await Assertions.Expect(visit.Page.Field("Server Host")).ToHaveValueAsync("smtp.foo.com");

            using var again = await script.DeleteAsync();
            await Assertions.Expect(visit.Page.Locator(".in-force")).ToContainTextAsync("Mail of waits.example waits.");
            await Assertions.Expect(visit.Page.Locator(".in-force")).ToContainTextAsync("through the super tenant's provider", new() { Timeout = 60_000 });
        });
    }

    [BrowserFact]
    public async Task Update_SenderOverTheSuperTenantsServer_StoresAndShowsIt()
    {
        var person = await console.AddTenantAsync("sender.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "sender.example");
            await visit.Page.ChooseAsync("Send through", "The super tenant's server");
            await Assertions.Expect(visit.Page.Field("Server Host")).ToHaveCountAsync(0);
            await visit.Page.Field("From Address").FillAsync("codes@elsewhere.example");
            await visit.Page.PressButtonAsync("Update");
            await Assertions.Expect(visit.Page.Locator(".error-summary")).ToContainTextAsync("only from addresses at sender.example and below");

            await visit.Page.Field("From Address").FillAsync("codes@sender.example");
            await visit.Page.PressButtonAsync("Update");
            await Assertions.Expect(visit.Page.Locator(".in-force")).ToContainTextAsync("through the super tenant's server with its own sender, codes@sender.example");
            await visit.Page.ReloadAsync();
            await Assertions.Expect(visit.Page.Field("From Address")).ToHaveValueAsync("codes@sender.example");
            Assert.DoesNotContain("smtp.platform.example", await visit.Page.ContentAsync(), StringComparison.Ordinal);
        });
    }

    [BrowserFact]
    public async Task Update_KeyboardOnly_Stores()
    {
        var person = await console.AddTenantAsync("keyboard.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "keyboard.example");
            var keys = visit.Page.Keyboard;
            await visit.Page.Field("Provider").FocusAsync();
            await keys.PressAsync("Enter");
            await visit.Page.GetByRole(AriaRole.Option, new() { Name = "SendGrid", Exact = true }).WaitForAsync();
            await keys.TypeAsync("S");
            await keys.PressAsync("Enter");
            await Assertions.Expect(visit.Page.Field("Server Host")).Not.ToHaveValueAsync("");
            await visit.TabToAsync("From Address");
            await keys.TypeAsync("codes@keyboard.example");
            await visit.TabToAsync("Username");
            await keys.TypeAsync("user");
            await visit.TabToAsync("Password");
            await keys.TypeAsync(ProviderVisit.Secret);
            await keys.PressAsync("Enter");

            await Assertions.Expect(visit.Page.GetByText("Updated. Mail of")).ToBeVisibleAsync();
        });
    }

    [BrowserFact]
    public async Task Update_WithErrors_FocusesTheSummaryWhichLeadsToTheField()
    {
        var person = await console.AddTenantAsync("errors.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "errors.example");
            await visit.Page.PressButtonAsync("Update");

            await Assertions.Expect(visit.Page.Locator(".error-summary")).ToBeFocusedAsync();
            await visit.Page.Locator(".error-summary").GetByRole(AriaRole.Button, new() { Name = "Username" }).ClickAsync();
            await Assertions.Expect(visit.Page.Field("Username")).ToBeFocusedAsync();
        });
    }

    [BrowserFact]
    public async Task Update_DoubleClick_StoresOnce()
    {
        var person = await console.AddTenantAsync("double.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "double.example");
            await visit.FillProviderAsync("double.example");

            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Update" }).DblClickAsync();

            await Assertions.Expect(visit.Page.GetByText("No unsaved changes")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.GetByText("Changed by somebody else")).ToBeHiddenAsync();
            Assert.Single(console.Log, l => l.Contains("EmailProviderWriter", StringComparison.Ordinal) && l.Contains("double.example", StringComparison.Ordinal));
        });
    }

    [BrowserFact]
    public async Task Update_AfterAnotherBrowser_ShowsBothAndLetsChoose()
    {
        var person = await console.AddTenantAsync("conflict.example");
        var second = await console.AddPersonAsync("conflict.example", "second", ActorRole.Administrator);
        await ConsoleBrowser.RunAsync(console, async mine =>
        {
            await mine.OpenProviderAsync(person, "conflict.example");
            await mine.StoreProviderAsync("conflict.example");
            await mine.Page.Field("From Address").FillAsync("mine@conflict.example");
            await ConsoleBrowser.RunAsync(console, async theirs =>
            {
                await theirs.OpenProviderAsync(second, "conflict.example");
                await theirs.Page.Field("Reply-To Address").FillAsync("help@conflict.example");
                await theirs.Page.PressButtonAsync("Update");
                await Assertions.Expect(theirs.Page.GetByText("Updated. Mail of")).ToBeVisibleAsync();
            });

            await mine.Page.PressButtonAsync("Update");
            var dialog = mine.Page.GetByRole(AriaRole.Dialog);
            await Assertions.Expect(dialog).ToContainTextAsync("second@conflict.example");
            await mine.AssertAccessibleAsync();
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Update with these" }).ClickAsync();
            await Assertions.Expect(mine.Page.GetByText("No unsaved changes")).ToBeVisibleAsync();

            await mine.Page.ReloadAsync();
            await Assertions.Expect(mine.Page.Field("From Address")).ToHaveValueAsync("mine@conflict.example");
            await Assertions.Expect(mine.Page.Field("Reply-To Address")).ToHaveValueAsync("help@conflict.example");
        });
    }

    [BrowserFact]
    public async Task Revert_Confirmed_LeadsBackToTheSuperTenantsProvider()
    {
        var person = await console.AddTenantAsync("revert.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "revert.example");
            await visit.StoreProviderAsync("revert.example");

            await visit.Page.PressButtonAsync("Revert");
            await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revert" }).ClickAsync();

            await Assertions.Expect(visit.Page.Locator(".in-force")).ToContainTextAsync("through the super tenant's provider");
            await Assertions.Expect(visit.Page.Field("Server Host")).ToHaveValueAsync("");
        });
    }

    [BrowserFact]
    public async Task Update_SignedOutInAnotherTab_SavesNothingAndSaysSo()
    {
        var person = await console.AddTenantAsync("signedout.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "signedout.example");
            await visit.FillProviderAsync("signedout.example");
            await EndSessionsAsync(person);

            await visit.Page.PressButtonAsync("Update");

            await Assertions.Expect(visit.Page.GetByText("You are signed out; nothing was saved.")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.Locator(".refused-notice")).ToBeFocusedAsync();
            await Assertions.Expect(visit.Page.Locator(".refused-notice")).ToBeInViewportAsync();
            await using var db = await console.OpenDbAsync();
            Assert.False(await db.Set<EmailConsole.EmailProviders.EmailProvider>().AnyAsync(p => p.UpdatedBy == person.Username));
        });
    }

    [BrowserFact]
    public async Task Page_SessionEndsWhileOpen_SaysSoAndLeadsToSignIn()
    {
        var person = await console.AddTenantAsync("ended.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "ended.example");
            await EndSessionsAsync(person);

            // An open page learns of it with the next look at its session
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "You were signed out" })).ToBeVisibleAsync(new() { Timeout = 40_000 });
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in", Exact = true }).ClickAsync();
            await visit.Page.AssertAtAsync("sign-in?returnUrl=");
        });
    }

    [BrowserFact]
    public async Task Leave_WithUnsavedChanges_AsksAndStays()
    {
        var person = await console.AddTenantAsync("leave.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "leave.example");
            await visit.Page.Field("Server Host").FillAsync("smtp.leave.example");
            await visit.Page.GetByText("1 unsaved change").WaitForAsync();

            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "People" }).ClickAsync();
            await visit.Page.PressButtonAsync("Stay");
            await Assertions.Expect(visit.Page.Field("Server Host")).ToHaveValueAsync("smtp.leave.example");

            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "People" }).ClickAsync();
            await visit.Page.PressButtonAsync("Leave");
            await visit.Page.AssertAtAsync("people");
        });
    }

    [BrowserFact]
    public async Task Close_WithUnsavedChanges_AsksTheBrowserToo()
    {
        var person = await console.AddTenantAsync("close.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "close.example");

            // A browser asks nobody who has not touched the page
            await visit.Page.Field("Server Host").ClickAsync();
            await visit.Page.Field("Server Host").FillAsync("smtp.close.example");
            await visit.Page.GetByText("1 unsaved change").WaitForAsync();

            // What is shown comes before the browser is told to ask
            await visit.Page.WaitForFunctionAsync("() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))");
            var asked = new TaskCompletionSource<string>();
            visit.Page.Dialog += async (_, dialog) =>
            {
                asked.TrySetResult(dialog.Type);
                await dialog.AcceptAsync();
            };

            await visit.Page.CloseAsync(new() { RunBeforeUnload = true });

            Assert.Equal("beforeunload", await asked.Task.WaitAsync(Bound.Wait));
        });
    }

    [BrowserFact]
    public async Task Get_ForeignTenant_Is404AsForOneThatDoesNotExist()
    {
        var person = await console.AddTenantAsync("mine.example");
        await console.AddTenantAsync("foreign.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.EnterAsync(person);

            Assert.Equal(404, await visit.GoAsync(ProviderVisit.PathOf("foreign.example")));
            Assert.Equal(404, await visit.GoAsync(ProviderVisit.PathOf("nobody.example")));
        });
    }

    [BrowserFact]
    public async Task Operator_SeesTheSettingsWithoutInputs()
    {
        var person = await console.AddTenantAsync("operator.example");
        var viewer = await console.AddPersonAsync("operator.example", "viewer", ActorRole.Operator);
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "operator.example");
            await visit.StoreProviderAsync("operator.example");
        });
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(viewer, "operator.example");

            await Assertions.Expect(visit.Page.Locator(".facts")).ToContainTextAsync("smtp.operator.example");
            await Assertions.Expect(visit.Page.Locator("main input")).ToHaveCountAsync(0);
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send test email" })).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Update" })).ToHaveCountAsync(0);
            await visit.AssertAccessibleAsync();
        });
    }

    [BrowserTheory]
    [InlineData(1280, false)]
    [InlineData(360, true)]
    public async Task Page_LightDarkAndNarrow_IsAccessibleAndDoesNotScrollSideways(int width, bool isDark)
    {
        var domain = string.Create(CultureInfo.InvariantCulture, $"look-{width}-{isDark}.example").ToLowerInvariant();
        var person = await console.AddTenantAsync(domain);
        await ConsoleBrowser.RunAsync(
            console,
            async visit =>
            {
                await visit.OpenProviderAsync(person, domain);
                await visit.Page.Field("Messages per Connection").FillAsync("100");
                Assert.True(await visit.Page.Locator(".limits-row").EvaluateAsync<bool>(LabelsFit), "A label runs out of its field");
                await visit.Page.ChooseAsync("Provider", "Microsoft 365 Exchange Online");
                await Assertions.Expect(visit.Page.Field("Server Host")).ToHaveValueAsync("smtp.office365.com");
                await visit.AssertAccessibleAsync();
                await visit.TakePictureAsync($"email-provider-{width}{(isDark ? "-dark" : "")}");
                await visit.Page.PressButtonAsync("Update");
                await Assertions.Expect(visit.Page.Locator(".error-summary")).ToBeVisibleAsync();
                await visit.AssertAccessibleAsync();

                Assert.Equal(1, await visit.Page.Locator("h1").CountAsync());
                Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
            },
            new ConsoleWindow(width, 900, isDark));
    }

    private const string LabelsFit = """
        row => [...row.querySelectorAll('.mud-input-control')]
          .every(field => field.querySelector('label').getBoundingClientRect().right <= field.getBoundingClientRect().right - 8)
        """;

    private async Task EndSessionsAsync(ConsolePerson person)
    {
        await using var db = await console.OpenDbAsync();
        await db.Set<SignInSession>()
            .Where(s => db.Set<Account>().Any(a => a.Id == s.AccountId && a.UserName == person.Username))
            .ExecuteDeleteAsync();
    }
}
