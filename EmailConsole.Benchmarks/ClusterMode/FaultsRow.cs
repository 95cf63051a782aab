using System.Diagnostics;
using System.Globalization;
using EmailConsole.Benchmarks.Receivers;

namespace EmailConsole.Benchmarks.ClusterMode;

/// <summary>Nodes killed one after the other, and their database restarted, under load: what is lost, and what comes twice, by the Message-IDs that the receivers have.</summary>
internal static class FaultsRow
{
    private const int Nodes = 3;
    private const int Tenants = 4;
    private const int Connections = 3;
    private const int Unrecorded = 32;
    private const int Some = 60;

    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="kills">How often a node is killed, any of them.</param>
    /// <param name="restarts">How often the database is restarted, spread among the kills.</param>
    public static async Task<bool> RunAsync(int kills, int restarts)
    {
        await using var postgres = await ClusterPostgres.StartAsync();
        await using var bed = await ClusterBed.StartAsync(
            postgres.ConnectionString, Nodes, await ReceiverProcess.StartAsync(Tenants, 0, null, Slow, readsIds: true),
            ("Delivery:MaxConnections", Connections.ToString(CultureInfo.InvariantCulture)));
        List<ClusterTenant> tenants = [];
        foreach (var port in bed.Receiver.Ports)
        {
            tenants.Add(await ClusterTenant.AddAsync(bed.Nodes[0], tenants.Count, port));
        }

        await using var load = new FaultsLoad(bed, tenants);
        List<double> moved = [];
        List<int> ofKills = [], ofRestarts = [];
        var (excess, again) = (0, 0);
        for (var i = 0; i < kills + restarts; i++)
        {
            await MoveAsync(bed, Some);
            var before = await bed.Receiver.CountTwiceAsync();
            var isRestart = (i + 1) * restarts / (kills + restarts) > i * restarts / (kills + restarts);
            if (isRestart)
            {
                await postgres.RestartAsync();
                await MoveAsync(bed, 1);
                ofRestarts.Add(await SettledAsync(bed, before));
            }
            else
            {
                var names = bed.Names;
                var name = names[Random.Shared.Next(names.Count)];
                var mayRepeat = (await bed.CountProvidersAsync(name) * Connections) + Unrecorded;
                var start = Stopwatch.GetTimestamp();
                await bed.KillAsync(name);
                var another = bed.AddAsync();

                // What it had sent arrives
                await Task.Delay(Slow * 5);
                await MoveAsync(bed, 1);
                moved.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                await another;
                ofKills.Add(await SettledAsync(bed, before));
                excess = Math.Max(excess, ofKills[^1] - mayRepeat);
            }

            again += await bed.ReplaceStoppedAsync();
        }

        await load.StopAsync();
        await UntilAsync(async () => await bed.CountUndeliveredAsync() == 0, "What was accepted is not delivered.");
        var different = await bed.Receiver.CountDifferentAsync();
        var lost = load.Accepted - different;
        var twice = await bed.Receiver.CountTwiceAsync();
        Print("killed under load: came twice", ofKills, string.Create(
            CultureInfo.InvariantCulture,
            $"{kills} kills, of any of {Nodes} nodes; all {Tenants} providers' mail moved again after {Figures.Median(moved):F1} s, at most {moved.DefaultIfEmpty().Max():F1} s"));
        Print("database restarted: came twice", ofRestarts, $"{restarts} restarts");
        Figures.Print("lost", lost, "", 0, $"of {load.Accepted} accepted, {twice} came twice in all; {again} nodes stopped to be started again, none for another reason");
        return lost == 0 && excess <= 0 && twice == ofKills.Sum() && ofRestarts.Sum() == 0;
    }

    private static void Print(string name, List<int> twice, string detail) => Figures.Print(
        name, twice.Sum(), "", null, string.Create(CultureInfo.InvariantCulture, $"at most {twice.DefaultIfEmpty().Max()} at once; {detail}"));

    /// <summary>Ends when each provider has so many more.</summary>
    private static async Task MoveAsync(ClusterBed bed, int messages)
    {
        var before = new int[Tenants];
        for (var i = 0; i < Tenants; i++)
        {
            before[i] = await bed.Receiver.CountMessagesAsync(i);
        }

        for (var i = 0; i < Tenants; i++)
        {
            await UntilAsync(async () => await bed.Receiver.CountMessagesAsync(i) >= before[i] + messages, "Mail does not move.");
        }
    }

    /// <summary>Ends when what may come twice has: the first that moves are those that had been taken.</summary>
    /// <returns>How many.</returns>
    private static async Task<int> SettledAsync(ClusterBed bed, int before)
    {
        await MoveAsync(bed, Some);
        return await bed.Receiver.CountTwiceAsync() - before;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo, string otherwise)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new TimeoutException(otherwise);
            }

            await Task.Delay(Look);
        }
    }
}
