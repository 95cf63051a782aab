using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Outbox.Trends;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Deliveries.Components;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>
/// A program's mail as its administrator sees it: a key is made on the page, messages are handed in with it, and Deliveries
/// tells what became of them. With UPDATE_SCREENSHOTS=1 the pictures of the README are taken anew.
/// </summary>
public sealed class SendingJobTests(DeliveriesBed bed) : IClassFixture<DeliveriesBed>
{
    private const string Domain = "foo.com";

    private static readonly string[] Recipients =
    [
        "front-desk@museum.example", "unknown@bar.example", "reader-0417@library.example", "member-2203@club.example",
        "orders@bakery.example", "pupil-88@school.example", "reader-1290@library.example", "accounts@garden-centre.example",
    ];

    [BrowserFact]
    public async Task SendingJob_KeyMadeOnThePage_EndsInDeliveries()
    {
        var tenant = await bed.AddTenantAsync(Domain);
        var person = await bed.Console.AddTenantAsync(Domain);
        await AddPastAsync(tenant);

        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            await visit.SignInAsync(person);
            await visit.GoAsync($"t/{Domain}/api-keys");
            await CreateKeyAsync(visit.Page, "newsletter");
            await CreateKeyAsync(visit.Page, "account recovery");
            await SendAsync(await CreateKeyAsync(visit.Page, "one-time codes"));
            await bed.SettledAsync(tenant, Recipients.Length - 1, EmailState.Delivered);
            await bed.SettledAsync(tenant, 1, EmailState.Failed);
            await visit.GoAsync($"t/{Domain}/api-keys");
            await visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "one-time codes" }).GetByText("just now").WaitForAsync();
            await ReadmePictures.TakeAsync(visit.Page, "api-keys");

            await visit.GoAsync(DeliveriesBed.PathOf(Domain));
            await Assertions.Expect(DeliveriesBed.Rows(visit.Page)).ToHaveCountAsync(Recipients.Length);
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "unknown@bar.example" }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("from API key one-time codes");
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog).GetByText("no-reply@platform.example", new() { Exact = true })).ToBeVisibleAsync();
            await ReadmePictures.TakeAsync(visit.Page, "deliveries");
        });
    }

    private static async Task<string> CreateKeyAsync(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Create API key" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync(name);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create API key" }).ClickAsync();
        var key = await dialog.GetByLabel("API key", new() { Exact = true }).InputValueAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        return key;
    }

    private async Task SendAsync(string key)
    {
        using var http = bed.Console.CreateBareClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var recipient in Recipients)
        {
            using var accepted = await http.PostAsJsonAsync(
                $"t/{Domain}/api/v1/emails", new { to = new[] { recipient }, subject = "Your code", text = "Your code is 421337." });
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        }
    }

    /// <summary>For the picture: a day that a chart can show.</summary>
    private async Task AddPastAsync(Guid tenant)
    {
        if (!ReadmePictures.AreTaken)
        {
            return;
        }

        await using var db = await bed.Console.OpenDbAsync();
        var now = TrendInterval.StartOf(TimeProvider.System.GetUtcNow());
        for (var i = 1; i < 96; i++)
        {
            var delivered = 60 + (int)(50 * Math.Sin(i / 12.0)) + (i * 7919 % 23);
            Add(i, TrendMeasure.Delivered, delivered);
            Add(i, TrendMeasure.Retried, i is > 30 and < 36 ? 25 : i * 31 % 4);
            Add(i, TrendMeasure.Failed, i * 17 % 5 == 0 ? 3 : 0);
            Add(i, TrendMeasure.Times + DeliveryTimes.BucketOf(TimeSpan.FromMilliseconds(180)), delivered * 9 / 10);
            Add(i, TrendMeasure.Times + DeliveryTimes.BucketOf(TimeSpan.FromSeconds(2)), delivered / 10);
        }

        await db.SaveChangesAsync();

        void Add(int ago, int measure, int count) =>
            db.Add(new OutboxTrend { TenantId = tenant, Start = now - (ago * TrendInterval.Length), Measure = measure, Count = count });
    }
}
