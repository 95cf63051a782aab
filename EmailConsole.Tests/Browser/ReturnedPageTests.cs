using System.Collections.Concurrent;
using EmailConsole.EmailProviders;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Cluster;
using EmailConsole.Tests.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>A page whose server is gone comes back on the next one, with what was typed and without secrets.</summary>
public sealed class ReturnedPageTests
{
    private const string Secret = "hunter2hunter2";

    /// <summary>Its page asks for another connection as soon as it has lost the one it had; a stop waits for what is under way until its time is over.</summary>
    [BrowserFact]
    public async Task Stop_WhileAPageIsOpen_DoesNotWaitForItsNextConnection()
    {
        await using var console = new ConsoleApplication();
        var person = await console.AddTenantAsync("stopped.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await OpenAsync(visit, person, "stopped.example");
            var start = TimeProvider.System.GetTimestamp();

            await console.DisposeAsync();

            Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, Bound.Soon);
        });
    }

    [BrowserTheory, OnPostgres]
    public async Task NodeGone_EachConnectionToAnother_FormComesBackWithoutItsSecret(DatabaseKind _)
    {
        await using var bed = await NodeBed.StartAsync();
        var turn = 0;
        await using var line = new CuttableConsole(() => bed[Interlocked.Increment(ref turn) % bed.Nodes.Count].Url);
        var person = await ConsolePeople.AddTenantAsync(bed[0], "gone.example");
        await ConsoleBrowser.RunAsync(bed[0], async visit =>
        {
            var page = visit.Page;
            var asked = new ConcurrentQueue<string>();
            page.Request += (_, request) => asked.Enqueue(request.Url);
            await OpenAsync(visit, person, "gone.example");
            await page.Locator("#provider-Host").FillAsync("smtp.typed.example");
            await page.Locator("#provider-Password").FillAsync(Secret);
            await page.WaitForFunctionAsync("() => Object.values(localStorage).some(v => v.includes('smtp.typed.example'))");

            await LoseAsync(page, () => bed.StopAsync(bed.Nodes.Single(n => n.Url.Port == line.LastUpgrade)));

            await page.GetByText(
                "The connection to the console was lost: what you typed has come back and is not saved yet; Password must be typed again, because secrets are not kept.").WaitForAsync();
            await Assertions.Expect(page.Locator("#provider-Host")).ToHaveValueAsync("smtp.typed.example");
            await Assertions.Expect(page.Locator("#provider-Password")).ToHaveValueAsync("");
            Assert.Equal(0, await page.Locator(".changed-elsewhere, .reconnect:visible").CountAsync());
            var kept = await page.EvaluateAsync<string>("() => JSON.stringify([localStorage, sessionStorage])");
            Assert.DoesNotContain("hunter2", kept, StringComparison.Ordinal);
            Assert.DoesNotContain(asked, url => url.Contains("/negotiate", StringComparison.Ordinal));
        }, address: line.Url);
    }

    /// <summary>Blazor's own pace ends after thirty tries.</summary>
    [BrowserFact]
    public async Task Away_ForLong_ComesBackByItself()
    {
        await using var line = new CuttableConsole();
        var person = await line.Console.AddTenantAsync("away.example");
        await ConsoleBrowser.RunAsync(line.Console, async visit =>
        {
            var page = visit.Page;
            await page.Clock.InstallAsync();
            await OpenAsync(visit, person, "away.example");
            await page.EvaluateAsync("""
                () => {
                  window.tries = 0;
                  document.getElementById('components-reconnect-modal').addEventListener(
                    'components-reconnect-state-changed', (e) => { window.tries = e.detail.currentAttempt ?? window.tries; });
                }
                """);

            line.Cut();
            await Bound.UntilAsync(async () =>
            {
                await page.Clock.FastForwardAsync(60_000);
                return await page.EvaluateAsync<int>("() => window.tries") > 35;
            });
            line.Mend();

            await Assertions.Expect(page.Locator(".reconnect")).ToBeHiddenAsync();
        }, address: line.Url);
    }

    [BrowserFact]
    public async Task NodeFrozen_FormTypedIn_ComesBackOnAnother()
    {
        await using var line = new CuttableConsole();
        var person = await line.Console.AddTenantAsync("frozen.example");
        await ConsoleBrowser.RunAsync(line.Console, async visit =>
        {
            await OpenAsync(visit, person, "frozen.example");
            await visit.Page.Locator("#provider-Host").FillAsync("smtp.typed.example");
            await visit.Page.WaitForFunctionAsync("() => Object.values(localStorage).some(v => v.includes('smtp.typed.example'))");

            await LoseAsync(visit.Page, async () =>
            {
                line.Freeze();
                await line.RestartAsync();
            });

            await Assertions.Expect(visit.Page.Locator("#provider-Host")).ToHaveValueAsync("smtp.typed.example");
        }, address: line.Url);
    }

    [BrowserFact]
    public async Task Lost_SecretInTheForm_IsNotWhatThePageTellsTheNext()
    {
        await using var console = new ConsoleApplication();
        var person = await console.AddTenantAsync("told.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            var page = visit.Page;
            await page.AddInitScriptAsync("window.name += sessionStorage.getItem('emailconsole.return') ?? ''");
            await OpenAsync(visit, person, "told.example");
            await page.Locator("#provider-Password").FillAsync(Secret);

            await LoseAsync(page, () => RejectAsync(page));

            await page.GetByText("The connection to the console was lost: Password must be typed again, because secrets are not kept.").WaitForAsync();
            var told = await page.EvaluateAsync<string>("() => window.name");
            Assert.Contains("""["Password"]""", told, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", told, StringComparison.Ordinal);
        });
    }

    [BrowserFact]
    public async Task NodeGone_AnotherHasStoredMeanwhile_MeetsTheirsAtUpdate()
    {
        await using var line = new CuttableConsole();
        var person = await line.Console.AddTenantAsync("theirs.example");
        await StoreAsync(line.Console, "theirs.example", s => s with { Host = "smtp.before.example" });
        await ConsoleBrowser.RunAsync(line.Console, async visit =>
        {
            var page = visit.Page;
            await OpenAsync(visit, person, "theirs.example");
            await page.Locator("#provider-ReplyTo").FillAsync("mine@theirs.example");

            await LoseAsync(page, async () =>
            {
                line.Cut();
                await line.RestartAsync();
                await StoreAsync(line.Console, "theirs.example", s => s with { ReplyTo = "other@theirs.example", Host = "smtp.after.example" });
                line.Mend();
            });

            await page.GetByText("kim@theirs.example changed this provider").WaitForAsync();
            await Assertions.Expect(page.Locator("#provider-ReplyTo")).ToHaveValueAsync("mine@theirs.example");
            await page.GetByRole(AriaRole.Button, new() { Name = "Update", Exact = true }).ClickAsync();
            var dialog = page.GetByRole(AriaRole.Dialog);
            await dialog.GetByText("Changed by somebody else").WaitForAsync();
            await Assertions.Expect(dialog.Locator("legend")).ToHaveTextAsync(["Reply-To Address"]);
            Assert.Equal(("other@theirs.example", "smtp.after.example"), await ReadAsync(line.Console, "theirs.example"));

            await dialog.GetByRole(AriaRole.Button, new() { Name = "Update with these" }).ClickAsync();
            await page.GetByText("Updated.").WaitForAsync();
            Assert.Equal(("mine@theirs.example", "smtp.after.example"), await ReadAsync(line.Console, "theirs.example"));
        }, address: line.Url);
    }

    [BrowserFact]
    public async Task Lost_DialogTypedIn_IsSaidAndWaitsBeforeItIsLoadedOnceMore()
    {
        await using var console = new ConsoleApplication();
        var person = await console.AddTenantAsync("dialog.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            var page = visit.Page;
            await visit.EnterAsync(person);
            await visit.GoAsync("t/dialog.example/api-keys");
            await page.GetByRole(AriaRole.Button, new() { Name = "Create API key" }).First.ClickAsync();
            await page.GetByLabel("Name", new() { Exact = true }).FillAsync("half typed");

            await LoseAsync(page, () => RejectAsync(page));

            await page.GetByText("Not kept, and to be typed again: Create API key.").WaitForAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "API keys" }).WaitForAsync();
            await visit.AssertAccessibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
            await Assertions.Expect(page.Locator(".reconnect")).ToBeHiddenAsync();

            // A page that is lost again and again does not load without end
            var first = await page.EvaluateAsync<double>("() => performance.timeOrigin");
            await LoseAsync(page, () => RejectAsync(page));
            Assert.InRange(await page.EvaluateAsync<double>("() => performance.timeOrigin") - first, 9000, double.MaxValue);
            Assert.Equal(0, await page.Locator(".reconnect:visible").CountAsync());
        });
    }

    [BrowserFact]
    public async Task Lost_KeyThatIsShownOnce_StaysUntilThePersonHasIt()
    {
        await using var console = new ConsoleApplication();
        var person = await console.AddTenantAsync("once.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            var page = visit.Page;
            await visit.EnterAsync(person);
            await visit.GoAsync("t/once.example/api-keys");
            await page.GetByRole(AriaRole.Button, new() { Name = "Create API key" }).First.ClickAsync();
            await page.GetByLabel("Name", new() { Exact = true }).FillAsync("codes");
            await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Create API key" }).ClickAsync();
            var key = await page.GetByLabel("API key", new() { Exact = true }).InputValueAsync();

            await RejectAsync(page);

            await page.GetByText("What this page shows is not shown again").WaitForAsync();
            await Assertions.Expect(page.GetByLabel("API key", new() { Exact = true })).ToHaveValueAsync(key);
            await page.GetByRole(AriaRole.Button, new() { Name = "Load again" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        });
    }

    [BrowserFact]
    public async Task SignOut_FormTypedIn_LeavesNothingInTheBrowser()
    {
        await using var console = new ConsoleApplication();
        var person = await console.AddTenantAsync("out.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            var page = visit.Page;
            page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
            await OpenAsync(visit, person, "out.example");
            await page.Locator("#provider-Host").FillAsync("smtp.typed.example");
            await page.WaitForFunctionAsync("() => Object.values(localStorage).some(v => v.includes('smtp.typed.example'))");

            await page.GetByRole(AriaRole.Button, new() { Name = $"Account of {person.Username}" }).ClickAsync();
            await page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).WaitForAsync();

            Assert.DoesNotContain("smtp.typed.example", await page.EvaluateAsync<string>("() => JSON.stringify([localStorage, sessionStorage])"), StringComparison.Ordinal);
        });
    }

    [BrowserTheory]
    [InlineData(false, null, "The console answers, but the WebSocket over which its pages talk does not come through.")]
    [InlineData(true, null, "The console answers, but the WebSocket over which its pages talk does not come through.")]
    [InlineData(false, 403, "The console takes its pages' connections from its own address alone")]
    [InlineData(false, 503, "The console does not answer at the moment.")]
    public async Task Start_NoWebSocket_SaysWhyAndOpensOnceItComesThrough(bool isSwallowed, int? answer, string said)
    {
        await using var line = new CuttableConsole { RefusesUpgrade = !isSwallowed, SwallowsUpgrade = isSwallowed };
        var person = await line.Console.AddTenantAsync("blocked.example");
        await ConsoleBrowser.RunAsync(line.Console, async visit =>
        {
            var page = visit.Page;
            if (answer is { } status)
            {
                await page.RouteAsync("**/_blazor/negotiate*", route => route.FulfillAsync(new() { Status = status }));
            }

            await visit.EnterAsync(person);
            await visit.GoAsync("t/blocked.example/notification-channels/email-provider");

            await page.GetByText(said).WaitForAsync();
            await visit.AssertAccessibleAsync();
            (line.RefusesUpgrade, line.SwallowsUpgrade) = (false, false);
            await page.Locator("#provider-Host").WaitForAsync();
            await Assertions.Expect(page.Locator(".reconnect")).ToBeHiddenAsync();
            await Assertions.Expect(page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
        }, address: line.Url);
    }

    /// <summary>The page loses its server, and has come back from it.</summary>
    internal static async Task LoseAsync(IPage page, Func<Task> how)
    {
        await page.EvaluateAsync("() => { window.isLost = true; }");
        await how();
        await page.WaitForFunctionAsync("() => !window.isLost && document.querySelector('.mud-layout h1')", null, new() { Timeout = 60_000 });
    }

    private static async Task RejectAsync(IPage page) => await page.EvaluateAsync(
        "() => document.getElementById('components-reconnect-modal').dispatchEvent(new CustomEvent('components-reconnect-state-changed', { detail: { state: 'rejected' } }))");

    private static async Task OpenAsync(ConsoleVisit visit, ConsolePerson person, string domain)
    {
        await visit.EnterAsync(person);
        await visit.GoAsync($"t/{domain}/notification-channels/email-provider");
        await visit.Page.Locator("#provider-Host").WaitForAsync();
    }

    private static async Task StoreAsync(ConsoleApplication console, string domain, Func<EmailProviderSettings, EmailProviderSettings> change)
    {
        await using var db = await console.OpenDbAsync();
        var tenant = await db.Set<Tenant>().SingleAsync(t => t.Domain == domain);
        var row = await db.Set<EmailProvider>().SingleOrDefaultAsync(p => p.TenantId == tenant.Id);
        if (row is null)
        {
            row = new EmailProvider { Id = tenant.Id, TenantId = tenant.Id, Settings = new EmailProviderSettings { FromAddress = $"from@{domain}", AuthenticationType = AuthenticationType.None } };
            db.Add(row);
        }

        row.Settings = change(row.Settings);
        (row.UpdatedBy, row.UpdatedAt, row.Version) = ($"kim@{domain}", TimeProvider.System.GetUtcNow(), Guid.CreateVersion7());
        await db.SaveChangesAsync();
    }

    private static async Task<(string? ReplyTo, string Host)> ReadAsync(ConsoleApplication console, string domain)
    {
        await using var db = await console.OpenDbAsync();
        var tenant = await db.Set<Tenant>().SingleAsync(t => t.Domain == domain);
        var settings = (await db.Set<EmailProvider>().AsNoTracking().SingleAsync(p => p.TenantId == tenant.Id)).Settings;
        return (settings.ReplyTo, settings.Host);
    }
}
