using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Shell.Pages;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>The rule for senders of programs, on the Email Provider page.</summary>
public sealed class ProgramSendersTests(EmailProviderConsole console) : IClassFixture<EmailProviderConsole>
{
    private static ILocator Choice(IPage page, string name) => page.GetByRole(AriaRole.Radio, new() { Name = name, Exact = true });

    private static ILocator Save(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Save other senders", Exact = true });

    [BrowserFact]
    public async Task AllowSome_ThenReload_IsStoredInItsNormalForm()
    {
        var person = await console.AddTenantAsync("senders.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "senders.example");
            await Assertions.Expect(Choice(visit.Page, "Refuse")).ToBeCheckedAsync();
            await Assertions.Expect(Save(visit.Page)).ToBeDisabledAsync();

            await Choice(visit.Page, "Allow some").CheckAsync();
            await visit.Page.Field("Allowed senders").FillAsync("alarm@senders.example\nno address");
            await Save(visit.Page).ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("'no' is neither an address such as alarm@example.com nor a domain such as @example.com.")).ToBeVisibleAsync();
            await visit.AssertAccessibleAsync();
            await visit.TakePictureAsync("senders-allow");

            await visit.Page.Field("Allowed senders").FillAsync("alarm@senders.example\n@BÜCHER.example");
            await Save(visit.Page).ClickAsync();
            await Assertions.Expect(visit.Page.Field("Allowed senders")).ToHaveValueAsync("alarm@senders.example\n@xn--bcher-kva.example");
            await Assertions.Expect(Save(visit.Page)).ToBeDisabledAsync();
            await Assertions.Expect(visit.Page.GetByText("The rule for other senders is saved.")).ToBeVisibleAsync();
            await visit.Page.ReloadAsync();
            await Assertions.Expect(Choice(visit.Page, "Allow some")).ToBeCheckedAsync();
            await Assertions.Expect(visit.Page.Field("Allowed senders")).ToHaveValueAsync("alarm@senders.example\n@xn--bcher-kva.example");
        });
    }

    [BrowserFact]
    public async Task Leave_NotSaved_IsAskedFirst()
    {
        var person = await console.AddTenantAsync("leaves.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "leaves.example");
            await Choice(visit.Page, "Replace").CheckAsync();
            var deliveries = visit.Page.GetByRole(AriaRole.Link, new() { Name = "Deliveries", Exact = true }).First;
            await deliveries.ClickAsync();
            await visit.Page.GetByText("Leave without saving other senders?").WaitForAsync();
            await visit.Page.PressButtonAsync("Stay");
            await Assertions.Expect(Choice(visit.Page, "Replace")).ToBeCheckedAsync();

            await deliveries.ClickAsync();
            await visit.Page.PressButtonAsync("Leave");
            await visit.Page.AssertAtAsync("/deliveries");
        });
    }

    [BrowserFact]
    public async Task Leave_TwoPartsNotSaved_IsAskedOnceAboutBoth()
    {
        var person = await console.AddTenantAsync("twice.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "twice.example");
            await visit.Page.Field("Display Name").FillAsync("Twice");
            await Choice(visit.Page, "Replace").CheckAsync();
            var deliveries = visit.Page.GetByRole(AriaRole.Link, new() { Name = "Deliveries", Exact = true }).First;
            await deliveries.ClickAsync();
            var question = visit.Page.GetByRole(AriaRole.Dialog);
            await Assertions.Expect(question).ToContainTextAsync("1 unsaved change: Display Name of twice.example would not be saved.");
            await Assertions.Expect(question).ToContainTextAsync("What was changed for programs of twice.example would not be saved.");
            await visit.Page.PressButtonAsync("Stay");
            await Assertions.Expect(question).ToHaveCountAsync(0);
            await visit.Page.AssertAtAsync("/email-provider");
            await Assertions.Expect(Choice(visit.Page, "Replace")).ToBeCheckedAsync();

            await deliveries.ClickAsync();
            await visit.Page.PressButtonAsync("Leave");
            await visit.Page.AssertAtAsync("/deliveries");
            await Assertions.Expect(question).ToHaveCountAsync(0);
        });
    }

    [BrowserFact]
    public async Task Operator_SeesTheRuleAsText()
    {
        var person = await console.AddTenantAsync("sees.example");
        var viewer = await console.AddPersonAsync("sees.example", "viewer", ActorRole.Operator);
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "sees.example");
            await Choice(visit.Page, "Replace").CheckAsync();
            await Save(visit.Page).ClickAsync();
            await Assertions.Expect(Save(visit.Page)).ToBeDisabledAsync();
        });
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(viewer, "sees.example");
            await Assertions.Expect(visit.Page.Locator(".program-senders")).ToContainTextAsync("Replace. The message leaves from the From Address");
            await Assertions.Expect(visit.Page.Locator(".program-senders :is(input, button, textarea)")).ToHaveCountAsync(0);
            await visit.AssertAccessibleAsync();
        });
    }

    [BrowserTheory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task Choices_EachWithItsWords_StandOneBelowTheOther(int width)
    {
        var domain = $"column-{width}.example";
        var person = await console.AddTenantAsync(domain);
        await ConsoleBrowser.RunAsync(
            console,
            async visit =>
            {
                await visit.OpenProviderAsync(person, domain);
                await Assertions.Expect(Choice(visit.Page, "Refuse")).ToBeCheckedAsync();
                var parts = visit.Page.Locator(".program-senders .mud-radio-group > *");
                await Assertions.Expect(parts).ToHaveCountAsync(6);

                // At one moment: what stands above may still grow
                var sides = await parts.EvaluateAllAsync<double[][]>("parts => parts.map(p => p.getBoundingClientRect()).map(r => [r.top, r.bottom])");
                Assert.All(sides.Zip(sides.Skip(1)), pair => Assert.True(pair.Second[0] >= pair.First[1] - 1, $"At {width} px a part begins at {pair.Second[0]}, above the end of the one before it ({pair.First[1]})."));
            },
            new ConsoleWindow(width, 900));
    }

    [BrowserFact]
    public async Task Section_DarkAndNarrow_IsAccessibleAndDoesNotScrollSideways()
    {
        var person = await console.AddTenantAsync("narrow-senders.example");
        await ConsoleBrowser.RunAsync(
            console,
            async visit =>
            {
                await visit.OpenProviderAsync(person, "narrow-senders.example");
                await Choice(visit.Page, "Allow some").CheckAsync();
                await Assertions.Expect(visit.Page.Field("Allowed senders")).ToBeVisibleAsync();
                await visit.AssertAccessibleAsync();
                await visit.TakePictureAsync("senders-360-dark");
                Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
            },
            new ConsoleWindow(360, 800, IsDark: true));
    }
}
