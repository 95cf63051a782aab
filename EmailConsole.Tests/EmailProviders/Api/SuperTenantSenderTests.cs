using System.Net;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.EmailProviders.Api;

public sealed class SuperTenantSenderTests(SuperTenantSenderTests.WithProvider console) : IClassFixture<SuperTenantSenderTests.WithProvider>
{
    [Theory]
    [InlineData("api/server/v1")]
    [InlineData("t/carbon.super/api/server/v1")]
    [InlineData("api/server/v2")]
    [InlineData("t/carbon.super/api/server/v2")]
    public async Task Get_SuperTenant_AnswersTheFilesSettingsWithoutSecrets(string root)
    {
        using var client = console.CreateRestClient(await console.AddSuperAdministratorAsync());

        using var one = await client.GetAsync($"{root}/notification-senders/email/EmailPublisher");
        using var all = await client.GetAsync($"{root}/notification-senders/email");

        var text = await one.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, one.StatusCode);
        Assert.Equal($"[{text}]", await all.Content.ReadAsStringAsync());
        Assert.DoesNotContain("file-secret", text, StringComparison.Ordinal);
        var sender = await one.ReadJsonAsync();
        Assert.Equal(("smtp.bar.com", "codes@bar.com"), (sender.Text("smtpServerHost"), sender.Text("fromAddress")));
    }

    [Theory]
    [InlineData("POST", "")]
    [InlineData("PUT", "/EmailPublisher")]
    [InlineData("DELETE", "/EmailPublisher")]
    public async Task Write_SuperTenant_Answers405WithAnEmptyBody(string method, string path)
    {
        using var client = console.CreateRestClient(await console.AddSuperAdministratorAsync());
        using var nobody = console.CreateBareClient();

        foreach (var root in new[] { "api/server/v1", "t/carbon.super/api/server/v2" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"{root}/notification-senders/email{path}");
            using var response = await client.SendAsync(request);
            using var again = new HttpRequestMessage(new HttpMethod(method), $"{root}/notification-senders/email{path}");
            using var refused = await nobody.SendAsync(again);

            Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
            Assert.Equal(["GET"], response.Content.Headers.Allow);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
    }

    [Fact]
    public async Task Get_NoProviderInTheFile_Answers404()
    {
        await using var empty = new ConsoleApplication();
        using var client = empty.CreateRestClient(await empty.AddSuperAdministratorAsync());
        foreach (var root in new[] { "api/server/v1", "api/server/v2", "t/carbon.super/api/server/v1", "t/carbon.super/api/server/v2" })
        {
            using var response = await client.GetAsync($"{root}/notification-senders/email/EmailPublisher");
            using var all = await client.GetAsync($"{root}/notification-senders/email");

            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Equal("NSM-65001", (await response.ReadJsonAsync()).Text("code"));
            Assert.Equal("[]", await all.Content.ReadAsStringAsync());
        }
    }

    public sealed class WithProvider : ConsoleApplication
    {
        public WithProvider() => Deployment = """
            [output_adapter.email]
            from_address = "codes@bar.com"
            username = "codes"
            password = "file-secret"
            hostname = "smtp.bar.com"
            port = 587
            enable_start_tls = true
            enable_authentication = true
            """;
    }
}
