using EmailConsole.Accounts;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace EmailConsole.Tests.Browser;

/// <summary>What a person typed is what is saved, whatever the connection, the server or the session did meanwhile.</summary>
public sealed class TypedIsSavedTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(25);

    private readonly Dictionary<string, string> _stored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _typed = new(StringComparer.Ordinal);

    [BrowserFact]
    public async Task Type_WhileTheConnectionIsAway_IsCountedAndSavedAfterIt()
    {
        await using var line = new CuttableConsole();
        var person = await AddAsync(line.Console, "away.example");
        await ConsoleBrowser.RunAsync(line.Console, async visit =>
        {
            await OpenAsync(visit, person, "away.example");
            line.Cut();
            await AwayAsync(visit.Page);

            await TypeAsync(visit.Page, "ReplyTo", "away@away.example");
            await CountedAsync(visit.Page);
            await Assertions.Expect(Update(visit.Page)).ToBeDisabledAsync();
            await visit.Page.Locator("#provider-ReplyTo").PressAsync("Enter");
            Assert.DoesNotContain("?", visit.Page.Url, StringComparison.Ordinal);

            line.Mend();
            await BackAsync(visit.Page);
            await Assertions.Expect(visit.Page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
            await UpdateAsync(line.Console, visit.Page, "away.example");
        }, address: line.Url);
    }

    /// <summary>The server, which was not told what is typed, draws what is stored now: that must not take it.</summary>
    [BrowserFact]
    public async Task Type_WhileTheConnectionIsAwayAndAnotherStoresTheSameField_StaysAndTheOtherIsNamed()
    {
        await using var line = new CuttableConsole();
        var person = await AddAsync(line.Console, "both.example");
        await ConsoleBrowser.RunAsync(line.Console, async visit =>
        {
            await OpenAsync(visit, person, "both.example");
            line.Cut();
            await TypeAsync(visit.Page, "ReplyTo", "mine@both.example");
            await AwayAsync(visit.Page);
            await TypeAsync(visit.Page, "Host", "smtp.mine.example");

            await StoreAsync(line.Console, "both.example", s => s with { ReplyTo = "theirs@both.example", FromAddress = "theirs@both.example" });
            line.Mend();
            await BackAsync(visit.Page);

            await visit.Page.GetByText("kim changed this provider just now").WaitForAsync();
            (_typed["FromAddress"], _stored["FromAddress"], _stored["ReplyTo"]) = ("theirs@both.example", "theirs@both.example", "theirs@both.example");
            await CountedAsync(visit.Page);
            await ShownAsync(visit.Page);
            await UpdateAsync(line.Console, visit.Page, "both.example");
        }, address: line.Url);
    }

    [BrowserFact]
    public async Task Offline_TheBrowserSaysSo_ShowsTheNoticeAtOnceAndDisablesUpdate()
    {
        await using var line = new CuttableConsole();
        var person = await AddAsync(line.Console, "offline.example");
        await ConsoleBrowser.RunAsync(line.Console, async visit =>
        {
            await OpenAsync(visit, person, "offline.example");
            await visit.Context.SetOfflineAsync(true);
            await visit.Page.Locator(".reconnect").WaitForAsync(new() { Timeout = 2000 });
            await Assertions.Expect(Update(visit.Page)).ToBeDisabledAsync();
            await TypeAsync(visit.Page, "ReplyTo", "offline@offline.example");

            await visit.Context.SetOfflineAsync(false);
            await BackAsync(visit.Page);
            await UpdateAsync(line.Console, visit.Page, "offline.example");
        }, address: line.Url);
    }

    [BrowserFact]
    public async Task SignOutElsewhere_WhileEditing_OffersTheDraftToThatPersonAlone()
    {
        await using var line = new CuttableConsole();
        var person = await AddAsync(line.Console, "ended.example");
        var other = await line.Console.AddPersonAsync("ended.example", "other", ActorRole.Administrator);
        await ConsoleBrowser.RunAsync(line.Console, async visit =>
        {
            var page = visit.Page;
            await OpenAsync(visit, person, "ended.example");
            await TypeAsync(page, "ReplyTo", "mine@ended.example");
            await EndSessionsAsync(line.Console);
            await page.GetByRole(AriaRole.Heading, new() { Name = "You were signed out" }).WaitForAsync();

            await visit.EnterAsync(other);
            await OpenAsync(visit, null, "ended.example");
            await page.WaitForFunctionAsync("() => document.querySelector('form[data-draft-key]')");
            Assert.Equal(0, await page.Locator(".earlier-draft").CountAsync());

            await visit.EnterAsync(person);
            await OpenAsync(visit, null, "ended.example");
            await page.GetByText("You were editing this at").WaitForAsync();
            await RestoreAsync(page);
            await UpdateAsync(line.Console, page, "ended.example");
        }, address: line.Url);
    }

    [BrowserFact]
    public async Task Offer_TypedBesideItAndInAnotherTab_StaysUntilItIsAnswered()
    {
        await using var line = new CuttableConsole();
        var person = await AddAsync(line.Console, "offer.example");
        await ConsoleBrowser.RunAsync(line.Console, async visit =>
        {
            var page = visit.Page;
            page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
            await OpenAsync(visit, person, "offer.example");
            await TypeAsync(page, "ReplyTo", "important@offer.example");
            await CountedAsync(page);

            // Another tab that types and takes it back leaves what this one has typed
            var other = await visit.Context.NewPageAsync();
            await other.GotoAsync(page.Url);
            await other.Locator(".earlier-draft").WaitForAsync();
            await other.Locator("#provider-ReplyTo").FillAsync("z");
            await other.Locator("#provider-ReplyTo").FillAsync("");
            await other.CloseAsync();

            await page.ReloadAsync();
            await page.Locator(".earlier-draft").WaitForAsync();
            await page.Locator("#provider-MessagesPerMinute").FillAsync("12");
            await page.Locator("#provider-MessagesPerMinute").FillAsync("");
            await RestoreAsync(page);
            await Assertions.Expect(page.Locator("#provider-ReplyTo")).ToHaveValueAsync("important@offer.example");
            await Assertions.Expect(page.Locator("#provider-MessagesPerMinute")).ToHaveValueAsync("");
            await UpdateAsync(line.Console, page, "offer.example");
        }, address: line.Url);
    }

    [BrowserFact]
    public async Task Update_PressedAgainAndAgain_ShowsEachAnswer()
    {
        await using var line = new CuttableConsole();
        var person = await AddAsync(line.Console, "again.example");
        await ConsoleBrowser.RunAsync(line.Console, async visit =>
        {
            await OpenAsync(visit, person, "again.example");
            for (var press = 0; press < 8; press++)
            {
                // What was said two presses ago stands behind what was said since, and is said once more
                await UpdateAsync(line.Console, visit.Page, "again.example");
                if (press % 2 == 0)
                {
                    await TypeAsync(visit.Page, "MessagesPerMinute", $"{press + 1}");
                }
            }
        }, address: line.Url);
    }

    [BrowserFact]
    public async Task Steps_AtRandom_WhatUpdatedClaimsIsStored()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        await using var line = new CuttableConsole();
        var person = await AddAsync(line.Console, "random.example");
        await ConsoleBrowser.RunAsync(line.Console, async visit =>
        {
            var page = visit.Page;
            page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
            await OpenAsync(visit, person, "random.example");
            var isAway = false;
            var started = TimeProvider.System.GetTimestamp();
            for (var step = 0; step < 60 && TimeProvider.System.GetElapsedTime(started) < Longest; step++)
            {
                var chosen = random.Next(12);
                output.WriteLine($"{step}: {chosen}");
                switch (chosen)
                {
                    case 8 when !isAway:
                        line.Cut();
                        isAway = true;
                        break;
                    case 9 when isAway:
                        line.Mend();
                        await BackAsync(page);
                        isAway = false;
                        break;
                    case 10 when !isAway && step % 3 == 0:
                        await ReturnedPageTests.LoseAsync(page, () => line.RestartAsync());
                        await ShownAsync(page);
                        break;
                    case 11 when !isAway && step % 3 == 0:
                        await EndSessionsAsync(line.Console);
                        await visit.EnterAsync(person);
                        await OpenAsync(visit, null, "random.example");
                        await RestoreAsync(page);
                        break;
                    case 6 or 7 when !isAway:
                        await UpdateAsync(line.Console, page, "random.example");
                        break;
                    default:
                        var (field, text) = Next(random);
                        await TypeAsync(page, field, text);
                        break;
                }

                if (!isAway || chosen != 8)
                {
                    await CountedAsync(page);
                }
            }

            if (isAway)
            {
                line.Mend();
                await BackAsync(page);
            }

            await UpdateAsync(line.Console, page, "random.example");
        }, address: line.Url);
    }

    private static (string Field, string Text) Next(Random random) => random.Next(4) switch
    {
        0 => ("Host", $"smtp{random.Next(3)}.example"),
        1 => ("ReplyTo", random.Next(3) == 0 ? "" : $"reply{random.Next(99)}@random.example"),
        2 => ("FromAddress", $"from{random.Next(3)}@random.example"),
        _ => ("MessagesPerMinute", $"{random.Next(1, 99)}"),
    };

    private async Task<ConsolePerson> AddAsync(ConsoleApplication console, string domain)
    {
        var person = await console.AddTenantAsync(domain);
        await using var db = await console.OpenDbAsync();
        var tenant = await db.Set<Tenant>().SingleAsync(t => t.Domain == domain);
        db.Add(new EmailProvider
        {
            Id = tenant.Id,
            TenantId = tenant.Id,
            UpdatedBy = person.Username,
            UpdatedAt = TimeProvider.System.GetUtcNow(),
            Settings = new EmailProviderSettings { Host = "smtp0.example", FromAddress = $"from0@{domain}", AuthenticationType = AuthenticationType.None },
        });
        await db.SaveChangesAsync();
        foreach (var (field, text) in await ReadAsync(console, domain))
        {
            _stored[field] = _typed[field] = text;
        }

        return person;
    }

    /// <summary>As the Update of another person does.</summary>
    private static async Task StoreAsync(ConsoleApplication console, string domain, Func<EmailProviderSettings, EmailProviderSettings> change)
    {
        await using var db = await console.OpenDbAsync();
        var tenant = await db.Set<Tenant>().SingleAsync(t => t.Domain == domain);
        var row = await db.Set<EmailProvider>().SingleAsync(p => p.TenantId == tenant.Id);
        (row.Settings, row.UpdatedBy, row.UpdatedAt) = (change(row.Settings), "kim", TimeProvider.System.GetUtcNow());
        await db.SaveChangesAsync();
        await console.Service<ProviderChanges>().TellAsync(tenant.Id, row.Version);
    }

    private static async Task<Dictionary<string, string>> ReadAsync(ConsoleApplication console, string domain)
    {
        await using var db = await console.OpenDbAsync();
        var tenant = await db.Set<Tenant>().SingleAsync(t => t.Domain == domain);
        var settings = (await db.Set<EmailProvider>().AsNoTracking().SingleAsync(p => p.TenantId == tenant.Id)).Settings;
        return new(StringComparer.Ordinal)
        {
            ["Host"] = settings.Host,
            ["ReplyTo"] = settings.ReplyTo ?? "",
            ["FromAddress"] = settings.FromAddress,
            ["MessagesPerMinute"] = $"{settings.MessagesPerMinute}",
        };
    }

    private static async Task OpenAsync(ConsoleVisit visit, ConsolePerson? person, string domain)
    {
        if (person is not null)
        {
            await visit.EnterAsync(person);
        }

        await visit.GoAsync($"t/{domain}/notification-channels/email-provider");
        await visit.Page.Locator("#provider-Host").WaitForAsync();
    }

    private static async Task EndSessionsAsync(ConsoleApplication console)
    {
        await using var db = await console.OpenDbAsync();
        await db.Set<SignInSession>().ExecuteDeleteAsync();
    }

    private static ILocator Update(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Update", Exact = true });

    private static Task<IJSHandle> AwayAsync(IPage page) => page.WaitForFunctionAsync("() => document.documentElement.dataset.connection");

    private static Task<IJSHandle> BackAsync(IPage page) => page.WaitForFunctionAsync("() => !document.documentElement.dataset.connection");

    private async Task TypeAsync(IPage page, string field, string text)
    {
        await page.Locator($"#provider-{field}").FillAsync(text);
        _typed[field] = text;
    }

    private async Task RestoreAsync(IPage page)
    {
        await page.Locator("#provider-Host").WaitForAsync();
        if (_typed.Any(t => t.Value != _stored[t.Key]))
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Restore" }).ClickAsync();
        }

        await ShownAsync(page);
    }

    private async Task ShownAsync(IPage page)
    {
        foreach (var (field, text) in _typed)
        {
            await Assertions.Expect(page.Locator($"#provider-{field}")).ToHaveValueAsync(text);
        }
    }

    private async Task CountedAsync(IPage page)
    {
        var count = _typed.Count(t => t.Value != _stored[t.Key]);
        var words = count switch { 0 => "(No unsaved changes|Not connected$)", 1 => "1 unsaved change(:|,|$)", _ => $"{count} unsaved changes" };
        await page.WaitForFunctionAsync(
            "words => new RegExp(words).test([...document.querySelectorAll('.action-said > span')].filter(s => s.offsetParent).map(s => s.textContent.trim()).join(''))", words);
    }

    private async Task UpdateAsync(ConsoleApplication console, IPage page, string domain)
    {
        await CountedAsync(page);
        var form = page.Locator("form[data-draft-key]");
        var says = _typed.Any(t => t.Value != _stored[t.Key]) ? "Updated." : "Nothing has changed";
        var before = await form.GetAttributeAsync("data-draft-submits");
        await Update(page).ClickAsync();

        // What was said before may stand there too: only the form says that it was this press
        await Assertions.Expect(form).Not.ToHaveAttributeAsync("data-draft-submits", before!);
        await Assertions.Expect(Update(page)).ToBeEnabledAsync();
        await page.Locator(".mud-snackbar").Filter(new() { HasText = says }).First.WaitForAsync();
        foreach (var (field, text) in await ReadAsync(console, domain))
        {
            Assert.Equal((field, _typed[field]), (field, text));
            _stored[field] = text;
        }

        await CountedAsync(page);
    }
}
