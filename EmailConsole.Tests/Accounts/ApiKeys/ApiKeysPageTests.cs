using System.Net;
using EmailConsole.Tenants;
using EmailConsole.Tests.Accounts.ApiKeys.Api;
using EmailConsole.Tests.Accounts.ApiKeys.Tokens;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Accounts.ApiKeys;

public sealed class ApiKeysPageTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [BrowserTheory]
    [InlineData(1280, false)]
    [InlineData(360, true)]
    public Task Page_WideAndNarrowLightAndDark_HasNothingForAxeAndFits(int width, bool isDark) => ConsoleBrowser.RunAsync(
        console,
        async visit =>
        {
            var domain = $"keys-{width}-{(isDark ? "dark" : "light")}.example";
            var name = $"{width}-{(isDark ? "dark" : "light")}";
            var person = await console.AddTenantAsync(domain);
            await visit.EnterAsync(person);
            await visit.GoAsync($"t/{domain}/api-keys");
            await visit.Page.GetByText("has no API key yet").WaitForAsync();
            await CheckAsync(visit, $"api-keys-empty-{name}");

            using var client = console.CreateRestClient(person);
            var (_, key) = await client.CreateKeyAsync(domain, "send");
            using var caller = console.CreateKeyClient(key);
            using var used = await caller.GetAsync($"t/{domain}/api/v1/caller");
            await client.CreateKeyAsync(domain, "view");
            await visit.GoAsync($"t/{domain}/api-keys");
            await visit.Page.GetByText("just now").WaitForAsync();
            await CheckAsync(visit, $"api-keys-{name}");

            await OpenDialogAsync(visit);
            await CheckAsync(visit, $"api-keys-create-{name}");
            await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Create API key" }).ClickAsync();
            await visit.Page.GetByText("by which you recognise the key").WaitForAsync();
            await visit.Page.GetByLabel("Name").FillAsync("One-time passwords");
            await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Create API key" }).ClickAsync();
            await visit.Page.GetByText("It is not shown again").WaitForAsync();
            await CheckAsync(visit, $"api-keys-created-{name}");
        },
        new ConsoleWindow(Width: width, IsDark: isDark));

    [BrowserFact]
    public Task Page_CreateUseRevoke_TheKeyIsShownOnceAndRefusedAfterwards() => ConsoleBrowser.RunAsync(console, async visit =>
    {
        var person = await console.AddTenantAsync("journey.example");
        await visit.EnterAsync(person);
        await visit.GoAsync("t/journey.example/notification-channels/email-provider");
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "API keys" }).ClickAsync();
        await OpenDialogAsync(visit);
        await visit.Page.GetByLabel("Name").FillAsync("Codes");
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Create API key" }).ClickAsync();
        var key = await visit.Page.GetByLabel("API key", new PageGetByLabelOptions { Exact = true }).InputValueAsync();
        using var caller = console.CreateKeyClient(key);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(caller));

        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Done" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Revoke Codes…" }).WaitForAsync();
        Assert.DoesNotContain(key, await visit.Page.ContentAsync(), StringComparison.Ordinal);

        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Revoke Codes…" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Revoke", Exact = true }).ClickAsync();
        await visit.Page.GetByText("The key Codes is revoked.").WaitForAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(caller));
    });

    [BrowserFact]
    public Task Page_CreateAKeyThatManages_ShowsHowToGetATokenWithIt() => ConsoleBrowser.RunAsync(console, async visit =>
    {
        var person = await console.AddTenantAsync("token.example");
        await visit.EnterAsync(person);
        await visit.GoAsync("t/token.example/api-keys");
        var command = visit.Page.GetByLabel("Command for a token");
        Assert.Equal(
            $"curl -u CLIENT_ID:KEY -d grant_type=client_credentials {new Uri(console.Url, "t/token.example/oauth2/token")}", await command.InputValueAsync());

        await OpenDialogAsync(visit);
        await visit.Page.GetByLabel("Name").FillAsync("Tool");
        await visit.Page.GetByLabel("Send: ").UncheckAsync();
        await visit.Page.GetByLabel("View: ").UncheckAsync();
        await visit.Page.GetByLabel("Manage: ").CheckAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Create API key" }).ClickAsync();
        var words = (await visit.Page.GetByRole(AriaRole.Dialog).GetByLabel("Command for a token").InputValueAsync()).Split(' ');
        using var client = console.CreateBareClient();
        using var response = await client.PostTokenAsync(words[5], words[2], words[4]);
        Assert.Equal("manage", (await response.ReadJsonAsync()).GetProperty("scope").GetString());

        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Done" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Cell, new PageGetByRoleOptions { Name = "manage", Exact = true }).WaitForAsync();
    });

    [Fact]
    public async Task Get_ByAnOperatorOrAnotherTenant_IsNotThere()
    {
        var stranger = await console.AddTenantAsync("stranger.example");
        await console.AddTenantAsync("page.example");
        foreach (var person in new[] { await console.AddPersonAsync("page.example", "olga", ActorRole.Operator), stranger })
        {
            using var client = console.CreateBareClient();
            using var signedIn = await client.PostSignInAsync(person);

            using var response = await client.GetAsync("t/page.example/api-keys");

            Assert.Contains(response.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.Forbidden });
            Assert.DoesNotContain("Create API key", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private static async Task OpenDialogAsync(ConsoleVisit visit)
    {
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Create API key" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient caller)
    {
        using var response = await caller.GetAsync("t/journey.example/api/v1/caller");
        return response.StatusCode;
    }

    private static async Task CheckAsync(ConsoleVisit visit, string name)
    {
        await visit.TakePictureAsync(name);
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name);
        Assert.Empty((await visit.FindFaultsAsync()).Select(f => $"{name}: {f}"));
    }
}
