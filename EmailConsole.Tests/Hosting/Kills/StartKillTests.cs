using System.Diagnostics;
using System.Net;
using Microsoft.Data.Sqlite;

namespace EmailConsole.Tests.Hosting.Kills;

/// <summary><c>kill -9</c> while the console starts.</summary>
public sealed class StartKillTests
{
    private const int Kills = 6;

    [Fact]
    public async Task Start_KilledInItsFirstStarts_StartsInTheSameHome()
    {
        var whole = Stopwatch.StartNew();
        await using (var other = new KilledConsole(receiver: 9))
        {
            await other.StartAsync();
            whole.Stop();
        }

        await using var console = new KilledConsole(receiver: 9);
        for (var kill = 0; kill < Kills; kill++)
        {
            // Of a first start the runtime takes the first half; what writes comes after
            console.Begin();
            await Task.Delay(whole.Elapsed * (0.4 + (0.6 * Random.Shared.NextDouble())));
            await console.KillAsync();
        }

        await console.StartAsync();

        using var http = new HttpClient { BaseAddress = console.Url };
        using var ready = await http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.NotEqual("", await console.CreateKeyAsync());
        Assert.Equal(0, await console.StopAsync());
    }

    [Fact]
    public async Task Start_KilledWhileTheDatabaseWasBroughtUpToDate_DoesNotWaitForTheDead()
    {
        await using var console = new KilledConsole(receiver: 9);
        await ExecuteAsync(console, """
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00+00:00');
            """);

        var life = await console.StartAsync();

        Assert.False(life.Process.HasExited);
    }

    [Fact]
    public async Task Start_KilledAsTheDatabaseWasMade_WritesAheadAllTheSame()
    {
        await using var console = new KilledConsole(receiver: 9);
        Assert.Equal("delete", await ExecuteAsync(console, "PRAGMA journal_mode"));

        await console.StartAsync();

        Assert.Equal("wal", await ExecuteAsync(console, "PRAGMA journal_mode"));
    }

    private static async Task<object?> ExecuteAsync(KilledConsole console, string sql)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(console.DatabaseFile)!);
        await using var database = new SqliteConnection($"Data Source={console.DatabaseFile};Pooling=False");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
