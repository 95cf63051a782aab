using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using EmailConsole.Persistence;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Servers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Hosting.Kills;

/// <summary><c>kill -9</c> between a message's recorded state and its webhook, and between a receiver's 2xx and its record.</summary>
public sealed class WebhookKillTests
{
    private const int Messages = 5;

    [Fact]
    public async Task Kill_BeforeItIsHandedOnAndAfterItWasTaken_AllIsToldAndWhatWasTakenComesAgainUnderItsId()
    {
        await using var mail = new ScriptedKillReceiver();
        await using var receiver = await ScriptedHttpServer.StartAsync(null);
        await using var console = new KilledConsole(mail.Port);
        await console.StartAsync();
        var key = await console.CreateKeyAsync();
        await console.KillAsync();
        await AddEndpointAsync(console, receiver.Port);

        // What is recorded cannot be handed on
        await RunAsync(console, "CREATE TRIGGER Held BEFORE INSERT ON WebhookEvents BEGIN SELECT RAISE(ABORT, 'held by the test'); END");
        await console.StartAsync();
        List<Guid> accepted = [];
        for (var i = 0; i < Messages; i++)
        {
            accepted.Add(await SendAsync(console, key));
        }

        await Bound.UntilAsync(async () => await RunAsync(console, "SELECT count(*) FROM OutboxMessages WHERE State = 3") == Messages);
        await console.KillAsync();
        Assert.Equal(Messages, await RunAsync(console, "SELECT count(*) FROM OutboxEvents"));
        Assert.Empty(receiver.Requests);

        // What is taken cannot be recorded
        await RunAsync(console, "DROP TRIGGER Held");
        await RunAsync(console, "CREATE TRIGGER Held BEFORE UPDATE ON WebhookDeliveries BEGIN SELECT RAISE(ABORT, 'held by the test'); END");
        await console.StartAsync();
        await Bound.UntilAsync(() => receiver.Requests.Count > 0);
        await console.KillAsync();
        var taken = receiver.Requests.Select(r => r.Header("webhook-id")!).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(Messages, await RunAsync(console, "SELECT count(*) FROM WebhookDeliveries WHERE State = 0"));
        Assert.Equal(0, await RunAsync(console, "SELECT count(*) FROM OutboxEvents"));

        await RunAsync(console, "DROP TRIGGER Held");
        var before = receiver.Requests.Count;
        await console.StartAsync();
        await Bound.UntilAsync(async () => await RunAsync(console, "SELECT count(*) FROM WebhookDeliveries WHERE State = 1") == Messages);

        var again = receiver.Requests.Skip(before).ToList();
        Assert.Equal(Messages, again.Count);
        Assert.Subset(again.Select(r => r.Header("webhook-id")!).ToHashSet(StringComparer.Ordinal), taken);
        Assert.Equal(accepted.Order(), again.Select(r => r.Json.GetProperty("data").GetProperty("emailId").GetGuid()).Order());
        Assert.Equal(0, await console.StopAsync());
    }

    private static async Task<Guid> SendAsync(KilledConsole console, string key)
    {
        using var http = new HttpClient { BaseAddress = console.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await http.PostAsJsonAsync("t/carbon.super/api/v1/emails", new { to = new[] { $"someone@{MailAccount.Domain}" }, subject = "A code", text = "Your code." });
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (await response.ReadJsonAsync()).GetProperty("id").GetGuid();
    }

    private static async Task AddEndpointAsync(KilledConsole console, int port)
    {
        await using var db = new SqliteDb(new DbContextOptionsBuilder<EmailConsoleDb>().UseSqlite(ConnectionString(console)).Options);
        db.Add(LocalEndpoint.At(port, console.KeyFolder));
        await db.SaveChangesAsync();
    }

    private static string ConnectionString(KilledConsole console) => $"Data Source={console.DatabaseFile};Pooling=False";

    /// <returns>The number that it finds; 0: none.</returns>
    private static async Task<long> RunAsync(KilledConsole console, string sql)
    {
        await using var connection = new SqliteConnection(ConnectionString(console));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync() as long? ?? 0;
    }
}
