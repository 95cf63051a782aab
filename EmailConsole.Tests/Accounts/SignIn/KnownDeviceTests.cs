using System.Net;
using EmailConsole.Accounts.Components;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Accounts.SignIn;

public sealed class KnownDeviceTests(KnownDeviceTests.ProxiedConsole console) : IClassFixture<KnownDeviceTests.ProxiedConsole>
{
    private const string Stranger = "203.0.113.7";

    [Theory]
    [InlineData(Stranger)]
    [InlineData("198.51.100.1")]
    public async Task Post_OthersGuessTheName_LocksThemOutAndNotTheOwner(string ownersNetwork)
    {
        var owner = await console.AddTenantAsync($"owner-{ownersNetwork.Replace('.', '-')}.example");
        using var device = console.CreateClientFrom(ownersNetwork);
        using var first = await device.PostSignInAsync(owner);
        using var stranger = console.CreateClientFrom(Stranger);
        await GuessAsync(stranger, owner, 7);

        using var locked = await stranger.PostSignInAsync(owner);
        using var again = await device.PostSignInAsync(owner);

        Assert.Equal(HttpStatusCode.OK, locked.StatusCode);
        Assert.Contains("is locked for", await locked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, again.StatusCode);
    }

    [Fact]
    public async Task Post_OtherNetworkWithoutADevice_IsLetIn()
    {
        var owner = await console.AddTenantAsync("elsewhere.example");
        using var stranger = console.CreateClientFrom("203.0.113.8");
        await GuessAsync(stranger, owner, 25);
        using var elsewhere = console.CreateClientFrom("198.51.100.2");

        using var signedIn = await elsewhere.PostSignInAsync(owner);

        Assert.Equal(HttpStatusCode.Found, signedIn.StatusCode);
    }

    [Fact]
    public async Task Post_SameNetworkOfIpv6_IsCountedTogether()
    {
        var owner = await console.AddTenantAsync("six.example");
        for (var i = 1; i <= 5; i++)
        {
            using var stranger = console.CreateClientFrom($"2001:db8:1:2::{i}");
            await GuessAsync(stranger, owner, 1);
        }

        using var neighbour = console.CreateClientFrom("2001:db8:1:2:ffff::9");
        using var other = console.CreateClientFrom("2001:db8:1:3::1");
        using var locked = await neighbour.PostSignInAsync(owner);
        using var signedIn = await other.PostSignInAsync(owner);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Found), (locked.StatusCode, signedIn.StatusCode));
    }

    [Fact]
    public async Task Post_DeviceOfAnotherAccount_IsAStranger()
    {
        var owner = await console.AddTenantAsync("mine.example");
        var other = await console.AddTenantAsync("theirs.example");
        using var device = console.CreateClientFrom("203.0.113.9");
        using var first = await device.PostSignInAsync(other);
        await GuessAsync(device, owner, 5);

        using var locked = await device.PostSignInAsync(owner);

        Assert.Contains("is locked for", await locked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WrongFromTheDeviceItself_LocksTheDevice()
    {
        var owner = await console.AddTenantAsync("thief.example");
        using var device = console.CreateClientFrom("203.0.113.10");
        using var first = await device.PostSignInAsync(owner);
        await GuessAsync(device, owner, 5);

        using var locked = await device.PostSignInAsync(owner);

        Assert.Contains("is locked for", await locked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_TwoAccountsInOneBrowser_IsKnownForBoth()
    {
        var one = await console.AddTenantAsync("one.example");
        var two = await console.AddTenantAsync("two.example");
        using var device = console.CreateClientFrom("203.0.113.11");
        using var first = await device.PostSignInAsync(one);
        using var second = await device.PostSignInAsync(two);
        using var stranger = console.CreateClientFrom("203.0.113.11");
        await GuessAsync(stranger, one, 5);

        using var again = await device.PostSignInAsync(one);

        Assert.Equal(HttpStatusCode.Found, again.StatusCode);
    }

    [Fact]
    public async Task Post_RightPassword_SetsADeviceCookieThatNamesNobodyAndScriptsCannotRead()
    {
        var owner = await console.AddTenantAsync("cookie.example");
        using var client = console.CreateBareClient();

        using var signedIn = await client.PostSignInAsync(owner);

        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"), value => value.StartsWith("EmailConsole-Device=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("max-age=15552000", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("cookie.example", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [BrowserFact]
    public async Task SignIn_AfterRefusedAttempts_TellsTheOwnerUntilItIsClosed()
    {
        var owner = await console.AddTenantAsync("told.example");
        using var stranger = console.CreateClientFrom("203.0.113.12");
        await GuessAsync(stranger, owner, 6);

        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.EnterAsync(owner);
            await visit.GoAsync("t/told.example/people");
            var notice = visit.Page.GetByText("6 refused sign-ins with your username since your last one, last from 203.0.113.12, at ");
            await Assertions.Expect(notice).ToBeVisibleAsync();
            await visit.Page.Locator(".mud-alert-close button").ClickAsync();
            await Assertions.Expect(notice).ToBeHiddenAsync();
            await visit.GoAsync("t/told.example/api-keys");
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "API keys" }).First).ToBeVisibleAsync();
            await Assertions.Expect(notice).ToBeHiddenAsync();
        });
    }

    [Fact]
    public async Task Find_SignedInAgain_TellsWhatCameSinceThen()
    {
        var owner = await console.AddTenantAsync("since.example");
        using var stranger = console.CreateClientFrom("203.0.113.13");
        await GuessAsync(stranger, owner, 2);
        using var device = console.CreateClientFrom("198.51.100.3");
        using var first = await device.PostSignInAsync(owner);
        await GuessAsync(stranger, owner, 1);
        using var second = await device.PostSignInAsync(owner);

        await using var db = await console.OpenDbAsync();
        var told = db.Set<EmailConsole.Accounts.SignInSession>().Where(s => s.RefusedBefore > 0 && s.LastRefusedFrom == "203.0.113.13").Select(s => s.RefusedBefore).ToList();

        // The first session ended with the second sign-in of its browser
        Assert.Equal([1], told);
    }

    [Theory]
    [InlineData(1, "1 refused sign-in with your username since your last one, last from 192.0.2.1, at 7 Jan 2030 09:05 UTC.")]
    [InlineData(3, "3 refused sign-ins with your username since your last one, last from 192.0.2.1, at 7 Jan 2030 09:05 UTC.")]
    public void Words_Attempts_SayHowManyFromWhereAndWhen(int count, string expected) => Assert.Equal(
        expected,
        RefusedSignInsNotice.Words(new RefusedAttempts(count, new DateTimeOffset(2030, 1, 7, 9, 5, 0, TimeSpan.Zero), "192.0.2.1")));

    private static async Task GuessAsync(HttpClient client, ConsolePerson person, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var refused = await client.PostSignInAsync(person with { Password = $"something else {i}" });
            Assert.NotEqual(HttpStatusCode.Found, refused.StatusCode);
        }
    }

    /// <summary>A console behind a proxy, so that a test may come from any network.</summary>
    public sealed class ProxiedConsole : ConsoleApplication
    {
        public ProxiedConsole() => Settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ForwardedHeaders:KnownProxies:0"] = "127.0.0.1",
            ["SignIn:RefusalTakes"] = "00:00:00",
        };

        public HttpClient CreateClientFrom(string address)
        {
            var client = CreateBareClient();
            client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
            return client;
        }
    }
}
