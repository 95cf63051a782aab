using System.Net;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.EmailProviders.Api;

public sealed class SenderAccessTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    public static TheoryData<string, string, bool> Operations => new()
    {
        { "GET", "", true }, { "POST", "", false }, { "GET", "/EmailPublisher", true },
        { "PUT", "/EmailPublisher", false }, { "DELETE", "/EmailPublisher", false },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Send_CredentialOfAnotherTenant_Answers401(string method, string path, bool isRead)
    {
        _ = isRead;
        await console.AddTenantAsync("theirs.example");
        using var foreign = console.CreateRestClient(await console.AddTenantAsync("mine.example"));
        using var super = console.CreateRestClient(await console.AddSuperAdministratorAsync());
        using var nobody = console.CreateBareClient();

        foreach (var version in new[] { 1, 2 })
        {
            foreach (var client in new[] { foreign, super, nobody })
            {
                using var response = await SendAsync(client, method, $"t/theirs.example/api/server/v{version}/notification-senders/email{path}", version);

                var body = await response.ReadJsonAsync();
                Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
                Assert.Equal($"Bearer realm={console.Url.Host}", Assert.Single(response.Headers.GetValues("WWW-Authenticate")));
                Assert.Equal(401, body.GetProperty("code").GetInt32());
                Assert.Equal("Unauthorized", body.Text("message"));
                Assert.NotEmpty(body.Text("traceId")!);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Send_Operator_MayOnlyRead(string method, string path, bool isRead)
    {
        await console.AddTenantAsync("operators.example");
        using var client = console.CreateRestClient(await console.AddPersonAsync("operators.example", "olga", ActorRole.Operator));

        foreach (var version in new[] { 1, 2 })
        {
            using var response = await SendAsync(client, method, $"t/operators.example/api/server/v{version}/notification-senders/email{path}", version);

            Assert.Equal(isRead ? path.Length == 0 ? 200 : 404 : 403, (int)response.StatusCode);
            if (!isRead)
            {
                var body = await response.ReadJsonAsync();
                Assert.Equal((403, "Forbidden"), (body.GetProperty("code").GetInt32(), body.Text("message")));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Send_UnknownOrInactiveTenant_Answers404(string method, string path, bool isRead)
    {
        _ = isRead;
        using var client = console.CreateRestClient(await console.AddTenantAsync("here.example"));
        await console.AddTenantAsync("asleep.example");
        await using (var db = await console.OpenDbAsync())
        {
            await db.Set<Tenant>().Where(t => t.Domain == "asleep.example").ExecuteUpdateAsync(s => s.SetProperty(t => t.IsActive, false));
        }

        foreach (var tenant in new[] { "nowhere.example", "asleep.example", "-" })
        {
            using var response = await SendAsync(client, method, $"t/{tenant}/api/server/v1/notification-senders/email{path}", 1);

            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Equal(404, (await response.ReadJsonAsync()).GetProperty("code").GetInt32());
        }
    }

    [Fact]
    public async Task Send_WrongPassword_Answers401()
    {
        var person = await console.AddTenantAsync("wrong.example");
        using var client = console.CreateRestClient(person with { Password = "something else 12" });

        using var response = await client.GetAsync("t/wrong.example/api/server/v1/notification-senders/email");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Send_OtherMethodWithoutCredential_Answers401()
    {
        await console.AddTenantAsync("methods.example");
        using var client = console.CreateBareClient();

        using var response = await SendAsync(client, "PATCH", "t/methods.example/api/server/v1/notification-senders/email", 1);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path, int version)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "POST" or "PUT")
        {
            var body = SenderClient.Basic(version);
            request.Content = new StringContent(
                (method == "PUT" ? body.Without("name") : body).ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        }

        return await client.SendAsync(request);
    }
}
