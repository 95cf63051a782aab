using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Outbox.Api;

/// <summary>What is too large or too much, and how it is told.</summary>
public sealed class SendLimitsTests : IAsyncLifetime
{
    private const int MaxRequest = 200_000;

    private readonly SendConsole _console = new()
    {
        Settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Outbox:MaxRequestSize"] = $"{MaxRequest}",
            ["Outbox:MaxMessageSize"] = "50000",
            ["Outbox:QueueLimit"] = "2",
        },
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _console.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_BodyAboveTheLimit_IsTooLarge(bool isChunked)
    {
        using var client = await SendClient.OpenAsync(_console, "large.example");
        using var request = new HttpRequestMessage(HttpMethod.Post, client.Emails)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Message(MaxRequest))),
            Headers = { TransferEncodingChunked = isChunked },
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var response = await client.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("Outbox:MaxRequestSize", (await response.ReadJsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_MessageAboveTheLimit_IsTooLarge()
    {
        using var client = await SendClient.OpenAsync(_console, "message.example");

        using var response = await client.PostAsync(Message(60_000));
        using var batch = await client.PostAsync($$"""{"emails":[{{Message(60_000)}}]}""", below: "/batch");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("Outbox:MaxMessageSize", (await response.ReadJsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(413, (await batch.ReadJsonAsync()).GetProperty("results")[0].GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Post_QueueFull_IsToldWhenToTryAgain()
    {
        using var client = await SendClient.OpenAsync(_console, "full.example");
        using var other = await SendClient.OpenAsync(_console, "roomy.example");
        // What is being sent at the moment cannot be cancelled
        var later = $"{SendClient.Good[..^1]},\"sendAt\":\"{TimeProvider.System.GetUtcNow().AddHours(1):O}\"}}";
        var first = await client.SendAsync(later, key: "k");
        var second = await client.SendAsync(later);

        using var refused = await client.PostAsync(SendClient.Good);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter!.Delta);
        Assert.Equal(first, await client.SendAsync(later, key: "k"));
        await other.SendAsync();
        using var cancelled = await client.PostAsync("", below: $"/{second}/cancel");
        Assert.True(cancelled.IsSuccessStatusCode);
        await client.SendAsync();
    }

    [Fact]
    public async Task Post_BytesOrKeysFull_NamesTheLimit()
    {
        await using var small = new SendConsole
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Outbox:MaxMessageSize"] = "40000",
                ["Outbox:QueueBytes"] = "40000",
                ["Outbox:KeyBytes"] = "1024",
            },
        };
        using var client = await SendClient.OpenAsync(small, "bytes.example");
        using var other = await SendClient.OpenAsync(small, "keys.example");

        using var partly = await client.PostAsync($$"""{"emails":[{{Message(20_000)}},{{Message(20_000)}}]}""", below: "/batch");
        using var bytes = await client.PostAsync(Message(20_000));
        for (var i = 0; i < 7; i++)
        {
            await other.SendAsync(key: $"{i}");
        }

        using var keys = await other.PostAsync(SendClient.Good, key: "another");

        var second = (await partly.ReadJsonAsync()).GetProperty("results")[1];
        Assert.Equal(429, second.GetProperty("code").GetInt32());
        Assert.Contains("Outbox:QueueBytes", second.GetProperty("detail").GetString(), StringComparison.Ordinal);
        foreach (var (refused, limit) in new[] { (bytes, "Outbox:QueueBytes"), (keys, "Outbox:KeyBytes") })
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter!.Delta);
            Assert.Contains(limit, (await refused.ReadJsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        await other.SendAsync();
    }

    [Fact]
    public async Task Post_FiftyOneRecipients_AreTooMany()
    {
        using var client = await SendClient.OpenAsync(_console, "crowd.example");
        var to = string.Join(',', Enumerable.Range(0, 51).Select(i => $"\"a{i}@b.example\""));

        using var response = await client.PostAsync($$"""{"to":[{{to}}],"subject":"x","text":"y"}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(["to"], (await response.ReadJsonAsync()).GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Theory]
    [InlineData(MaxRequest, "Outbox:MaxRequestSize")]
    [InlineData(60_000, "Outbox:MaxMessageSize")]
    public async Task Post_FormAboveTheLimits_IsTooLarge(int size, string limit)
    {
        using var client = await SendClient.OpenAsync(_console, "form.example");
        using var form = new StringContent($"to=a@b.example&subject=x&body={new string('x', size)}", Encoding.UTF8, "application/x-www-form-urlencoded");

        using var response = await client.Http.PostAsync(client.Emails, form);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains(limit, (await response.ReadJsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static string Message(int size) => $$"""{"to":["a@b.example"],"subject":"x","text":"{{new string('x', size)}}"}""";
}
