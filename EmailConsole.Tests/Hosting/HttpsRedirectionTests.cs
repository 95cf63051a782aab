using System.Net;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Hosting;

public sealed class HttpsRedirectionTests
{
    [Theory]
    [InlineData("https://console.example", "https://console.example/sign-in")]
    [InlineData("https://console.example:8443", "https://console.example:8443/sign-in")]
    public async Task Get_PlainHttpBehindAProxy_LeadsToThePublicAddress(string publicUrl, string expected)
    {
        await using var console = new ConsoleApplication
        {
            Environment = "Production",
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["PublicUrl"] = publicUrl,
                ["ForwardedHeaders:KnownProxies:0"] = "127.0.0.1",
            },
        };
        using var client = console.CreateBareClient();
        client.DefaultRequestHeaders.Host = "console.example";

        using var answer = await client.GetAsync(new Uri("sign-in", UriKind.Relative));

        Assert.Equal((HttpStatusCode.TemporaryRedirect, expected), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }
}
