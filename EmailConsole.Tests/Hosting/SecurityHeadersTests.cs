using System.Net;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Hosting;

public sealed class SecurityHeadersTests(SecurityHeadersTests.ProductionConsole production)
    : IClassFixture<SecurityHeadersTests.ProductionConsole>
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/nothing-here")]
    [InlineData("/health/live")]
    [InlineData("/console.css")]
    public async Task Answer_AnyAddress_CarriesOnePolicyWithoutInlineScripts(string path)
    {
        using var client = CreateClient("https");

        using var answer = await client.GetAsync(path);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Answer_HttpsThroughTheProxy_HasHstsAndSecureCookies()
    {
        using var client = CreateClient("https");

        using var answer = await client.GetAsync("/sign-in");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Answer_OtherHost_IsRefused()
    {
        using var client = CreateClient("https");
        client.DefaultRequestHeaders.Host = "evil.example";

        using var answer = await client.GetAsync("/sign-in");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Answer_OtherHostForwarded_IsNotBelieved()
    {
        using var client = CreateClient("http");
        client.DefaultRequestHeaders.Remove("X-Forwarded-Host");
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.example");

        using var answer = await client.GetAsync("/sign-in");

        Assert.DoesNotContain("evil.example", answer.Headers.Location?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ready_FreshConsole_IsHealthy()
    {
        using var client = CreateClient("http");

        using var answer = await client.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Post_WithoutAntiforgeryToken_IsRefusedAndNotRunAgain()
    {
        using var client = CreateClient("https");

        using var answer = await client.PostAsync("/sign-in", new FormUrlEncodedContent([]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private HttpClient CreateClient(string scheme)
    {
        var client = production.CreateBareClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", "console.example");
        return client;
    }

    public sealed class ProductionConsole : ConsoleApplication
    {
        public ProductionConsole()
        {
            Environment = "Production";
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AllowedHosts"] = "127.0.0.1;localhost;console.example",
                ["PublicUrl"] = "https://console.example",
                ["ForwardedHeaders:KnownProxies:0"] = "127.0.0.1",
                ["ForwardedHeaders:KnownProxies:1"] = "::1",
            };
        }
    }
}
