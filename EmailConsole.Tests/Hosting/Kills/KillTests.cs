using EmailConsole.Tests.Servers;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace EmailConsole.Tests.Hosting.Kills;

/// <summary><c>kill -9</c> under load, counted at a server that outlives the console.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    // What is with the server, a message for each connection, and Outbox:UnrecordedResults as it comes
    private const int MayRepeat = 8 + 32;

    // A start is within
    private static readonly TimeSpan Patience = Bound.Wait * 3;

    [MailServersFact]
    public async Task Kill_TwentyTimesUnderLoad_PostfixHasWhatWasAcceptedAndNoMoreTwiceThanWasUnderWay()
    {
        await using var receiver = await PostfixKillReceiver.StartAsync();

        await KillAsync(receiver, kills: 20);
    }

    /// <summary>What was answered 250 is there, and what was sent again because the answer was lost is one message.</summary>
    [MailServersFact]
    public async Task Kill_TwentyTimesUnderLoadOverSmtp_PostfixHasWhatWasAcceptedAndNoMoreTwiceThanWasUnderWay()
    {
        await using var receiver = await PostfixKillReceiver.StartAsync();

        await KillAsync(receiver, kills: 20, FreePorts.Take(1)[0]);
    }

    /// <summary>The moment that no other server shows: the message is taken, and its reply not sent yet.</summary>
    [Fact]
    public async Task Kill_BetweenContentAndReply_DeliversWhatWasAcceptedAndRepeatsNoMoreThanWasUnderWay()
    {
        await using var receiver = new ScriptedKillReceiver();

        await KillAsync(receiver, kills: 5);
    }

    private async Task KillAsync(IKillReceiver receiver, int kills, int? submission = null)
    {
        await using var console = new KilledConsole(receiver.Port, submission is { } port ? [$"--Submission:DevelopmentPort={port}"] : []);
        await console.StartAsync();
        var key = await console.CreateKeyAsync();
        using KillLoad load = submission is { } at
            ? new SmtpKillLoad(at, key, "no-reply@platform.example", () => receiver.Taken)
            : new HttpKillLoad([console.Url], key, () => receiver.Taken);
        load.Start();
        for (var kill = 1; kill <= kills; kill++)
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
        await AllArriveAsync(receiver, load.Accepted.Count);
        Assert.Equal(0, await console.StopAsync());
        await receiver.EndLifeAsync();

        var lives = receiver.Lives;
        var repeats = Repeats(lives);
        output.WriteLine($"{load.Accepted.Count} accepted; came by life: {string.Join(' ', lives.Select(l => l.Count))}; twice, by kill: {string.Join(' ', repeats)}");
        Assert.All(lives, life => Assert.Equal(life.Count, life.Distinct().Count()));
        Assert.All(repeats, count => Assert.InRange(count, 0, MayRepeat));
        Assert.Equal(load.Accepted.Count, load.Accepted.Values.Distinct().Count());
        Assert.Equal(
            [("ok", 1), ("3", load.Accepted.Count), ("counted 3", load.Accepted.Count)],
            await ReadAsync(console.DatabaseFile, Standing, row => (row.GetString(0), row.GetInt32(1))));
        var stored = await ReadAsync(console.DatabaseFile, "SELECT InternetMessageId FROM OutboxMessages", row => row.GetString(0));
        Assert.Equal(stored.Order(StringComparer.Ordinal), lives.SelectMany(l => l).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>How much of each life came again in a later one: its end is the kill that lost the record of it.</summary>
    private static List<int> Repeats(IReadOnlyList<IReadOnlyList<string>> lives)
    {
        List<int> repeats = [];
        HashSet<string> later = new(lives[^1], StringComparer.Ordinal);
        foreach (var life in lives.SkipLast(1).Reverse())
        {
            repeats.Insert(0, life.Count(later.Contains));
            later.UnionWith(life);
        }

        return repeats;
    }

    private static async Task AllArriveAsync(IKillReceiver receiver, int accepted)
    {
        using var bound = new CancellationTokenSource(Patience);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (receiver.Lives.SelectMany(l => l).Distinct().Count() is var arrived && arrived < accepted)
        {
            Assert.False(bound.IsCancellationRequested, $"Of {accepted} accepted messages {arrived} came.");
            await poll.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    // Whether the file is whole, the messages by state, and the counters
    private const string Standing = """
        SELECT integrity_check, 1 FROM pragma_integrity_check
        UNION ALL SELECT State, COUNT(*) FROM OutboxMessages GROUP BY State
        UNION ALL SELECT 'counted ' || State, Count FROM OutboxCounters WHERE Count <> 0 AND TenantId > zeroblob(16)
        """;

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(string file, string sql, Func<SqliteDataReader, T> read)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        List<T> values = [];
        while (await rows.ReadAsync())
        {
            values.Add(read(rows));
        }

        return values;
    }
}
