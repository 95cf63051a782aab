using System.Diagnostics;
using System.Globalization;
using EmailConsole.Benchmarks.OutboxMode;
using EmailConsole.Benchmarks.Receivers;
using EmailConsole.Benchmarks.SenderMode;

namespace EmailConsole.Benchmarks.ClusterMode;

/// <summary>What several nodes on PostgreSQL cost, and what the loss of one costs.</summary>
internal static class ClusterBenchmark
{
    public const string Usage =
        "POSTGRESQL [REPEATS=3] [KILLS=5] [MESSAGES=5000] [SECONDS=10] [TENANTS=48] [SOCKETS=12] [EACH=10] [UPDATES=50] [FAULTS=6] [RESTARTS=2]";

    private const int Callers = 48;
    private const int Steady = 500;
    private const double LeastShare = 0.7;
    private const double MostTimes = 2;
    private const double MostSeconds = 10;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    // Of a thousand messages most still wait when their node is killed
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0)
        {
            await Console.Error.WriteLineAsync($"cluster {Usage}");
            return 2;
        }

        int At(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
        int repeats = At(1, 3), kills = At(2, 5), messages = At(3, 5_000), seconds = At(4, 10);
        int tenants = At(5, 48), sockets = At(6, 12), each = At(7, 10), updates = At(8, 50), faults = At(9, 6), restarts = At(10, 2);

        // Nought of what a row has most of leaves it out
        var isGood = messages == 0 || await EndToEndAsync(args[0], repeats, messages);
        isGood &= seconds == 0 || await AcceptAsync(args[0], repeats, seconds);
        isGood &= tenants == 0 || await SpreadRow.RunAsync(args[0], repeats, tenants, sockets, each);
        isGood &= updates == 0 || await UpdateRow.RunAsync(args[0], updates);
        isGood &= kills == 0 || await KillsAsync(args[0], kills);
        isGood &= faults + restarts == 0 || await FaultsRow.RunAsync(faults, restarts);
        return isGood ? 0 : 1;
    }

    private static async Task<bool> EndToEndAsync(string server, int repeats, int messages)
    {
        await using var receiver = await ReceiverProcess.StartAsync(1, 0, null);
        await using var sqlite = await OutboxConsole.StartAsync(ClusterBed.ProviderOf(receiver));
        await using var bed = await ClusterBed.StartAsync(server, nodes: 1, await ReceiverProcess.StartAsync(1, 0, null));
        List<double> onSqlite = [], onPostgres = [];

        // The first round of each compiles its code
        for (var i = 0; i <= repeats; i++)
        {
            var (one, other) = (await RateAsync(sqlite, messages, i), await RateAsync(bed.Nodes[0], messages, i));
            if (i > 0)
            {
                onSqlite.Add(one);
                onPostgres.Add(other);
            }
        }

        var share = Figures.Median(onPostgres) / Figures.Median(onSqlite);
        Figures.Print("end to end, SQLite", Figures.Median(onSqlite), "/s", null, $"{messages} messages by {Callers} callers, delivered and recorded");
        Figures.Print("end to end, PostgreSQL, one node", Figures.Median(onPostgres), "/s", null, string.Create(CultureInfo.InvariantCulture, $"{share:F2} x (>= {LeastShare})"));
        return share >= LeastShare;
    }

    private static async Task<double> RateAsync(OutboxConsole console, int messages, int round)
    {
        await using var load = await SendLoad.OpenAsync(console.Address, Callers);
        var requests = new SendRequests(console.Address, console.Key, OtpTemplates.Plain).Make(messages);
        var start = Stopwatch.GetTimestamp();
        await load.RunAsync(requests);
        await console.RecordedAsync((long)messages * (round + 1));
        return messages / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<bool> AcceptAsync(string server, int repeats, int seconds)
    {
        await using var bed = await ClusterBed.StartAsync(server, nodes: 2, await ReceiverProcess.StartAsync(1, 0, null));
        List<double> one = [], two = [];
        for (var i = 0; i <= repeats; i++)
        {
            var (alone, together) = (await TimesAsync([bed.Nodes[0]], seconds), await TimesAsync(bed.Nodes, seconds));
            if (i > 0)
            {
                one.Add(alone);
                two.Add(together);
            }
        }

        var times = Figures.Median(two) / Figures.Median(one);
        Figures.Print($"202 at {Steady}/s, one node, p99", Figures.Median(one), "ms", null, "");
        Figures.Print($"202 at {Steady}/s, over two, p99", Figures.Median(two), "ms", null, string.Create(CultureInfo.InvariantCulture, $"{times:F2} x (<= {MostTimes})"));
        return times <= MostTimes;
    }

    /// <returns>The p99 of all answers together.</returns>
    private static async Task<double> TimesAsync(IReadOnlyCollection<OutboxConsole> nodes, int seconds)
    {
        var times = await Task.WhenAll(nodes.Select(async node =>
        {
            await using var load = await SendLoad.OpenAsync(node.Address, Callers / nodes.Count);
            return await load.RunAsync(new SendRequests(node.Address, node.Key, OtpTemplates.Plain).Make(Steady * seconds / nodes.Count), Steady / nodes.Count);
        }));
        return Figures.Quantile(times.SelectMany(t => t), 0.99);
    }

    private static async Task<bool> KillsAsync(string server, int kills)
    {
        const int Queue = 1_000;
        await using var bed = await ClusterBed.StartAsync(server, nodes: 3, await ReceiverProcess.StartAsync(1, 0, null, Slow));
        List<double> times = [];
        var handedIn = 0;
        for (var i = 0; i < kills; i++)
        {
            var node = bed.Nodes[^1];
            await using (var load = await SendLoad.OpenAsync(node.Address, Callers))
            {
                await load.RunAsync(new SendRequests(node.Address, node.Key, OtpTemplates.Plain).Make(Queue));
                handedIn += Queue - load.TakeErrors();
            }

            times.Add(await KillAsync(bed));
            await bed.AddAsync();
            await bed.Nodes[0].RecordedAsync(handedIn);
        }

        var worst = Figures.Quantile(times, 0.99);
        var twice = await bed.Receiver.CountMessagesAsync() - handedIn;
        Figures.Print("killed owner: mail moves again, p99", worst, "s", MostSeconds, string.Create(
            CultureInfo.InvariantCulture, $"of {kills}, median {Figures.Median(times):F1} s; {handedIn} accepted, none lost, {twice} came twice"));
        return worst <= MostSeconds;
    }

    private static async Task<double> KillAsync(ClusterBed bed)
    {
        var start = Stopwatch.GetTimestamp();
        await bed.KillOwnerAsync();

        // What it had sent arrives
        await Task.Delay(Slow * 5);
        var before = await bed.Receiver.CountMessagesAsync();
        while (await bed.Receiver.CountMessagesAsync() == before)
        {
            await Task.Delay(Look);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
