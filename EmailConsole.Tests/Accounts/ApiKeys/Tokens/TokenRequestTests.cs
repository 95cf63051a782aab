using System.Net;
using Duende.IdentityModel.Client;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Tests.Accounts.ApiKeys.Api;
using EmailConsole.Tests.Application;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EmailConsole.Tests.Accounts.ApiKeys.Tokens;

public sealed class TokenRequestTests(TokenRequestTests.Unlimited console) : IClassFixture<TokenRequestTests.Unlimited>
{
    private const string Senders = "internal_notification_senders_view internal_notification_senders_update internal_config_mgt_add";

    [Theory]
    [InlineData(ClientCredentialStyle.AuthorizationHeader)]
    [InlineData(ClientCredentialStyle.PostBody)]
    public async Task Request_ByAClientLibrary_FindsTheAddressAndGetsAToken(ClientCredentialStyle style)
    {
        var (_, key) = await console.AddKeyAsync("library.example", "send", "view");
        using var client = new HttpClient();
        var server = await client.GetDiscoveryDocumentAsync(new Uri(console.Url, "t/library.example").AbsoluteUri);
        using var request = new ClientCredentialsTokenRequest
        {
            Address = server.TokenEndpoint,
            ClientId = TokenClient.IdOf(key),
            ClientSecret = key,
            ClientCredentialStyle = style,
            Scope = "send",
        };

        var response = await client.RequestClientCredentialsTokenAsync(request);

        Assert.False(server.IsError, server.Error);
        Assert.False(response.IsError, $"{response.Error} {response.ErrorDescription}");
        Assert.Equal(("Bearer", 3600, "send"), (response.TokenType, response.ExpiresIn, response.Scope));
    }

    [Fact]
    public async Task Request_AsTheToolOfWso2Does_GrantsWhatIsThereOfAllThatItAsksFor()
    {
        var (_, key) = await console.AddKeyAsync("tool.example", "manage");
        const string Asked = "internal_application_mgt_update internal_org_idp_view  internal_notification_senders_view internal_notification_senders_create "
            + "internal_notification_senders_update internal_notification_senders_delete internal_branding_preference_update";

        var body = await console.GetTokenAsync("tool.example", key, Asked);

        Assert.Equal(
            "internal_notification_senders_view internal_notification_senders_create internal_notification_senders_update internal_notification_senders_delete",
            body.GetProperty("scope").GetString());
    }

    [Theory]
    [InlineData("send,view", null, "send view")]
    [InlineData("send,view,manage", "", "send view manage")]
    [InlineData("send,view", "view", "view")]
    [InlineData("send,view", "view send view", "view send")]
    [InlineData("manage", "manage", "manage")]
    [InlineData("manage", Senders, Senders)]
    [InlineData("send,manage", "send internal_config_mgt_delete", "send internal_config_mgt_delete")]
    [InlineData("send", "send internal_user_mgt_list", "send")]
    [InlineData("send", "view", null)]
    [InlineData("send", "send view", null)]
    [InlineData("send,view", "manage", null)]
    [InlineData("send,view", "internal_notification_senders_view", null)]
    [InlineData("send,view", "internal_config_mgt_view", null)]
    [InlineData("manage", "internal_list_tenants", null)]
    [InlineData("manage", "manage internal_modify_tenants", null)]
    [InlineData("send", "internal_user_mgt_list", null)]
    [InlineData("send", "openid", null)]
    [InlineData("send", "send offline_access", null)]
    [InlineData("send", "SEND", null)]
    [InlineData("send", "admin", null)]
    public async Task Request_Scopes_GrantsWhatTheKeyHasOrNothing(string has, string? asked, string? granted)
    {
        var (_, key) = await console.AddKeyAsync("scopes.example", has.Split(','));
        using var client = console.CreateBareClient();
        using var response = await client.PostTokenAsync(
            "t/scopes.example/oauth2/token",
            $"{TokenClient.IdOf(key)}:{key}",
            asked is null ? TokenClient.Grant : $"{TokenClient.Grant}&scope={Uri.EscapeDataString(asked)}");
        var body = await response.ReadJsonAsync();

        Assert.Equal(granted is null ? HttpStatusCode.BadRequest : HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(granted ?? "invalid_scope", body.GetProperty(granted is null ? "error" : "scope").GetString());
        Assert.Equal(granted is not null, body.TryGetProperty("access_token", out _));
    }

    [Theory]
    [InlineData("{0}:{1}", "grant_type=client_credentials", 200, null)]
    [InlineData("{0}:{2}", "grant_type=client_credentials", 200, null)]
    [InlineData("%65c_{3}:{1}", "grant_type=client_credentials", 200, null)]
    [InlineData(null, "grant_type=client_credentials&client_id={0}&client_secret={1}", 200, null)]
    [InlineData(null, "client_secret={2}&client_id={0}&grant_type=client%5Fcredentials", 200, null)]
    [InlineData("{0}:{1}", "grant_type=client_credentials&client_id={0}", 200, null)]
    [InlineData(null, "grant_type=client_credentials", 401, "invalid_client")]
    [InlineData("{0}:", "grant_type=client_credentials", 401, "invalid_client")]
    [InlineData(":{1}", "grant_type=client_credentials", 401, "invalid_client")]
    [InlineData("{0}:wrong", "grant_type=client_credentials", 401, "invalid_client")]
    [InlineData("{0}:{0}_", "grant_type=client_credentials", 401, "invalid_client")]
    [InlineData("{1}:{1}", "grant_type=client_credentials", 401, "invalid_client")]
    [InlineData("{1}", "grant_type=client_credentials", 401, "invalid_client")]
    [InlineData("ec_unknown0:{2}", "grant_type=client_credentials", 401, "invalid_client")]
    [InlineData(null, "grant_type=client_credentials&client_id={0}", 401, "invalid_client")]
    [InlineData("{0}:{1}", "grant_type=client_credentials&client_secret={1}", 400, "invalid_request")]
    [InlineData("{0}:{1}", "", 400, "invalid_request")]
    [InlineData("{0}:{1}", "scope=send", 400, "invalid_request")]
    [InlineData("{0}:{1}", "grant_type=client_credentials&grant_type=client_credentials", 400, "invalid_request")]
    [InlineData("{0}:{1}", "grant_type=client_credentials&scope=send&scope=view", 400, "invalid_request")]
    [InlineData("{0}:{1}", "grant_type=password&username=a&password=b", 400, "unsupported_grant_type")]
    [InlineData("{0}:{1}", "grant_type=authorization_code&code=1", 400, "unsupported_grant_type")]
    [InlineData("{0}:{1}", "grant_type=refresh_token&refresh_token=1", 400, "unsupported_grant_type")]
    [InlineData("{0}:{1}", "grant_type=organization_switch&token=1", 400, "unsupported_grant_type")]
    [InlineData("{0}:{1}", "grant_type=CLIENT_CREDENTIALS", 400, "unsupported_grant_type")]
    public async Task Request_OfAnyForm_IsAnsweredAsTheStandardSays(string? credential, string form, int status, string? error)
    {
        var (_, key) = await console.AddKeyAsync("forms.example", "send", "view");
        using var client = console.CreateBareClient();

        using var response = await client.PostTokenAsync("t/forms.example/oauth2/token", credential is null ? null : Fill(credential), Fill(form));
        var body = await response.ReadJsonAsync();

        Assert.Equal((status, error), ((int)response.StatusCode, body.TryGetProperty("error", out var said) ? said.GetString() : null));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal(status == 401, response.Headers.WwwAuthenticate.Any(challenge => challenge.Scheme == "Basic"));
        Assert.False(body.TryGetProperty("error_uri", out _));
        Assert.DoesNotContain(key[12..], body.GetRawText(), StringComparison.Ordinal);

        string Fill(string text) => string.Format(System.Globalization.CultureInfo.InvariantCulture, text, TokenClient.IdOf(key), key, key[12..], key[3..11]);
    }

    [Theory]
    [InlineData("application/json", "{\"grant_type\":\"client_credentials\"}")]
    [InlineData("text/plain", TokenClient.Grant)]
    [InlineData("multipart/form-data; boundary=x", TokenClient.Grant)]
    [InlineData("", TokenClient.Grant)]
    public async Task Request_OtherContentType_IsAnInvalidRequest(string type, string body)
    {
        var (_, key) = await console.AddKeyAsync("types.example", "send");
        using var client = console.CreateBareClient();

        using var response = await client.PostTokenAsync("t/types.example/oauth2/token", $"{TokenClient.IdOf(key)}:{key}", body, type);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (response.StatusCode, (await response.ReadJsonAsync()).GetProperty("error").GetString()));
    }

    [Fact]
    public async Task Request_KeyInTheAddress_IsNoCredential()
    {
        var (_, key) = await console.AddKeyAsync("query.example", "send");
        using var client = console.CreateBareClient();

        using var response = await client.PostTokenAsync(
            $"t/query.example/oauth2/token?client_id={TokenClient.IdOf(key)}&client_secret={key}", null, TokenClient.Grant);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Request_OfAnotherTenant_IsAnsweredLikeAWrongSecretAndAnUnknownTenant()
    {
        var (_, key) = await console.AddKeyAsync("holder.example", "send");
        await console.AddKeyAsync("victim.example", "send");
        using var client = console.CreateBareClient();
        var answers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, secret) in new[]
        {
            ("t/victim.example/oauth2/token", key), ("t/unknown.example/oauth2/token", key), ("t/not%20one/oauth2/token", key), ("oauth2/token", key),
            ("t/carbon.super/oauth2/token", key), ("t/holder.example/oauth2/token", key[..^1] + "x"), ("t/unknown.example/oauth2/token", key[..^1] + "x"),
        })
        {
            using var response = await client.PostTokenAsync(path, $"{TokenClient.IdOf(key)}:{secret}", TokenClient.Grant);
            answers.Add($"{(int)response.StatusCode} {response.Headers.WwwAuthenticate} {await response.Content.ReadAsStringAsync()}");
        }

        Assert.StartsWith("401", Assert.Single(answers), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t/carbon.super/oauth2/token")]
    [InlineData("oauth2/token")]
    [InlineData("OAuth2/Token")]
    public async Task Request_OfTheSuperTenant_IsAnsweredWithAndWithoutItsName(string path)
    {
        using var administrator = console.CreateRestClient(await console.AddSuperAdministratorAsync());
        var (_, key) = await administrator.CreateKeyAsync("carbon.super", "view");
        using var client = console.CreateBareClient();

        using var response = await client.PostTokenAsync(path, $"{TokenClient.IdOf(key)}:{key}", TokenClient.Grant);
        using var caller = console.CreateKeyClient((await response.ReadJsonAsync()).GetProperty("access_token").GetString()!);
        using var used = await caller.GetAsync("t/carbon.super/api/v1/caller");

        Assert.Equal(HttpStatusCode.OK, used.StatusCode);
    }

    [Fact]
    public async Task Request_KeyThatExpiresSoon_GivesATokenThatLivesNoLonger()
    {
        var (id, key) = await console.AddKeyAsync("soon.example", "send");
        await using var db = await console.OpenDbAsync();
        DateTimeOffset? soon = TimeProvider.System.GetUtcNow().AddSeconds(90);
        await db.Set<ApiKey>().Where(k => k.Id == id).ExecuteUpdateAsync(set => set.SetProperty(k => k.ExpiresAt, soon));

        var body = await console.GetTokenAsync("soon.example", key);

        Assert.InRange(body.GetProperty("expires_in").GetInt32(), 30, 90);
    }

    [Fact]
    public async Task Get_Configuration_TellsOfTokensAndNothingElse()
    {
        var (_, key) = await console.AddKeyAsync("told.example", "send");
        using var client = console.CreateBareClient();
        using var told = await client.GetAsync("t/told.example/.well-known/openid-configuration");
        using var unknown = await client.GetAsync("t/untold.example/.well-known/openid-configuration");
        var body = await told.ReadJsonAsync();
        var root = new Uri(console.Url, "t/told.example").AbsoluteUri;

        Assert.Equal(
            ["grant_types_supported", "issuer", "jwks_uri", "scopes_supported", "token_endpoint", "token_endpoint_auth_methods_supported"],
            body.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal((root, $"{root}/oauth2/token", $"{root}/oauth2/jwks"),
            (body.GetProperty("issuer").GetString(), body.GetProperty("token_endpoint").GetString(), body.GetProperty("jwks_uri").GetString()));
        Assert.Equal(["send", "view", "manage"], body.GetProperty("scopes_supported").EnumerateArray().Select(scope => scope.GetString()));
        Assert.Equal(["client_credentials"], body.GetProperty("grant_types_supported").EnumerateArray().Select(grant => grant.GetString()));

        // A tenant that is not there has the same
        Assert.Equal(body.GetRawText().Replace("told.example", "untold.example", StringComparison.Ordinal), (await unknown.ReadJsonAsync()).GetRawText());
        Assert.NotEmpty(key);
    }

    [Fact]
    public async Task Get_ConfigurationOfAConsoleWithAPublicAddress_IsOfThatAddress()
    {
        await using var known = new ConsoleApplication
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["PublicUrl"] = "https://console.example.com:8443", ["AllowedHosts"] = "127.0.0.1;localhost", ["ForwardedHeaders:KnownProxies:0"] = "127.0.0.1" },
        };
        using var client = known.CreateBareClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var told = await client.GetAsync("t/public.example/.well-known/openid-configuration");
        var body = await told.ReadJsonAsync();

        const string Root = "https://console.example.com:8443/t/public.example";
        Assert.Equal((Root, $"{Root}/oauth2/token", $"{Root}/oauth2/jwks"),
            (body.GetProperty("issuer").GetString(), body.GetProperty("token_endpoint").GetString(), body.GetProperty("jwks_uri").GetString()));
    }

    [Theory]
    [InlineData("t/keys.example/oauth2/jwks")]
    [InlineData("oauth2/jwks")]
    public async Task Get_Keys_AnybodyVerifiesATokenWithThem(string path)
    {
        var (_, key) = await console.AddKeyAsync("keys.example", "send");
        var token = (await console.GetTokenAsync("keys.example", key)).GetProperty("access_token").GetString()!;
        using var client = console.CreateBareClient();
        var keys = await client.GetStringAsync(new Uri(path, UriKind.Relative));

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = new Uri(console.Url, "t/keys.example").AbsoluteUri,
            ValidAudience = new Uri(console.Url, "t/keys.example").AbsoluteUri,
            ValidTypes = ["at+jwt"],
            IssuerSigningKeys = new JsonWebKeySet(keys).GetSigningKeys(),
        });

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal(TokenClient.IdOf(key), result.Claims["client_id"]);
        Assert.DoesNotContain("\"d\"", keys, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "t/none.example/oauth2/authorize")]
    [InlineData("POST", "t/none.example/oauth2/authorize")]
    [InlineData("POST", "t/none.example/oauth2/introspect")]
    [InlineData("POST", "t/none.example/oauth2/revoke")]
    [InlineData("GET", "t/none.example/oauth2/userinfo")]
    [InlineData("GET", "t/none.example/oauth2/token/.well-known/openid-configuration")]
    [InlineData("GET", "t/none.example/.well-known/openid-configuration/more")]
    [InlineData("GET", ".well-known/openid-configuration/more")]
    [InlineData("POST", "connect/token")]
    [InlineData("GET", "connect/authorize")]
    [InlineData("GET", ".well-known/oauth-authorization-server")]
    [InlineData("GET", ".well-known/jwks")]
    public async Task Send_ToAnyOtherAddress_IsNotThere(string method, string path)
    {
        using var client = console.CreateBareClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await client.SendAsync(request);

        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed });
    }

    [Fact]
    public async Task Request_WhateverItHolds_IsNotLogged()
    {
        var (_, key) = await console.AddKeyAsync("quiet.example", "send");
        var id = TokenClient.IdOf(key);
        using var client = console.CreateBareClient();
        var issued = new List<string>();
        foreach (var (credential, form) in new (string?, string)[]
        {
            ($"{id}:{key}", TokenClient.Grant), ($"{key}:{key}", TokenClient.Grant), (null, $"{TokenClient.Grant}&client_id={key}&client_secret={id}"),
            ($"{id}:{key}", $"{TokenClient.Grant}&scope={key}"), ($"{id}:{key}", $"grant_type={key}"), ($"{id}:x{key}", $"{TokenClient.Grant}&clientSecret={key}"),
        })
        {
            using var response = await client.PostTokenAsync("t/quiet.example/oauth2/token", credential, form);
            if ((await response.ReadJsonAsync()).TryGetProperty("access_token", out var token))
            {
                issued.Add(token.GetString()!);
            }
        }

        using var caller = console.CreateKeyClient(issued[0]);
        using var used = await caller.GetAsync("t/quiet.example/api/v1/caller");

        Assert.DoesNotContain(console.Log, line => line.Contains(key[12..], StringComparison.Ordinal) || line.Contains(issued[0][^40..], StringComparison.Ordinal));
        Assert.Contains(console.Log, line => line.Contains("quiet.example", StringComparison.Ordinal) && line.Contains("access token", StringComparison.Ordinal));
    }

    /// <summary>A console that takes as many wrong requests as the tests here make, and logs everything.</summary>
    public sealed class Unlimited : ConsoleApplication
    {
        public Unlimited() => Settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SignIn:AttemptsPerAddress"] = "10000",
            ["SignIn:AttemptsPerUsername"] = "10000",
            ["SignIn:RefusalTakes"] = "00:00:00",
            ["Logging:LogLevel:Default"] = "Trace",
            ["Logging:LogLevel:OpenIddict"] = "Trace",
        };
    }
}
