using System.Net;
using System.Text.Json;
using EmailConsole.Outbox.Store;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Outbox.Api;

public sealed class PostBatchTests : IClassFixture<SendConsole>, IAsyncDisposable
{
    private readonly SendConsole _console;
    private readonly SendConsole _small = new() { Settings = new Dictionary<string, string> { ["Outbox:QueueLimit"] = "3", ["Outbox:MaxBatch"] = "5" } };

    public PostBatchTests(SendConsole console) => _console = console;

    public ValueTask DisposeAsync() => _small.DisposeAsync();

    [Fact]
    public async Task Post_GoodAndBad_EachHasItsOutcome()
    {
        using var client = await SendClient.OpenAsync(_console, "batch.example");

        using var response = await client.PostAsync(Batch(SendClient.Good, """{"to":["x"]}""", "7", SendClient.Good), below: "/batch");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var results = (await response.ReadJsonAsync()).GetProperty("results").EnumerateArray().ToList();
        Assert.Equal([202, 400, 400, 202], Codes(results));
        Assert.Equal(["to[0]", "subject", "text"], results[1].GetProperty("errors").EnumerateObject().Select(e => e.Name));
        Assert.Equal("queued", results[3].GetProperty("status").GetString());
        await client.ReadAsync(results[3].GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Post_OneOrMany_EachRemembersWhoHandedItIn()
    {
        using var client = await SendClient.OpenAsync(_console, "who.example");

        var one = await client.SendAsync();
        using var response = await client.PostAsync(Batch(SendClient.Good, SendClient.Good), below: "/batch");

        var ids = (await response.ReadJsonAsync()).GetProperty("results").EnumerateArray().Select(r => r.GetProperty("id").GetGuid()).Append(one).ToList();
        await using var db = await _console.OpenDbAsync();
        Assert.Equal(
            ["admin@who.example", "admin@who.example", "admin@who.example"],
            await db.Set<OutboxMessage>().Where(m => ids.Contains(m.Id)).Select(m => m.AcceptedBy).ToListAsync());
    }

    [Fact]
    public async Task Post_AThousand_AreAcceptedTogether()
    {
        using var client = await SendClient.OpenAsync(_console, "thousand.example");

        using var response = await client.PostAsync(Batch([.. Enumerable.Repeat(SendClient.Good, 1000)]), below: "/batch");

        var results = (await response.ReadJsonAsync()).GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(1000, results.Count(r => r.GetProperty("code").GetInt32() == 202));
        Assert.Equal(1000, results.Select(r => r.GetProperty("id").GetGuid()).Distinct().Count());
    }

    [Theory]
    [InlineData("{}", "emails")]
    [InlineData("""{"emails":[]}""", "emails")]
    [InlineData("""{"emails":{}}""", "emails")]
    [InlineData("""{"emails":null}""", "emails")]
    [InlineData("""{"emails":[{}],"emails":[]}""", "emails")]
    [InlineData("""{"emails":[{}],"from":"a@b.example"}""", "from")]
    [InlineData("[]", "$")]
    public async Task Post_NoBatch_IsRefused(string body, string field)
    {
        using var client = await SendClient.OpenAsync(_console, "none.example");

        using var response = await client.PostAsync(body, below: "/batch");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal([field], (await response.ReadJsonAsync()).GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Fact]
    public async Task Post_MoreThanAllowed_AcceptsNone()
    {
        using var client = await SendClient.OpenAsync(_small, "many.example");

        using var response = await client.PostAsync(Batch([.. Enumerable.Repeat(SendClient.Good, 6)]), below: "/batch");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(0, await CountAsync(client));
    }

    [Fact]
    public async Task Post_RoomForSome_AcceptsThoseAndTellsTheOthers()
    {
        using var client = await SendClient.OpenAsync(_small, "some.example");

        using var response = await client.PostAsync(Batch([.. Enumerable.Repeat(SendClient.Good, 5)]), below: "/batch");
        using var full = await client.PostAsync(Batch(SendClient.Good), below: "/batch");

        Assert.Equal([202, 202, 202, 429, 429], Codes((await response.ReadJsonAsync()).GetProperty("results").EnumerateArray()));
        Assert.Equal(HttpStatusCode.TooManyRequests, full.StatusCode);
        Assert.NotNull(full.Headers.RetryAfter);
        Assert.Equal(3, await CountAsync(client));
    }

    [Fact]
    public async Task Post_RoomForSomeAndTheSameKeyAgain_SaysTheSameUntilTheRestComesUnderAnotherKey()
    {
        using var client = await SendClient.OpenAsync(_small, "part.example");
        var later = $"{SendClient.Good[..^1]},\"sendAt\":\"{TimeProvider.System.GetUtcNow().AddHours(1):O}\"}}";
        var batch = Batch([.. Enumerable.Repeat(later, 4)]);
        using var first = await client.PostAsync(batch, "key", "/batch");
        var results = (await first.ReadJsonAsync()).GetProperty("results").EnumerateArray().ToList();
        using var cancelled = await client.PostAsync("", below: $"/{results[0].GetProperty("id").GetGuid()}/cancel");

        using var again = await client.PostAsync(batch, "key", "/batch");
        using var rest = await client.PostAsync(Batch(later), "another", "/batch");

        Assert.Equal([202, 202, 202, 429], Codes(results));
        Assert.Contains("Idempotency-Key", results[3].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal([202], Codes((await rest.ReadJsonAsync()).GetProperty("results").EnumerateArray()));
        Assert.Equal(4, await CountAsync(client));
    }

    [Fact]
    public async Task Post_RoomForNoneAndTheSameKeyAgain_IsAccepted()
    {
        using var client = await SendClient.OpenAsync(_small, "none.example");
        var later = $"{SendClient.Good[..^1]},\"sendAt\":\"{TimeProvider.System.GetUtcNow().AddHours(1):O}\"}}";
        var filling = new List<Guid> { await client.SendAsync(later), await client.SendAsync(later), await client.SendAsync(later) };
        using var full = await client.PostAsync(Batch(later), "key", "/batch");
        using var cancelled = await client.PostAsync("", below: $"/{filling[0]}/cancel");

        using var again = await client.PostAsync(Batch(later), "key", "/batch");

        Assert.Equal(HttpStatusCode.TooManyRequests, full.StatusCode);
        Assert.Equal([202], Codes((await again.ReadJsonAsync()).GetProperty("results").EnumerateArray()));
    }

    [Fact]
    public async Task Post_SameKeyAgain_GivesTheSameResults()
    {
        using var client = await SendClient.OpenAsync(_console, "again.example");
        var batch = Batch(SendClient.Good, "{}", SendClient.Good);

        using var first = await client.PostAsync(batch, "key", "/batch");
        using var second = await client.PostAsync(batch, "key", "/batch");
        using var asOne = await client.PostAsync(SendClient.Good, "key");

        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal(HttpStatusCode.Conflict, asOne.StatusCode);
        Assert.Equal(2, await CountAsync(client));
    }

    [Fact]
    public async Task Post_NothingAccepted_NothingIsKept()
    {
        using var client = await SendClient.OpenAsync(_console, "invalid.example");
        var batch = Batch([.. Enumerable.Repeat("{}", 1000)]);

        using var first = await client.PostAsync(batch, "key", "/batch");
        using var second = await client.PostAsync(batch, "key", "/batch");

        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Empty(await KeptAsync(client));
        await client.SendAsync(key: "key");
    }

    [Fact]
    public async Task Post_OneAcceptedAmongMany_LittleIsKept()
    {
        using var client = await SendClient.OpenAsync(_console, "mostly.example");
        var unknown = $"{{{string.Join(',', Enumerable.Range(0, 10).Select(i => $"\"{new string('x', 60)}{i}\":1"))}}}";
        var batch = Batch([SendClient.Good, .. Enumerable.Repeat(unknown, 999)]);

        using var first = await client.PostAsync(batch, "key", "/batch");
        using var second = await client.PostAsync(batch, "key", "/batch");

        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.InRange(Assert.Single(await KeptAsync(client)).Length, 1000, 1100);
    }

    private static string Batch(params IEnumerable<string> emails) => $$"""{"emails":[{{string.Join(',', emails)}}]}""";

    private static IEnumerable<int> Codes(IEnumerable<JsonElement> results) => results.Select(r => r.GetProperty("code").GetInt32());

    private async Task<List<byte[]>> KeptAsync(SendClient client)
    {
        await using var db = await _console.OpenDbAsync();
        var domain = client.Emails.Split('/')[1];
        var tenant = await db.Set<Tenant>().Where(t => t.Domain == domain).Select(t => t.Id).SingleAsync();
        return await db.Set<OutboxKey>().Where(k => k.TenantId == tenant).Select(k => k.Answer).ToListAsync();
    }

    private static async Task<int> CountAsync(SendClient client)
    {
        using var response = await client.Http.GetAsync(client.Emails + "?limit=200");
        return (await response.ReadJsonAsync()).GetProperty("emails").GetArrayLength();
    }
}
