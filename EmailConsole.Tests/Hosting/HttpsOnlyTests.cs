using System.Net;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Hosting;

public sealed class HttpsOnlyTests(HttpsOnlyTests.PlainConsole console) : IClassFixture<HttpsOnlyTests.PlainConsole>
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/")]
    [InlineData("/nothing-here")]
    public async Task Answer_PlainHttpAndNoHttpsKnown_SaysWhatToDo(string path)
    {
        using var client = console.CreateBareClient();

        using var answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("over https only", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_HealthProbeOverPlainHttp_IsGiven()
    {
        using var client = console.CreateBareClient();

        Assert.Equal("Healthy", await client.GetStringAsync("/health/live"));
    }

    public sealed class PlainConsole : ConsoleApplication
    {
        public PlainConsole()
        {
            Environment = "Production";
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["AllowedHosts"] = "127.0.0.1;localhost" };
        }
    }
}
