using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EmailConsole.Tests.Accounts.TenantManagement.Api;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.EmailProviders.Api;
using Microsoft.IdentityModel.Tokens;

namespace EmailConsole.Tests.Accounts.AccessTokens;

public sealed class AccessTokenTests(TokenConsole bed) : IClassFixture<TokenConsole>
{
    private const string View = "internal_notification_senders_view";

    public static TheoryData<string, string, string, string> Operations => new()
    {
        { "GET", "", "view", "view" },
        { "POST", "", "create", "add" },
        { "GET", "/EmailPublisher", "view", "view" },
        { "PUT", "/EmailPublisher", "update", "update" },
        { "DELETE", "/EmailPublisher", "delete", "delete" },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Send_ScopeOfEitherFamily_SufficesForItsOperationAlone(string method, string path, string access, string definition)
    {
        await bed.Console.AddTenantAsync("scopes.example");
        var all = new[]
        {
            "internal_notification_senders_view", "internal_notification_senders_create", "internal_notification_senders_update", "internal_notification_senders_delete",
            "internal_config_mgt_view", "internal_config_mgt_add", "internal_config_mgt_update", "internal_config_mgt_delete",
        };
        var enough = new[] { $"internal_notification_senders_{access}", $"internal_config_mgt_{definition}" };
        var success = method switch
        {
            "POST" => HttpStatusCode.Created,
            "DELETE" => HttpStatusCode.NoContent,
            _ => HttpStatusCode.OK,
        };
        foreach (var version in new[] { 1, 2 })
        {
            using var administrator = await SenderClient.CreateAsync(bed.Console, "scopes.example", version);
            foreach (var scope in all)
            {
                using var cleared = await administrator.DeleteAsync();
                if (method != "POST")
                {
                    await SenderClient.ReadAsync(administrator.PostAsync(SenderClient.Basic(version)), 201);
                }

                var status = await SendAsync(bed.Issuer.Issue("scopes.example", scope), method, version, path);

                Assert.Equal((scope, enough.Contains(scope) ? success : HttpStatusCode.Forbidden), (scope, status));
            }

            Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(bed.Issuer.Issue("scopes.example", "openid"), method, version, path));
        }
    }

    [Theory]
    [InlineData("PUT", "lifecycle-status")]
    [InlineData("DELETE", "metadata")]
    public async Task Send_TenantsWithTheScopeToListThem_ChangesNone(string method, string path)
    {
        foreach (var (scope, expected) in new[] { ("internal_list_tenants", HttpStatusCode.Forbidden), ("internal_modify_tenants", HttpStatusCode.NotFound) })
        {
            using var client = bed.Console.CreateRestClient(new AuthenticationHeaderValue("Bearer", bed.Issuer.Issue("carbon.super", scope)));
            using var request = new HttpRequestMessage(new HttpMethod(method), $"api/server/v1/tenants/{Guid.NewGuid()}/{path}")
            {
                Content = method == "PUT" ? new StringContent("""{"activated":false}""", Encoding.UTF8, "application/json") : null,
            };

            using var response = await client.SendAsync(request);

            Assert.Equal(expected, response.StatusCode);
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Send_TokenOfAnotherTenant_Answers401(string method, string path, string access, string definition)
    {
        await bed.Console.AddTenantAsync("own.example");
        await bed.Console.AddTenantAsync("foreign.example");
        var scopes = $"internal_notification_senders_{access} internal_config_mgt_{definition}";
        foreach (var tenant in new[] { "own.example", "carbon.super", "unknown.example", "" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(bed.Issuer.Issue(tenant, scopes), method, 2, path, "foreign.example"));
        }
    }

    [Fact]
    public async Task Post_Token_StoresWhoItWas()
    {
        await bed.Console.AddTenantAsync("stored.example");
        using var client = bed.CreateClient(bed.Issuer.Issue("stored.example", new[] { "openid", "internal_config_mgt_add" }));
        using var body = new StringContent(SenderClient.Basic(2).ToJsonString(), Encoding.UTF8, "application/json");

        using var response = await client.PostAsync("t/stored.example/api/server/v2/notification-senders/email", body);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Contains(bed.Console.Log, line => line.Contains("stored.example", StringComparison.Ordinal) && line.Contains("mail-script", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_TokenThatIsNotGood_Answers401()
    {
        await bed.Console.AddTenantAsync("tokens.example");
        using var other = TokenIssuer.NewKey("first").Rsa;
        var good = bed.Issuer.Issue("tokens.example", View);
        var bad = new[]
        {
            "nonsense", good[..^4], good.Split('.')[0] + "." + good.Split('.')[1] + ".",
            Issue(d => d.Issuer = "https://evil.example.com"),
            Issue(d => d.Audience = "somebody-else"),
            Issue(d => d.Expires = DateTime.UtcNow.AddMinutes(-10), d => d.NotBefore = DateTime.UtcNow.AddMinutes(-20)),
            Issue(d => d.NotBefore = DateTime.UtcNow.AddMinutes(3)),
            Issue(d => d.SigningCredentials = new SigningCredentials(new RsaSecurityKey(other) { KeyId = "first" }, SecurityAlgorithms.RsaSha256)),
            Issue(d => d.SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(new byte[64]) { KeyId = "first" }, SecurityAlgorithms.HmacSha256)),
            Issue(d => d.SigningCredentials = null),
            Issue(d => d.Claims!.Remove("sub")),
            Issue(d => d.Claims!.Remove("tenant_domain")),
            Issue(d => d.Claims!["tenant_domain"] = new[] { "tokens.example", "other.example" }),
        };

        Assert.Equal(HttpStatusCode.OK, await SendAsync(good, "GET", 1, "", "tokens.example"));
        foreach (var token in bad)
        {
            Assert.Equal((HttpStatusCode.Unauthorized, token), (await SendAsync(token, "GET", 1, "", "tokens.example"), token));
        }

        string Issue(params Action<SecurityTokenDescriptor>[] changes) =>
            bed.Issuer.Issue("tokens.example", View, d => Array.ForEach(changes, change => change(d)));
    }

    [Fact]
    public async Task Get_TokensOfUnknownKeys_FetchTheKeysRarely()
    {
        await bed.Console.AddTenantAsync("keys.example");
        for (var i = 0; i < 20; i++)
        {
            var key = TokenIssuer.NewKey($"made-up-{i}");
            using var rsa = key.Rsa;
            var token = bed.Issuer.Issue("keys.example", View, d => d.SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256));

            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(token, "GET", 1, "", "keys.example"));
        }

        Assert.InRange(bed.Issuer.Fetches, 1, 3);
    }

    [Fact]
    public async Task Send_ClaimsOfOtherNames_CountWhereTheyAreConfigured()
    {
        await using var console = new ConsoleApplication
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AccessTokens:Issuer"] = TokenIssuer.Issuer,
                ["AccessTokens:Audiences:0"] = TokenIssuer.Audience,
                ["AccessTokens:KeysAddress"] = bed.Issuer.KeysAddress.AbsoluteUri,
                ["AccessTokens:TenantClaim"] = "org",
                ["AccessTokens:ScopeClaim"] = "scp",
            },
        };
        await console.AddTenantAsync("claims.example");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("other.example", "openid", claims => (claims["org"], claims["scp"]) = ("claims.example", View)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("claims.example", View, _ => { }));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("claims.example", View, claims => claims["org"] = "claims.example"));

        async Task<HttpStatusCode> StatusAsync(string tenant, string scope, Action<IDictionary<string, object>> change)
        {
            using var client = console.CreateRestClient(new AuthenticationHeaderValue("Bearer", bed.Issuer.Issue(tenant, scope, d => change(d.Claims!))));
            using var response = await client.GetAsync("t/claims.example/api/server/v1/notification-senders/email");
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Change_TenantsByToken_LogsWhoseItWas()
    {
        var tokens = bed.Issuer.Issue("carbon.super", "internal_modify_tenants internal_list_tenants");
        using var client = bed.Console.CreateRestClient(new AuthenticationHeaderValue("Bearer", tokens));
        var id = await client.AddAsync("audited.example");
        using var status = new StringContent("""{"activated":false}""", Encoding.UTF8, "application/json");
        using var off = await client.PutAsync($"{TenantsClient.Path}/{id}/lifecycle-status", status);
        using var deleted = await client.DeleteAsync($"{TenantsClient.Path}/{id}/metadata");

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        foreach (var what in new[] { "added the tenant audited.example", "changed the tenant audited.example: active False", "deleted the tenant audited.example" })
        {
            Assert.Contains(bed.Console.Log, line => line.Contains($"mail-script {what}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Get_TokenElsewhere_IsWorthNothing()
    {
        await bed.Console.AddTenantAsync("else.example");
        using var client = bed.CreateClient(bed.Issuer.Issue("else.example", View));

        using var api = await client.GetAsync("t/else.example/api/v1/caller");
        using var page = await client.GetAsync("t/else.example/people");

        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        Assert.Equal(HttpStatusCode.Found, page.StatusCode);
    }

    [Fact]
    public async Task Get_NoIssuerConfigured_Answers401()
    {
        await using var plain = new ConsoleApplication();
        await plain.AddTenantAsync("plain.example");
        using var client = plain.CreateRestClient(new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", bed.Issuer.Issue("plain.example", View)));

        using var response = await client.GetAsync("t/plain.example/api/server/v1/notification-senders/email");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Get_IssuerCannotBeReached_Answers401AndNot500()
    {
        await using var console = new ConsoleApplication
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AccessTokens:Issuer"] = TokenIssuer.Issuer,
                ["AccessTokens:Audiences:0"] = TokenIssuer.Audience,
                ["AccessTokens:KeysAddress"] = "http://127.0.0.1:9/jwks",
            },
        };
        await console.AddTenantAsync("away.example");
        using var client = console.CreateRestClient(new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", bed.Issuer.Issue("away.example", View)));

        using var response = await client.GetAsync("t/away.example/api/server/v1/notification-senders/email");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private async Task<HttpStatusCode> SendAsync(string token, string method, int version, string path, string tenant = "scopes.example")
    {
        using var client = bed.CreateClient(token);
        using var request = new HttpRequestMessage(new HttpMethod(method), $"t/{tenant}/api/server/v{version}/notification-senders/email{path}");
        if (method is "POST" or "PUT")
        {
            var body = method == "POST" ? SenderClient.Basic(version) : SenderClient.Basic(version).Without("name");
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
