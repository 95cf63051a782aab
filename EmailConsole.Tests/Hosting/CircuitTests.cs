using System.Net;
using System.Net.WebSockets;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Hosting;

/// <summary>Who gets the connection of a page.</summary>
public sealed class CircuitTests : IAsyncDisposable
{
    private const string Negotiate = "_blazor/negotiate?negotiateVersion=1";

    private readonly ConsoleApplication _console = new();
    private readonly ConsoleApplication _proxied = new()
    {
        Settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PublicUrl"] = "https://console.example.com:8443",
            ["ForwardedHeaders:KnownProxies:0"] = "127.0.0.1",
        },
    };

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        await _proxied.DisposeAsync();
    }

    [Fact]
    public async Task Negotiate_NobodySignedIn_IsRefused()
    {
        using var client = _console.CreateBareClient();

        using var answer = await client.PostAsync(Negotiate, content: null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("sign-in")]
    [InlineData("set-up")]
    [InlineData("invitation")]
    [InlineData("nothing-here")]
    public async Task Get_PageForAnybody_NeedsNoCircuit(string path)
    {
        using var client = _console.CreateBareClient();

        using var answer = await client.GetAsync(path);

        Assert.DoesNotContain("blazor.web.js", await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData("own", null, HttpStatusCode.OK)]
    [InlineData("own", "same-origin", HttpStatusCode.OK)]
    [InlineData("null", "same-origin", HttpStatusCode.OK)]
    [InlineData("null", null, HttpStatusCode.Forbidden)]
    [InlineData("https://evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:1", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("own", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("own, https://evil.example", null, HttpStatusCode.Forbidden)]
    public async Task Negotiate_SignedIn_OriginIsLookedAt(string? origin, string? site, HttpStatusCode expected)
    {
        using var client = await SignInAsync(_console);
        var own = _console.Url.GetLeftPart(UriPartial.Authority);

        Assert.Equal(expected, await NegotiateAsync(client, origin?.Replace("own", own, StringComparison.Ordinal), site));
    }

    [Theory]
    [InlineData("https://console.example.com:8443", HttpStatusCode.Unauthorized)]
    [InlineData("https://console.example.com", HttpStatusCode.Unauthorized)]
    [InlineData("http://console.example.com", HttpStatusCode.Forbidden)]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    public async Task Negotiate_BehindAProxy_OriginIsTheBrowsersAddress(string origin, HttpStatusCode expected)
    {
        using var client = _proxied.CreateBareClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", "console.example.com");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Host = "console.example.com";

        // Nobody is signed in: that is asked once the origin is good
        Assert.Equal(expected, await NegotiateAsync(client, origin, site: null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connect_WebSocket_OnlyFromOwnPages(bool isOwn)
    {
        var cookies = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false, CheckCertificateRevocationList = true };
        using var client = new HttpClient(handler) { BaseAddress = _console.Url };
        using var signedIn = await client.PostSignInAsync(await _console.AddTenantAsync("socket.example"));
        using var socket = new ClientWebSocket();
        socket.Options.Cookies = cookies;
        socket.Options.SetRequestHeader("Origin", isOwn ? _console.Url.GetLeftPart(UriPartial.Authority) : "https://evil.example");

        var connecting = socket.ConnectAsync(new UriBuilder(_console.Url) { Scheme = "ws", Path = "_blazor" }.Uri, CancellationToken.None);

        if (isOwn)
        {
            await connecting;
        }
        else
        {
            await Assert.ThrowsAsync<WebSocketException>(() => connecting);
        }
    }

    private static async Task<HttpClient> SignInAsync(ConsoleApplication console)
    {
        var client = console.CreateBareClient();
        using var answer = await client.PostSignInAsync(await console.AddTenantAsync("circuit.example"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return client;
    }

    private static async Task<HttpStatusCode> NegotiateAsync(HttpClient client, string? origin, string? site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Negotiate);
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin.Split(", "));
        }

        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
