using System.Net;
using System.Text;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Accounts.ApiKeys.Tokens;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using EmailConsole.Tests.Accounts.ApiKeys.Api;
using EmailConsole.Tests.Accounts.TenantManagement.Api;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.EmailProviders.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EmailConsole.Tests.Accounts.ApiKeys.Tokens;

public sealed class TokenUseTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Get_Caller_TellsWhatTheTokenIsFor()
    {
        var (_, key) = await console.AddKeyAsync("caller.example", "send", "view", "manage");
        foreach (var (scope, expected) in new[] { (null, "send view manage"), ("view", "view"), ("send internal_config_mgt_view", "send internal_config_mgt_view") })
        {
            using var client = await console.CreateTokenClientAsync("caller.example", key, scope);
            using var response = await client.GetAsync("t/caller.example/api/v1/caller");
            var body = await response.ReadJsonAsync();

            Assert.Equal(("caller.example", "test", expected), (
                body.GetProperty("tenant").GetString(),
                body.GetProperty("apiKey").GetString(),
                string.Join(' ', body.GetProperty("scopes").EnumerateArray().Select(item => item.GetString()))));
        }
    }

    [Theory]
    [InlineData("send", "POST", "emails", HttpStatusCode.Conflict)]
    [InlineData("view", "POST", "emails", HttpStatusCode.Forbidden)]
    [InlineData("manage", "POST", "emails", HttpStatusCode.Forbidden)]
    [InlineData("internal_config_mgt_view", "POST", "emails", HttpStatusCode.Forbidden)]
    [InlineData("view", "GET", "emails", HttpStatusCode.OK)]
    [InlineData("send", "GET", "emails", HttpStatusCode.Forbidden)]
    [InlineData("manage", "GET", "emails", HttpStatusCode.Forbidden)]
    [InlineData("send view manage", "GET", "api-keys", HttpStatusCode.Forbidden)]
    [InlineData("send view manage", "POST", "api-keys", HttpStatusCode.Forbidden)]
    public async Task Send_ToTheConsolesApi_SufficesForItsScopesAlone(string scope, string method, string path, HttpStatusCode expected)
    {
        var (_, key) = await console.AddKeyAsync("api.example", "send", "view", "manage");
        using var client = await console.CreateTokenClientAsync("api.example", key, scope);
        using var request = new HttpRequestMessage(new HttpMethod(method), $"t/api.example/api/v1/{path}")
        {
            Content = method == "POST" ? new StringContent("{}", Encoding.UTF8, "application/json") : null,
        };

        using var response = await client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Send_ToTheSenders_SufficesForTheScopesOfTheToken(int version)
    {
        var (_, key) = await console.AddKeyAsync($"senders{version}.example", "send", "view", "manage");
        foreach (var family in new[] { ("internal_notification_senders_", "create"), ("internal_config_mgt_", "add") })
        {
            foreach (var (scopes, may) in new[]
            {
                ("manage", "POST PUT GET DELETE"), ($"{family.Item1}view", "GET"), ($"{family.Item1}{family.Item2}", "POST"),
                ($"{family.Item1}update", "PUT"), ($"{family.Item1}delete", "DELETE"), ("send view", ""),
            })
            {
                var domain = $"senders{version}.example";
                using var manager = new SenderClient(await console.CreateTokenClientAsync(domain, key, "manage"), domain, version);
                using var client = new SenderClient(await console.CreateTokenClientAsync(domain, key, scopes), domain, version);
                foreach (var method in new[] { "POST", "GET", "PUT", "DELETE" })
                {
                    using var cleared = await manager.DeleteAsync();
                    if (method != "POST")
                    {
                        await SenderClient.ReadAsync(manager.PostAsync(SenderClient.Basic(version)), 201);
                    }

                    using var response = await (method switch
                    {
                        "POST" => client.PostAsync(SenderClient.Basic(version)),
                        "PUT" => client.PutAsync(SenderClient.Basic(version)),
                        "GET" => client.GetAsync(),
                        _ => client.DeleteAsync(),
                    });

                    Assert.Equal((scopes, method, may.Contains(method, StringComparison.Ordinal)), (scopes, method, response.IsSuccessStatusCode));
                    Assert.True(response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.Forbidden, $"{scopes} {method} {response.StatusCode}");
                }
            }
        }
    }

    [Fact]
    public async Task Send_TheKeyItself_ManagesTheSendersAndNothingElse()
    {
        var (_, key) = await console.AddKeyAsync("direct.example", "manage");
        var (_, other) = await console.AddKeyAsync("direct.example", "send", "view");
        using var manager = new SenderClient(console.CreateKeyClient(key), "direct.example", 2);
        using var stranger = new SenderClient(console.CreateKeyClient(other), "direct.example", 2);

        using var refused = await stranger.PostAsync(SenderClient.Basic(2));
        using var unread = await stranger.GetAsync();
        await SenderClient.ReadAsync(manager.PostAsync(SenderClient.Basic(2)), 201);
        using var mail = await manager.Http.GetAsync("t/direct.example/api/v1/emails");
        using var keys = await manager.Http.GetAsync("t/direct.example/api/v1/api-keys");
        using var people = await manager.Http.GetAsync("t/direct.example/people");
        using var foreign = await manager.Http.GetAsync("t/carbon.super/api/server/v1/notification-senders/email");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (refused.StatusCode, unread.StatusCode));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (mail.StatusCode, keys.StatusCode));
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Unauthorized), (people.StatusCode, foreign.StatusCode));
        await using var db = await console.OpenDbAsync();
        var tenant = await db.Set<Tenant>().SingleAsync(t => t.Domain == "direct.example");
        Assert.Equal("API key test", (await db.Set<EmailConsole.EmailProviders.EmailProvider>().SingleAsync(p => p.TenantId == tenant.Id)).UpdatedBy);
    }

    [Fact]
    public async Task Send_OfTheSuperTenant_ManagesNoTenants()
    {
        using var administrator = console.CreateRestClient(await console.AddSuperAdministratorAsync());
        var (_, key) = await administrator.CreateKeyAsync("carbon.super", "send", "view", "manage");
        await console.AddTenantAsync("ruled.example");
        foreach (var client in new[] { console.CreateKeyClient(key), await console.CreateTokenClientAsync("carbon.super", key) })
        {
            using var tenants = await client.GetAsync(TenantsClient.Path);
            using var senders = await client.GetAsync("api/server/v1/notification-senders/email");
            using var foreign = await client.GetAsync("t/ruled.example/api/server/v1/notification-senders/email");

            Assert.Equal(
                (HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.Unauthorized), (tenants.StatusCode, senders.StatusCode, foreign.StatusCode));
            client.Dispose();
        }
    }

    [Fact]
    public async Task Get_AnotherTenantOrAPage_TakesNoToken()
    {
        var (_, key) = await console.AddKeyAsync("own.example", "send", "view", "manage");
        await console.AddTenantAsync("other.example");
        using var client = await console.CreateTokenClientAsync("own.example", key);
        foreach (var (path, expected) in new[]
        {
            ("t/own.example/api/v1/caller", HttpStatusCode.OK), ("t/other.example/api/v1/caller", HttpStatusCode.Unauthorized),
            ("t/unknown.example/api/v1/caller", HttpStatusCode.Unauthorized), ("t/carbon.super/api/v1/caller", HttpStatusCode.Unauthorized),
            ("t/other.example/api/server/v2/notification-senders/email", HttpStatusCode.Unauthorized),
            ("api/server/v1/notification-senders/email", HttpStatusCode.Unauthorized), (TenantsClient.Path, HttpStatusCode.Unauthorized),
            ("t/own.example/people", HttpStatusCode.Redirect), ("t/own.example/api-keys", HttpStatusCode.Redirect), ("reference", HttpStatusCode.Redirect),
        })
        {
            using var response = await client.GetAsync(path);

            Assert.Equal((path, expected), (path, response.StatusCode));
        }
    }

    [Theory]
    [InlineData("revoked")]
    [InlineData("revoked elsewhere")]
    [InlineData("expired")]
    [InlineData("deactivated")]
    [InlineData("deleted")]
    public async Task Get_KeyOrTenantIsGone_RefusesTheTokenWithinASecond(string what)
    {
        var domain = $"{what.Replace(' ', '-')}.example";
        var (id, key) = await console.AddKeyAsync(domain, "send", "manage");
        using var client = await console.CreateTokenClientAsync(domain, key);
        var addresses = new[] { $"t/{domain}/api/v1/caller", $"t/{domain}/api/server/v1/notification-senders/email" };
        foreach (var address in addresses)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, address));
        }

        await using var db = await console.OpenDbAsync();
        switch (what)
        {
            case "revoked":
                using (var administrator = console.CreateRestClient(await console.AddTenantAsync(domain)))
                using (await administrator.DeleteAsync($"t/{domain}/api/v1/api-keys/{id}"))
                {
                }

                break;
            case "expired":
                DateTimeOffset? past = TimeProvider.System.GetUtcNow();
                await db.Set<ApiKey>().Where(k => k.Id == id).ExecuteUpdateAsync(set => set.SetProperty(k => k.ExpiresAt, past));
                break;
            case "deactivated":
                await db.Set<Tenant>().Where(t => t.Domain == domain).ExecuteUpdateAsync(set => set.SetProperty(t => t.IsActive, false));
                break;
            case "deleted":
                await db.Set<Tenant>().Where(t => t.Domain == domain).ExecuteDeleteAsync();
                break;
            default:
                // As another process does
                await db.Set<ApiKey>().Where(k => k.Id == id).ExecuteDeleteAsync();
                break;
        }

        var since = TimeProvider.System.GetTimestamp();
        while (await StatusAsync(client, addresses[0]) == HttpStatusCode.OK && TimeProvider.System.GetElapsedTime(since) < Second)
        {
        }

        foreach (var address in addresses)
        {
            Assert.Contains(await StatusAsync(client, address), new[] { HttpStatusCode.Unauthorized, HttpStatusCode.NotFound });
        }

        using var again = await client.PostTokenAsync($"t/{domain}/oauth2/token", $"{TokenClient.IdOf(key)}:{key}", TokenClient.Grant);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task Get_TokenThatIsNotGood_Answers401()
    {
        var (_, key) = await console.AddKeyAsync("crafted.example", "send");
        var good = (await console.GetTokenAsync("crafted.example", key)).GetProperty("access_token").GetString()!;
        var parts = good.Split('.');
        var keys = console.Service<SigningKeys>();
        using var stranger = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var bad = new[]
        {
            good[..^4], good + "A", $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}", $"{parts[0]}..{parts[2]}", good + "." + parts[2],
            Craft(d => d.Expires = DateTime.UtcNow.AddSeconds(-1)),
            Craft(d => d.Expires = null),
            Craft(d => d.NotBefore = DateTime.UtcNow.AddMinutes(5)),
            Craft(d => d.TokenType = "JWT"),
            Craft(d => d.TokenType = null),
            Craft(d => d.Claims!.Remove("sub")),
            Craft(d => d.Claims!["sub"] = "ec_unknown0"),
            Craft(d => d.Claims!["sub"] = new[] { TokenClient.IdOf(key) }),
            Craft(d => d.SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(stranger) { KeyId = keys.Current().Key.KeyId }, SecurityAlgorithms.EcdsaSha256)),
            Craft(d => d.SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(stranger) { KeyId = "ec-unknown" }, SecurityAlgorithms.EcdsaSha256)),
            Craft(d => d.SigningCredentials = new SigningCredentials(
                new SymmetricSecurityKey(Encoding.UTF8.GetBytes(keys.Current().Key.KeyId.PadRight(64))) { KeyId = keys.Current().Key.KeyId }, SecurityAlgorithms.HmacSha256)),
            $"{Base64UrlEncoder.Encode($"{{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"{keys.Current().Key.KeyId}\"}}")}.{parts[1]}.",
        };

        Assert.Equal(HttpStatusCode.OK, await GetAsync(good));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(Craft(_ => { })));
        foreach (var token in bad)
        {
            Assert.Equal((token, HttpStatusCode.Unauthorized), (token, await GetAsync(token)));
        }

        string Craft(Action<SecurityTokenDescriptor> change)
        {
            var descriptor = new SecurityTokenDescriptor
            {
                TokenType = "at+jwt",
                Expires = DateTime.UtcNow.AddMinutes(5),
                SigningCredentials = keys.Current(),
                Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = TokenClient.IdOf(key), ["scope"] = "send" },
            };
            change(descriptor);
            return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
        }

        async Task<HttpStatusCode> GetAsync(string token)
        {
            using var client = console.CreateKeyClient(token);
            return await StatusAsync(client, "t/crafted.example/api/v1/caller");
        }
    }

    [Fact]
    public async Task Get_TokenWithMoreThanItsKeyHas_IsWorthWhatTheKeyIs()
    {
        var (_, key) = await console.AddKeyAsync("narrow.example", "view");
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            SigningCredentials = console.Service<SigningKeys>().Current(),
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["sub"] = TokenClient.IdOf(key),
                ["scope"] = "send view manage internal_notification_senders_view",
            },
        });
        using var client = console.CreateKeyClient(token);

        using var caller = await client.GetAsync("t/narrow.example/api/v1/caller");
        using var senders = await client.GetAsync("t/narrow.example/api/server/v1/notification-senders/email");

        Assert.Equal("[\"view\"]", (await caller.ReadJsonAsync()).GetProperty("scopes").GetRawText());
        Assert.Equal(HttpStatusCode.Forbidden, senders.StatusCode);
    }

    [Fact]
    public async Task Get_ByToken_CountsAsAUseOfTheKey()
    {
        var (id, key) = await console.AddKeyAsync("uses.example", "send");
        using var client = await console.CreateTokenClientAsync("uses.example", key);
        var before = console.Service<ApiKeyUses>().LatestOf(id);

        using var used = await client.GetAsync("t/uses.example/api/v1/caller");

        Assert.True(console.Service<ApiKeyUses>().LatestOf(id) > before);
        Assert.Equal(RestScopes.Send, (await console.Service<ApiKeyCache>().FindAsync(TokenClient.IdOf(key), default))!.Caller.Scopes);
    }

    [Fact]
    public async Task Get_AfterARestart_TheTokenIsStillGood()
    {
        using var home = new TemporaryFolder();
        string token;
        await using (var first = new ConsoleApplication { HomeOf = home.Path })
        {
            var (_, key) = await first.AddKeyAsync("restart.example", "view");
            token = (await first.GetTokenAsync("restart.example", key)).GetProperty("access_token").GetString()!;
        }

        await using var second = new ConsoleApplication { HomeOf = home.Path };
        using var client = second.CreateKeyClient(token);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "t/restart.example/api/v1/caller"));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return response.StatusCode;
    }
}
