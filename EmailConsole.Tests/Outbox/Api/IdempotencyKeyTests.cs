using System.Net;

namespace EmailConsole.Tests.Outbox.Api;

/// <summary>A caller that did not hear the answer asks again.</summary>
public sealed class IdempotencyKeyTests(SendConsole console) : IClassFixture<SendConsole>
{
    [Fact]
    public async Task Post_SameKeyAndBody_GivesTheFirstAnswer()
    {
        using var client = await SendClient.OpenAsync(console, "same.example");

        using var first = await client.PostAsync(SendClient.Good, "a key");
        using var second = await client.PostAsync(SendClient.Good, "a key");

        Assert.Equal(HttpStatusCode.Accepted, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.True(second.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task Post_SameKeyManyTimesAtOnce_AcceptsOne()
    {
        using var client = await SendClient.OpenAsync(console, "atonce.example");

        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.SendAsync(key: "at once")));

        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task Post_SameKeyOtherBody_IsAConflict()
    {
        using var client = await SendClient.OpenAsync(console, "other.example");
        await client.SendAsync(key: "k");

        using var good = await client.PostAsync(SendClient.Good + " ", "k");
        using var bad = await client.PostAsync("{}", "k");

        Assert.Equal(HttpStatusCode.Conflict, good.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, bad.StatusCode);
    }

    [Fact]
    public async Task Post_SameKeyOfOtherTenant_IsNew()
    {
        using var one = await SendClient.OpenAsync(console, "one.example");
        using var two = await SendClient.OpenAsync(console, "two.example");

        Assert.NotEqual(await one.SendAsync(key: "shared"), await two.SendAsync(key: "shared"));
    }

    [Fact]
    public async Task Post_TimeOverMeanwhile_StillGivesTheFirstAnswer()
    {
        using var client = await SendClient.OpenAsync(console, "over.example");
        var soon = TimeProvider.System.GetUtcNow().AddSeconds(8); // a busy machine may take seconds for the first answer
        var body = $$"""{"to":["a@b.example"],"subject":"x","text":"y","expiresAt":"{{soon:O}}"}""";
        var id = await client.SendAsync(body, "k");
        await Bound.UntilAsync(() => TimeProvider.System.GetUtcNow() > soon);

        using var withoutKey = await client.PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, withoutKey.StatusCode);
        Assert.Equal(id, await client.SendAsync(body, "k"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tab\tinside")]
    [InlineData("long")]
    public async Task Post_NoUsableKey_IsRefused(string key)
    {
        using var client = await SendClient.OpenAsync(console, "key.example");
        using var request = new HttpRequestMessage(HttpMethod.Post, client.Emails)
        {
            Content = new StringContent(SendClient.Good, null, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key == "long" ? new string('x', 256) : key);

        using var response = await client.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
