using System.Net;
using EmailConsole.Outbox.Store.Sql;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox.Store.Sqlite;
using Microsoft.Data.Sqlite;

namespace EmailConsole.Tests.Outbox.Api;

/// <summary>While nothing can be written nothing is accepted, and nothing is lost.</summary>
public sealed class SendUnavailableTests : IAsyncLifetime
{
    private readonly SendConsole _console = new()
    {
        IsOnSqlite = true,
        Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Outbox:LockTimeout"] = "00:00:00.2" },
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _console.DisposeAsync();

    [Fact]
    public async Task Post_DatabaseLocked_IsUnavailableAndGoesOnAfterwards()
    {
        using var client = await SendClient.OpenAsync(_console, "locked.example");
        var later = TimeProvider.System.GetUtcNow().AddHours(1);
        var before = await client.SendAsync($$"""{"to":["a@b.example"],"subject":"x","text":"y","sendAt":"{{later:O}}"}""");
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(_console.HomeFolder, "data", "emailconsole.db")};Pooling=False"))
        {
            await other.OpenAsync();
            await using var transaction = await other.BeginTransactionAsync();

            await AssertUnavailableAsync(client, "");
            await AssertUnavailableAsync(client, $"/{before}/cancel");
            await transaction.RollbackAsync();
        }

        await AssertHasAsync(client, before, await client.SendAsync());
    }

    [Fact]
    public async Task Post_DiskFull_IsUnavailableAndGoesOnAfterwards()
    {
        using var client = await SendClient.OpenAsync(_console, "disk.example");
        var before = await client.SendAsync();
        await _console.Service<OutboxWriter>().WriteAsync(new SqlWrite("PRAGMA max_page_count = 1"));
        var large = $$"""{"to":["a@b.example"],"subject":"x","text":"{{new string('x', 1_000_000)}}"}""";

        await AssertUnavailableAsync(client, "", large);
        await AssertUnavailableAsync(client, "/batch", $$"""{"emails":[{{large}}]}""");

        await _console.Service<OutboxWriter>().WriteAsync(new SqlWrite("PRAGMA max_page_count = 1000000"));
        await AssertHasAsync(client, before, await client.SendAsync(large));
    }

    private static async Task AssertUnavailableAsync(SendClient client, string below, string body = SendClient.Good)
    {
        using var response = await client.PostAsync(body, "key" + below, below);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter!.Delta);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    private static async Task AssertHasAsync(SendClient client, params Guid[] ids)
    {
        using var response = await client.Http.GetAsync(client.Emails);
        var found = (await response.ReadJsonAsync()).GetProperty("emails").EnumerateArray().Select(e => e.GetProperty("id").GetGuid());
        Assert.Equal(ids.Order(), found.Order());
    }
}
