using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Rest;
using EmailConsole.Tests.Accounts.ApiKeys.Api;
using EmailConsole.Tests.Accounts.ApiKeys.Tokens;
using Microsoft.Data.Sqlite;

namespace EmailConsole.Tests.Outbox.Api;

/// <summary>What a program is put off with is noted for its key, and nothing else is.</summary>
public sealed class NotedRefusalsTests : IAsyncLifetime
{
    private readonly SendConsole _console = new()
    {
        IsOnSqlite = true,
        Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Outbox:QueueLimit"] = "2", ["Outbox:LockTimeout"] = "00:00:00.2" },
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _console.DisposeAsync();

    [Fact]
    public async Task Post_QueueFull_IsNotedOnceAMessage()
    {
        var (id, key) = await _console.AddKeyAsync("full.example", "send");
        using var client = new SendClient(_console.CreateKeyClient(key), "full.example");
        using var batch = await client.PostAsync($$"""{"emails":[{{string.Join(',', Enumerable.Repeat(SendClient.Good, 4))}}]}""", "key", "/batch");
        using var again = await client.PostAsync($$"""{"emails":[{{string.Join(',', Enumerable.Repeat(SendClient.Good, 4))}}]}""", "key", "/batch");
        using var json = await client.PostAsync(SendClient.Good);
        using var content = new StringContent("to=a@b.example&subject=x&text=y", Encoding.ASCII, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        using var form = await client.Http.PostAsync(client.Emails, content);
        using var invalid = await client.PostAsync("{}");

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests, HttpStatusCode.BadRequest],
            ((HttpResponseMessage[])[batch, again, json, form, invalid]).Select(r => r.StatusCode));
        var refusal = Assert.Single(await RefusalsAsync(id));
        Assert.Equal((RefusalCause.QueueFull, "HTTP 429", 4), (refusal.Cause, refusal.Code, refusal.Count));
        Assert.Contains("Outbox:QueueLimit", refusal.LastReply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_DatabaseLocked_IsNoted()
    {
        var (id, key) = await _console.AddKeyAsync("locked.example", "send");
        using var client = new SendClient(_console.CreateKeyClient(key), "locked.example");
        await client.SendAsync();
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(_console.HomeFolder, "data", "emailconsole.db")};Pooling=False"))
        {
            await other.OpenAsync();
            await using var transaction = await other.BeginTransactionAsync();
            using var refused = await client.PostAsync(SendClient.Good);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            await transaction.RollbackAsync();
        }

        var refusal = Assert.Single(await RefusalsAsync(id));
        Assert.Equal((RefusalCause.NotStored, "HTTP 503", 1), (refusal.Cause, refusal.Code, refusal.Count));
    }

    [Fact]
    public async Task Post_QueueFullForAPerson_IsNotedForNoKey()
    {
        var (id, _) = await _console.AddKeyAsync("person.example", "send");
        using var client = await SendClient.OpenAsync(_console, "person.example");
        await client.SendAsync();
        await client.SendAsync();
        using var refused = await client.PostAsync(SendClient.Good);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Empty(await RefusalsAsync(id));
    }

    private async Task<IEnumerable<ApiKeyRefusal>> RefusalsAsync(Guid keyId)
    {
        await using var db = await _console.OpenDbAsync();
        return (await _console.Service<ApiKeyRefusals>().FindAsync(db, [keyId], CancellationToken.None))[keyId];
    }
}
