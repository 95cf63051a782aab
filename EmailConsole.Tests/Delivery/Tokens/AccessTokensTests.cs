using EmailConsole.Delivery;
using EmailConsole.Delivery.Network;
using EmailConsole.Delivery.Tokens;

namespace EmailConsole.Tests.Delivery.Tokens;

public sealed class AccessTokensTests
{
    private const string Entra = "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/oauth2/v2.0/token";
    private const string Other = "https://id.foo.com/token";

    public static TheoryData<string> Endpoints => new() { Entra, Other };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task GetAsync_Granted_SendsClientCredentialsToTheEndpointAlone(string endpoint)
    {
        using var server = new ScriptedTokenEndpoint();

        var result = await server.CreateTokens().GetAsync(ScriptedTokenEndpoint.Provider(endpoint), false, CancellationToken.None);

        var granted = Assert.IsType<AccessTokenResult.Granted>(result);
        Assert.Equal("token-1", granted.Token);
        Assert.Equal(new Uri(endpoint).Host, granted.EndpointHost);
        Assert.InRange(granted.ExpiresAt - server.Time.GetUtcNow(), TimeSpan.FromMinutes(58), TimeSpan.FromMinutes(61));
        var (address, body) = Assert.Single(server.Requests);
        Assert.Equal(new Uri(endpoint).AbsolutePath, address.AbsolutePath);
        Assert.Equal(new Uri(endpoint).Host, address.Host);
        Assert.Contains("grant_type=client_credentials", body, StringComparison.Ordinal);
        Assert.Contains("client_id=6731de76-14a6-49ae-97bc-6eba6914391e", body, StringComparison.Ordinal);
        Assert.Contains("client_secret=the", body, StringComparison.Ordinal);
        Assert.Contains("outlook.office365.com", body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task GetAsync_OfAUser_SendsUserAndClientOnceForAll(string endpoint)
    {
        using var server = new ScriptedTokenEndpoint();
        var tokens = server.CreateTokens();
        var provider = ScriptedTokenEndpoint.Provider(endpoint);
        var anna = provider with { TokenUser = "anna", Secrets = provider.Secrets with { Password = "the&pass word" } };

        var first = await tokens.GetAsync(anna, false, CancellationToken.None);
        var kept = await tokens.GetAsync(anna, false, CancellationToken.None);

        Assert.Equal("token-1", Assert.IsType<AccessTokenResult.Granted>(first).Token);
        Assert.True(Assert.IsType<AccessTokenResult.Granted>(kept).IsKept);
        var (address, body) = Assert.Single(server.Requests);
        Assert.Equal(endpoint, address.AbsoluteUri);
        foreach (var part in new[] { "grant_type=password", "username=anna", "password=the%26pass+word", "client_id=6731de76-14a6-49ae-97bc-6eba6914391e", "client_secret=the" })
        {
            Assert.Contains(part, body, StringComparison.Ordinal);
        }

        // Neither another user's token, nor one for another password, nor the client's own
        foreach (var other in new[] { anna with { TokenUser = "bob" }, anna with { Secrets = anna.Secrets with { Password = "another" } }, provider with { Secrets = anna.Secrets } })
        {
            Assert.False(Assert.IsType<AccessTokenResult.Granted>(await tokens.GetAsync(other, false, CancellationToken.None)).IsKept);
        }
    }

    [Fact]
    public async Task GetAsync_OfAUserRefused_ShowsTheEndpointsWordsWithoutThePassword()
    {
        using var server = new ScriptedTokenEndpoint
        {
            Answer = _ => Task.FromResult(ScriptedTokenEndpoint.Json(400, """{"error":"invalid_grant","error_description":"not the-password-of-anna"}""")),
        };
        var provider = ScriptedTokenEndpoint.Provider(Other);

        var result = await server.CreateTokens().GetAsync(
            provider with { TokenUser = "anna", Secrets = provider.Secrets with { Password = "the-password-of-anna" } }, false, CancellationToken.None);

        var failed = Assert.IsType<AccessTokenResult.Failed>(result);
        Assert.Equal((DeliveryFailureKind.TokenRefused, "invalid_grant: not ***", false), (failed.Kind, failed.ServerText, failed.IsRetryable));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task GetAsync_OfAUserWithoutPassword_AsksNobody(string? password)
    {
        using var server = new ScriptedTokenEndpoint();
        var provider = ScriptedTokenEndpoint.Provider(Other);

        var result = await server.CreateTokens().GetAsync(
            provider with { TokenUser = "anna", Secrets = provider.Secrets with { Password = password } }, false, CancellationToken.None);

        Assert.IsType<AccessTokenResult.Failed>(result);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("login.microsoftonline.us")]
    [InlineData("login.partner.microsoftonline.cn")]
    [InlineData("login.windows.net")]
    [InlineData("sts.windows.net")]
    [InlineData("login.chinacloudapi.cn")]
    [InlineData("login.usgovcloudapi.net")]
    public async Task GetAsync_EntraOfAnyCloud_AsksThatHostAndNoOther(string host)
    {
        using var server = new ScriptedTokenEndpoint();

        var result = await server.CreateTokens().GetAsync(
            ScriptedTokenEndpoint.Provider($"https://{host}/foo.com/oauth2/token"), false, CancellationToken.None);

        Assert.IsType<AccessTokenResult.Granted>(result);
        Assert.Equal(host, Assert.Single(server.Requests).Address.Host);
    }

    [Theory]
    [InlineData("common", "https://outlook.office365.com/.default")]
    [InlineData("organizations", "https://outlook.office365.com/.default")]
    [InlineData("consumers", "https://outlook.office365.com/.default")]
    [InlineData("foo.com", "")]
    [InlineData("foo.com", "a b c")]
    [InlineData("foo.com", "openid profile")]
    public async Task GetAsync_EntraWithUnusualValues_EndsInAResultAndAsksNobodyElse(string tenant, string scopes)
    {
        using var server = new ScriptedTokenEndpoint();
        var provider = ScriptedTokenEndpoint.Provider($"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token");

        var result = await server.CreateTokens().GetAsync(
            provider with { Settings = provider.Settings with { Scopes = scopes, ClientId = "not a guid" } }, false, CancellationToken.None);

        Assert.NotNull(result);
        Assert.All(server.Requests, r => Assert.Equal($"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token", r.Address.AbsoluteUri));
        Assert.True(server.Requests.Count <= 1);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task GetAsync_Refused_ShowsTheEndpointsWords(string endpoint)
    {
        using var server = new ScriptedTokenEndpoint
        {
            Answer = _ => Task.FromResult(ScriptedTokenEndpoint.Json(
                401, """{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."}""")),
        };

        var result = await server.CreateTokens().GetAsync(ScriptedTokenEndpoint.Provider(endpoint), false, CancellationToken.None);

        var failed = Assert.IsType<AccessTokenResult.Failed>(result);
        Assert.Equal(DeliveryFailureKind.TokenRefused, failed.Kind);
        Assert.Equal("invalid_client: AADSTS7000215: Invalid client secret provided.", failed.ServerText);
        Assert.False(failed.IsRetryable);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(Entra, 503, "<html>")]
    [InlineData(Other, 503, "<html>")]
    [InlineData(Entra, 200, "<html>")]
    [InlineData(Other, 200, "<html>")]
    [InlineData(Entra, 200, "[]")]
    [InlineData(Other, 200, "[]")]
    [InlineData(Entra, 200, "{}")]
    [InlineData(Other, 200, "{}")]
    [InlineData(Entra, 302, "")]
    [InlineData(Other, 302, "")]
    [InlineData(Other, 200, """{"token_type":"mac","access_token":"a"}""")]
    [InlineData(Other, 200, """{"token_type":"Bearer","access_token":"a\u0001b"}""")]
    public async Task GetAsync_NotAnOAuthAnswer_IsUnavailableAndAskedOnce(string endpoint, int status, string body)
    {
        using var server = new ScriptedTokenEndpoint { Answer = _ => Task.FromResult(ScriptedTokenEndpoint.Json(status, body)) };

        var result = await server.CreateTokens().GetAsync(ScriptedTokenEndpoint.Provider(endpoint), false, CancellationToken.None);

        var failed = Assert.IsType<AccessTokenResult.Failed>(result);
        Assert.Equal(DeliveryFailureKind.TokenUnavailable, failed.Kind);
        Assert.Equal(status >= 500, failed.IsRetryable);
        Assert.NotEmpty(failed.ServerText!);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(Entra)]
    [InlineData(Other)]
    public async Task GetAsync_NoConnection_IsUnavailableAndRetryable(string endpoint)
    {
        using var server = new ScriptedTokenEndpoint
        {
            Answer = _ => throw new HttpRequestException(HttpRequestError.NameResolutionError, "no such host"),
        };

        var result = await server.CreateTokens().GetAsync(ScriptedTokenEndpoint.Provider(endpoint), false, CancellationToken.None);

        var failed = Assert.IsType<AccessTokenResult.Failed>(result);
        Assert.Equal(DeliveryFailureKind.TokenUnavailable, failed.Kind);
        Assert.Equal("Its host name was not found.", failed.ServerText);
        Assert.True(failed.IsRetryable);
    }

    [Theory]
    [InlineData(Entra)]
    [InlineData(Other)]
    public async Task GetAsync_TimeLimit_IsTimedOut(string endpoint)
    {
        using var server = new ScriptedTokenEndpoint { Answer = _ => throw new TaskCanceledException("limit", new TimeoutException()) };

        var result = await server.CreateTokens().GetAsync(ScriptedTokenEndpoint.Provider(endpoint), false, CancellationToken.None);

        Assert.Equal(DeliveryFailureKind.TimedOut, Assert.IsType<AccessTokenResult.Failed>(result).Kind);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task GetAsync_EndpointRepeatsTheSecret_IsScrubbed(string endpoint)
    {
        using var server = new ScriptedTokenEndpoint
        {
            Answer = _ => Task.FromResult(ScriptedTokenEndpoint.Json(400, """{"error":"invalid_client","error_description":"not the~secret"}""")),
        };

        var result = await server.CreateTokens().GetAsync(ScriptedTokenEndpoint.Provider(endpoint), false, CancellationToken.None);

        Assert.Equal("invalid_client: not ***", Assert.IsType<AccessTokenResult.Failed>(result).ServerText);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task GetAsync_AnswerOfMoreThanAMegabyte_IsNotRead(string endpoint)
    {
        using var server = new ScriptedTokenEndpoint
        {
            Answer = _ => Task.FromResult(ScriptedTokenEndpoint.Json(200, ScriptedTokenEndpoint.Token(new string('a', 1_100_000), 3600))),
        };

        var result = await server.CreateTokens().GetAsync(ScriptedTokenEndpoint.Provider(endpoint), false, CancellationToken.None);

        Assert.Equal("Its answer is too large.", Assert.IsType<AccessTokenResult.Failed>(result).ServerText);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task GetAsync_PolicyRefusesTheTarget_IsNotAllowed(string endpoint)
    {
        using var server = new ScriptedTokenEndpoint
        {
            Answer = _ => throw new HttpRequestException("refused", new TargetNotAllowedException("10.0.0.1:443")),
        };

        var result = await server.CreateTokens().GetAsync(ScriptedTokenEndpoint.Provider(endpoint), false, CancellationToken.None);

        Assert.Equal(new AccessTokenResult.Failed(DeliveryFailureKind.TargetNotAllowed, null, false), result);
    }

    [Theory]
    [InlineData("http://id.foo.com/token")]
    [InlineData("id.foo.com/token")]
    [InlineData("https://login.microsoftonline.com/token")]
    [InlineData("https://login.microsoftonline.com/adfs/oauth2/v2.0/token")]
    [InlineData("https://login.microsoftonline.com/tfp/oauth2/v2.0/token")]
    [InlineData("https://login.microsoftonline.com:8443/foo.com/oauth2/v2.0/token")]
    [InlineData("https://login.microsoftonline.com/foo.com/oauth2/v2.0/token?x=1")]
    public async Task GetAsync_UnusableEndpoint_IsNotAsked(string endpoint)
    {
        using var server = new ScriptedTokenEndpoint();

        var result = await server.CreateTokens().GetAsync(ScriptedTokenEndpoint.Provider(endpoint), false, CancellationToken.None);

        Assert.False(Assert.IsType<AccessTokenResult.Failed>(result).IsRetryable);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task GetAsync_Again_TakesItFromTheCacheUntilShortlyBeforeItsEnd(string endpoint)
    {
        using var server = new ScriptedTokenEndpoint();
        var tokens = server.CreateTokens();
        var provider = ScriptedTokenEndpoint.Provider(endpoint);
        await tokens.GetAsync(provider, false, CancellationToken.None);

        server.Time.Advance(TimeSpan.FromMinutes(49));
        await tokens.GetAsync(provider, false, CancellationToken.None);
        Assert.Single(server.Requests);

        server.Time.Advance(TimeSpan.FromMinutes(7));
        await tokens.GetAsync(provider, false, CancellationToken.None);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task GetAsync_KeptOneEndsSoon_GivesItAtOnceAndAsksForTheNextOnce()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new ScriptedTokenEndpoint();
        var tokens = server.CreateTokens();
        var provider = ScriptedTokenEndpoint.Provider(Other);
        await tokens.GetAsync(provider, false, CancellationToken.None);
        server.Answer = _ => answer.Task;
        server.Time.Advance(TimeSpan.FromMinutes(52));

        var meanwhile = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tokens.GetAsync(provider, false, CancellationToken.None)));
        answer.SetResult(ScriptedTokenEndpoint.Json(200, ScriptedTokenEndpoint.Token("next", 3600)));

        Assert.All(meanwhile, result => Assert.Equal("token-1", Assert.IsType<AccessTokenResult.Granted>(result).Token));
        await Bound.UntilAsync(async () => await tokens.GetAsync(provider, false, CancellationToken.None) is AccessTokenResult.Granted { Token: "next" });
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task GetAsync_Fresh_PassesTheCacheByAndReplacesItsEntry(string endpoint)
    {
        using var server = new ScriptedTokenEndpoint();
        var tokens = server.CreateTokens();
        var provider = ScriptedTokenEndpoint.Provider(endpoint);

        await tokens.GetAsync(provider, false, CancellationToken.None);
        var fresh = await tokens.GetAsync(provider, true, CancellationToken.None);
        var later = await tokens.GetAsync(provider, false, CancellationToken.None);

        Assert.Equal("token-2", Assert.IsType<AccessTokenResult.Granted>(fresh).Token);
        Assert.Equal("token-2", Assert.IsType<AccessTokenResult.Granted>(later).Token);
    }

    [Fact]
    public async Task GetAsync_ChangedSecretOrOtherOwner_NeverMeetsAnOlderToken()
    {
        using var server = new ScriptedTokenEndpoint();
        var tokens = server.CreateTokens();

        await tokens.GetAsync(ScriptedTokenEndpoint.Provider(Other, "one"), false, CancellationToken.None);
        await tokens.GetAsync(ScriptedTokenEndpoint.Provider(Other, "two"), false, CancellationToken.None);
        await tokens.GetAsync(ScriptedTokenEndpoint.Provider(Other, "one", Guid.CreateVersion7()), false, CancellationToken.None);

        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task GetAsync_ManyAtOnce_AskOnceAndOneWhoGivesUpEndsNobodyElsesWait()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new ScriptedTokenEndpoint { Answer = _ => answer.Task };
        var tokens = server.CreateTokens();
        var provider = ScriptedTokenEndpoint.Provider(Other);
        using var impatient = new CancellationTokenSource();

        var first = tokens.GetAsync(provider, false, impatient.Token);
        var others = Enumerable.Range(0, 20).Select(_ => tokens.GetAsync(provider, true, CancellationToken.None)).ToArray();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answer.SetResult(ScriptedTokenEndpoint.Json(200, ScriptedTokenEndpoint.Token("shared", 3600)));

        foreach (var result in await Task.WhenAll(others))
        {
            Assert.Equal("shared", Assert.IsType<AccessTokenResult.Granted>(result).Token);
        }

        Assert.Single(server.Requests);
    }
}
