using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace EmailConsole.Tests.Hosting.Kills;

/// <summary><c>kill -9</c> under load, counted at a server that outlives the console.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 20;

    // As Outbox:UnrecordedWindow comes
    private const int Window = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Kill_TwentyTimesUnderLoad_DeliversWhatWasAcceptedAndRepeatsNoMoreThanTheWindow()
    {
        await using var receiver = new KillReceiver();
        await using var console = new KilledConsole(receiver.Port);
        await console.StartAsync();
        using var load = new KillLoad(console.Url, await console.CreateKeyAsync(), () => receiver.Taken);
        load.Start();
        for (var kill = 1; kill <= Kills; kill++)
        {
            // Every fifth while it starts, at whatever it has come to; the others in the middle of deliveries
            var moment = kill % 5 == 0
                ? Task.Delay(Random.Shared.Next(2_000))
                : receiver.AfterAsync(1 + Random.Shared.Next(200)).WaitAsync(Patience);
            await moment;
            await console.KillAsync();
            await receiver.EndLifeAsync();
            console.Begin();
        }

        await load.StopAsync();
        await AllArriveAsync(receiver, load.Accepted.Keys);
        Assert.Equal(0, await console.StopAsync());

        var lives = receiver.Lives;
        var repeats = Repeats(lives);
        output.WriteLine($"{load.Accepted.Count} accepted; came by life: {string.Join(' ', lives.Select(l => l.Count))}; twice, by kill: {string.Join(' ', repeats)}");
        Assert.All(lives, life => Assert.Equal(life.Count, life.Distinct().Count()));
        Assert.All(repeats, count => Assert.InRange(count, 0, Window));
        Assert.Equal(load.Accepted.Count, load.Accepted.Values.Distinct().Count());
        Assert.Equal([("ok", 1), ("3", load.Accepted.Count), ("counted 3", load.Accepted.Count)], await StoredAsync(console.DatabaseFile));
    }

    /// <summary>How much of each life came again in a later one: its end is the kill that lost the record of it.</summary>
    private static List<int> Repeats(IReadOnlyList<IReadOnlyList<int>> lives)
    {
        List<int> repeats = [];
        HashSet<int> later = [.. lives[^1]];
        foreach (var life in lives.SkipLast(1).Reverse())
        {
            repeats.Insert(0, life.Count(later.Contains));
            later.UnionWith(life);
        }

        return repeats;
    }

    private static async Task AllArriveAsync(KillReceiver receiver, IEnumerable<int> accepted)
    {
        using var bound = new CancellationTokenSource(Patience);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (accepted.Except(receiver.Lives.SelectMany(l => l)).ToList() is { Count: > 0 } missing)
        {
            Assert.False(bound.IsCancellationRequested, $"Accepted and not delivered: {string.Join(' ', missing.Order())}");
            await poll.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Whether the file is whole, the messages by state, and the counters.</summary>
    private static async Task<IReadOnlyList<(string, int)>> StoredAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT integrity_check, 1 FROM pragma_integrity_check
            UNION ALL SELECT State, COUNT(*) FROM OutboxMessages GROUP BY State
            UNION ALL SELECT 'counted ' || State, Count FROM OutboxCounters WHERE Count <> 0
            """;
        await using var rows = await command.ExecuteReaderAsync();
        List<(string, int)> stored = [];
        while (await rows.ReadAsync())
        {
            stored.Add((rows.GetString(0), rows.GetInt32(1)));
        }

        return stored;
    }
}
