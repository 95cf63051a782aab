using EmailConsole.Delivery.Tokens;

namespace EmailConsole.Tests.Delivery.Tokens;

/// <summary>Another token for one that a mail server refused.</summary>
public sealed class ReplaceTokenTests
{
    private const string Endpoint = "https://id.foo.com/token";

    [Fact]
    public async Task ReplaceAsync_ManyRefusedAtOnce_AskOnceAndGetTheSame()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new ScriptedTokenEndpoint();
        var tokens = server.CreateTokens();
        var refused = await GetAsync(tokens);
        server.Answer = _ => answer.Task;

        var replacements = Enumerable.Range(0, 20).Select(_ => ReplaceAsync(tokens, refused)).ToList();
        answer.SetResult(ScriptedTokenEndpoint.Json(200, ScriptedTokenEndpoint.Token("other", 3600)));

        Assert.All(await Task.WhenAll(replacements), r => Assert.Equal("other", Assert.IsType<AccessTokenResult.Granted>(r).Token));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task ReplaceAsync_ReplacedMeanwhile_GivesThatOneAndAsksNobody()
    {
        using var server = new ScriptedTokenEndpoint();
        var tokens = server.CreateTokens();
        var refused = await GetAsync(tokens);
        await ReplaceAsync(tokens, refused);

        var late = await ReplaceAsync(tokens, refused);

        Assert.Equal("token-2", Assert.IsType<AccessTokenResult.Granted>(late).Token);
        Assert.Equal("token-2", (await GetAsync(tokens)).Token);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task ReplaceAsync_IssuerGivesTheSameAgain_GivesNone()
    {
        using var server = new ScriptedTokenEndpoint
        {
            Answer = _ => Task.FromResult(ScriptedTokenEndpoint.Json(200, ScriptedTokenEndpoint.Token("the-only-one", 3600))),
        };
        var tokens = server.CreateTokens();
        var refused = await GetAsync(tokens);

        var failed = Assert.IsType<AccessTokenResult.Failed>(await ReplaceAsync(tokens, refused));

        Assert.True(failed.IsRetryable);
        Assert.DoesNotContain(refused.Token, failed.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task ReplaceAsync_EndpointRefuses_SaysSo()
    {
        using var server = new ScriptedTokenEndpoint();
        var tokens = server.CreateTokens();
        var refused = await GetAsync(tokens);
        server.Answer = _ => Task.FromResult(ScriptedTokenEndpoint.Json(401, """{"error":"invalid_client"}"""));

        var failed = Assert.IsType<AccessTokenResult.Failed>(await ReplaceAsync(tokens, refused));

        Assert.Equal("invalid_client", failed.ServerText);
    }

    private static async Task<AccessTokenResult.Granted> GetAsync(IAccessTokens tokens) => Assert.IsType<AccessTokenResult.Granted>(
        await tokens.GetAsync(ScriptedTokenEndpoint.Provider(Endpoint), false, CancellationToken.None));

    private static Task<AccessTokenResult> ReplaceAsync(IAccessTokens tokens, AccessTokenResult.Granted refused) =>
        tokens.ReplaceAsync(ScriptedTokenEndpoint.Provider(Endpoint), refused, CancellationToken.None);
}
