using System.Globalization;
using EmailConsole.Outbox;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Deliveries.Components;

/// <summary>Resending many, and how the page looks.</summary>
public sealed class BulkResendPageTests(DeliveriesBed bed) : IClassFixture<DeliveriesBed>
{
    [BrowserFact]
    public async Task ResendAll_Failed_AsksWithTheirNumberAndDeliversThem()
    {
        var tenant = await bed.AddTenantAsync("bulk.example");
        var person = await bed.Console.AddTenantAsync("bulk.example");
        for (var i = 0; i < 60; i++)
        {
            await bed.AcceptAsync(tenant, string.Create(CultureInfo.InvariantCulture, $"unknown{i}@bar.example"));
        }

        await bed.SettledAsync(tenant, 60, EmailState.Failed);
        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            await DeliveriesBed.OpenAsync(visit, person, "bulk.example", "?state=failed");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Older" }).ClickAsync();
            await Assertions.Expect(DeliveriesBed.Rows(visit.Page)).ToHaveCountAsync(10);
            bed.TakesAll = true;

            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Resend failed…" }).ClickAsync();
            var dialog = visit.Page.GetByRole(AriaRole.Dialog);
            await Assertions.Expect(dialog).ToContainTextAsync("60 failed messages will be queued again.");
            await visit.AssertAccessibleAsync();
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Resend 60" }).ClickAsync();

            await Assertions.Expect(dialog).ToContainTextAsync("60 queued again");
            await bed.SettledAsync(tenant, 60, EmailState.Delivered);
            bed.TakesAll = false;
        });
    }

    [BrowserTheory]
    [InlineData(1280, 800, false)]
    [InlineData(360, 640, true)]
    public async Task Page_WideAndNarrowLightAndDark_ShowsTheFirstMessageFitsAndHasNothingForAxe(int width, int height, bool isDark)
    {
        var domain = string.Create(CultureInfo.InvariantCulture, $"look{width}{(isDark ? "dark" : "light")}.example");
        var tenant = await bed.AddTenantAsync(domain);
        await bed.Console.AddTenantAsync(domain);
        var person = await bed.Console.AddSuperAdministratorAsync();
        for (var i = 0; i < 24; i++)
        {
            await bed.AcceptAsync(tenant, string.Create(CultureInfo.InvariantCulture, $"{(i % 8 == 3 ? "unknown" : "person")}{i}@customer-with-a-long-domain.example"));
        }

        await bed.AcceptAsync(tenant, "someone@bar.example", "unknown@bar.example", "another@bar.example");
        await bed.AcceptLaterAsync(tenant, "reader@bar.example");
        await bed.SettledAsync(tenant, 21, EmailState.Delivered);
        await bed.SettledAsync(tenant, 4, EmailState.Failed);
        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            await DeliveriesBed.OpenAsync(visit, person, domain);
            await Assertions.Expect(DeliveriesBed.Rows(visit.Page)).ToHaveCountAsync(26);
            var name = string.Create(CultureInfo.InvariantCulture, $"deliveries-{width}-{(isDark ? "dark" : "light")}");
            await Assertions.Expect(visit.Page.Locator(".top-causes")).ToBeVisibleAsync();
            await visit.TakePictureAsync(name);
            await visit.AssertAccessibleAsync();
            var first = await DeliveriesBed.Rows(visit.Page).First.BoundingBoxAsync();
            Assert.InRange(first!.Y + first.Height, 0, height);
            Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "The page scrolls sideways");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "unknown@bar.example" }).ClickAsync();
            await visit.Page.GetByText("What happened").WaitForAsync();
            await visit.TakePictureAsync(name + "-story");
            await visit.AssertAccessibleAsync();
            await visit.GoAsync(DeliveriesBed.PathOf("carbon.super"));
            await Assertions.Expect(DeliveriesBed.Rows(visit.Page).First).ToContainTextAsync(".example");
            var isNarrow = width < 760;
            foreach (var folded in (string[])["Chart and times", "More filters"])
            {
                await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = folded })).ToHaveCountAsync(isNarrow ? 1 : 0);
                if (isNarrow)
                {
                    await visit.Page.GetByRole(AriaRole.Button, new() { Name = folded }).ClickAsync();
                }
            }

            await Assertions.Expect(visit.Page.Locator(".delivery-bars")).ToBeVisibleAsync();
            await visit.Page.GetByLabel("Accepted").SelectOptionAsync("between");
            await visit.Page.GetByLabel("From (UTC)").WaitForAsync();
            await visit.TakePictureAsync(name + "-all");
            await visit.AssertAccessibleAsync();
        }, new ConsoleWindow(width, height, isDark));
    }
}
