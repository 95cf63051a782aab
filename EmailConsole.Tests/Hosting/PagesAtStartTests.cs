using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Hosting.Kills;

namespace EmailConsole.Tests.Hosting;

/// <summary>
/// The console's pages wait for nobody who sends: they answer as soon as it listens. How soon that is after a start
/// is measured (docs/measuring.md), as no test may depend on it.
/// </summary>
public sealed class PagesAtStartTests
{
    private static readonly string[] Pages =
    [
        "tenants", "t/carbon.super/notification-channels/email-provider", "t/carbon.super/notification-channels/deliveries",
        "t/carbon.super/people", "t/carbon.super/api-keys", "development-mailbox",
    ];

    private static readonly string[] Recipients = ["someone@bar.example"];

    [Fact]
    public async Task Start_Fresh_PagesAnswer()
    {
        await using var console = new KilledConsole(receiver: 9);

        await console.StartAsync();

        // At the first start the file's administrator is made once the console listens
        await console.CreateKeyAsync();
        await AssertAnswersAsync(console);
        Assert.Equal(0, await console.StopAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_AfterAKillWithWorkWaiting_PagesAnswer(bool elsewhere)
    {
        await using var console = new KilledConsole(receiver: 9);
        await console.StartAsync();
        await FillAsync(console);
        await console.KillAsync();
        if (elsewhere)
        {
            console.Move();
        }

        await console.StartAsync();

        await AssertAnswersAsync(console);
    }

    private static async Task AssertAnswersAsync(KilledConsole console)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CheckCertificateRevocationList = true }) { BaseAddress = console.Url };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("sign-in")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await http.PostSignInAsync(KilledConsole.Administrator)).StatusCode);
        foreach (var page in Pages)
        {
            Assert.Equal((page, HttpStatusCode.OK), (page, (await http.GetAsync(page)).StatusCode));
        }
    }

    private static async Task FillAsync(KilledConsole console)
    {
        using var http = new HttpClient { BaseAddress = console.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await console.CreateKeyAsync());
        var emails = Enumerable.Range(0, 100).Select(i => new { to = Recipients, subject = $"Message {i}", text = "It waits." });
        using var accepted = await http.PostAsJsonAsync("t/carbon.super/api/v1/emails/batch", new { emails });
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
    }
}
