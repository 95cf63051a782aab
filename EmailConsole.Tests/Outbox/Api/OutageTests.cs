using System.Net;
using EmailConsole.Outbox.Store.Sql;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox.Store.Sqlite;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Microsoft.Data.Sqlite;

namespace EmailConsole.Tests.Outbox.Api;

/// <summary>A locked database and a full disk, as callers and probes see them: refused clearly, and over without a restart.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private static readonly string Large = SendClient.Good.Replace("Code 421337", new string('x', 500_000), StringComparison.Ordinal);

    private readonly ScriptedSmtpServer _server = new ScriptedSmtpServer().Start();
    private readonly LaneBed _bed;
    private SendClient _client = null!;

    public OutageTests() => _bed = new LaneBed
    {
        IsOnSqlite = true,
        Deployment = LaneBed.FileFor(_server),
        Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Outbox:LockTimeout"] = "00:00:00.2" },
    };

    public async Task InitializeAsync()
    {
        _bed.Own(_server);
        _client = await SendClient.OpenAsync(_bed, "foo.example");
        await _client.UntilAsync(await _client.SendAsync(), "delivered");
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _bed.DisposeAsync();
    }

    [Fact]
    public async Task Post_DatabaseLocked_Is503AndNotReadyUntilItIsFree()
    {
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(_bed.HomeFolder, "data", "emailconsole.db")};Pooling=False"))
        {
            await other.OpenAsync();
            await using var transaction = await other.BeginTransactionAsync();

            await RefusedAsync(SendClient.Good);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await ProbeAsync("/health/ready"));
            Assert.Equal(HttpStatusCode.OK, await ProbeAsync("/health/live"));
            await transaction.RollbackAsync();
        }

        await WorksAsync();
    }

    [Fact]
    public async Task Post_DiskFull_Is503AndWhatIsThereCanBeRead()
    {
        var before = await _client.SendAsync();
        await _bed.Service<OutboxWriter>().WriteAsync(new SqlWrite("PRAGMA max_page_count=1")); // never less than what is in use

        await RefusedAsync(Large);
        Assert.Equal("delivered", (await _client.UntilAsync(before, "delivered")).GetProperty("status").GetString());
        await _bed.Service<OutboxWriter>().WriteAsync(new SqlWrite("PRAGMA max_page_count=1000000"));

        await WorksAsync();
    }

    private async Task RefusedAsync(string body)
    {
        using var response = await _client.PostAsync(body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains(
            "its disk is full, or its database is locked", (await response.ReadJsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task WorksAsync()
    {
        Assert.Equal(HttpStatusCode.OK, await ProbeAsync("/health/ready"));
        await _client.UntilAsync(await _client.SendAsync(Large), "delivered");
    }

    private async Task<HttpStatusCode> ProbeAsync(string path)
    {
        using var response = await _client.Http.GetAsync(path);
        return response.StatusCode;
    }
}
