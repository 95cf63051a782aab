using System.Net;
using EmailConsole.Tests.Accounts.ApiKeys.Api;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Rest;

/// <summary>In Production, behind a proxy that is named.</summary>
public sealed class EncryptedCredentialsTests(EncryptedCredentialsTests.Production console) : IClassFixture<EncryptedCredentialsTests.Production>
{
    public static TheoryData<string, string> Schemes
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var path in new[] { "t/plain.example/api/v1/caller", "t/plain.example/api/server/v1/notification-senders/email", "api/server/v1/tenants", "t/plain.example/api/nothing" })
            {
                rows.Add(path, "Basic YWRtaW46eA==");
                rows.Add(path, "Bearer ec_4pQz81Rm_x");
                rows.Add(path, "Bearer a.b.c");
                rows.Add(path, "");
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task Get_PlainHttpFromElsewhere_IsRefusedAndSaysWhy(string path, string credential)
    {
        using var response = await SendAsync(path, credential, ("X-Forwarded-For", "203.0.113.5"));

        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
        Assert.Contains("over https only", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(response.Headers.WwwAuthenticate);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.5", "X-Forwarded-Proto", "http")]
    [InlineData("X-Forwarded-Proto", "http", "X-Nothing", "x")]
    public async Task Get_ProxySaysPlainHttp_IsRefused(string one, string first, string two, string second)
    {
        using var response = await SendAsync("t/plain.example/api/v1/caller", "Basic YWRtaW46eA==", (one, first), (two, second));

        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
    }

    [Fact]
    public async Task Get_ForwardedHttps_IsTaken()
    {
        var person = await console.AddTenantAsync("forwarded.example");
        using var client = console.CreateRestClient(person);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.5");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        using var response = await client.GetAsync("t/forwarded.example/api/v1/caller");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Get_Loopback_IsTaken()
    {
        var person = await console.AddTenantAsync("loopback.example");
        using var client = console.CreateRestClient(person);
        var (_, key) = await client.CreateKeyAsync("loopback.example", "view");
        using var caller = console.CreateKeyClient(key);

        using var response = await caller.GetAsync("t/loopback.example/api/v1/caller");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string credential, params (string Name, string Value)[] headers)
    {
        using var client = console.CreateBareClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers.Append(("Authorization", credential)).Where(header => header.Item2.Length > 0))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request);
    }

    public sealed class Production : ConsoleApplication
    {
        public Production()
        {
            Environment = "Production";
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AllowedHosts"] = "127.0.0.1;localhost",
                ["PublicUrl"] = "https://console.example",
                ["ForwardedHeaders:KnownProxies:0"] = "127.0.0.1",
            };
        }
    }
}
