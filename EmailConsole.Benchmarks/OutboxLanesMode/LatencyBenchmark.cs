using System.Diagnostics;
using System.Globalization;
using EmailConsole.Benchmarks.OutboxStoreMode;
using EmailConsole.Benchmarks.Receivers;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Benchmarks.OutboxLanesMode;

/// <summary>How soon a one-time code leaves while there is much else: bulk of the same tenant, and servers of others that hang.</summary>
internal static class LatencyBenchmark
{
    public const string Usage = "[BULK=50000] [HUNG=100] [CODES=400] [REPEATS=5]";

    private const int Size = 6_000;
    private const int WaitingBehindEachHungServer = 20;
    private const double Most = 50;
    private static readonly TimeSpan _every = TimeSpan.FromMilliseconds(20);

    public static async Task<int> RunAsync(string[] args)
    {
        int At(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
        var (bulk, hung, codes, repeats) = (At(0, 50_000), At(1, 100), At(2, 400), At(3, 5));
        List<LatencyRound> behindBulk = [];
        List<LatencyRound> besideHung = [];
        for (var i = 0; i < repeats; i++)
        {
            behindBulk.Add(await RunAsync($"{bulk} bulk, round {i + 1}", bulk, 0, codes));
            besideHung.Add(await RunAsync($"{hung} hung, round {i + 1}", 0, hung, codes));
        }

        var isMet = Print($"code behind {bulk} bulk", behindBulk) & Print($"code beside {hung} hung servers", besideHung);
        return isMet ? 0 : 1;
    }

    private static async Task<LatencyRound> RunAsync(string name, int bulk, int hung, int codes)
    {
        var folder = Directory.CreateTempSubdirectory("emailconsole-bench-").FullName;
        try
        {
            using var disk = new Fsync(folder);
            await using var good = await ReceiverProcess.StartAsync(1, 0, null);
            await using var bad = await ReceiverProcess.StartAsync(Math.Max(1, hung), hung, null);
            await using var host = await LaneHost.StartAsync(folder);
            var tenant = (await host.AddTenantsAsync(1))[0];
            for (var i = 0; i < bulk / 500; i++)
            {
                await host.AcceptAsync(tenant, [.. Enumerable.Repeat(LaneEmails.New(EmailPriority.Bulk, Size), 500)]);
            }

            await host.SetProviderAsync(tenant, good.Ports[0]);
            await HangAsync(host, bad, hung);
            var round = await SendCodesAsync(host, tenant, codes, disk);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}: p50 {Figures.Median(round.Latencies):F1} ms, p99 {Figures.Quantile(round.Latencies, 0.99):F1} ms, {round.Latencies.Count} codes, no-op p99 {round.NoOp:F1} ms, fsync p99 {round.Fsync:F2} ms, at most {round.SlowestFsync:F0} ms, {host.Get<IOutboxStore>().CountsOf(tenant).Waiting} of the bulk still wait"));
            return round;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task HangAsync(LaneHost host, ReceiverProcess bad, int hung)
    {
        if (hung == 0)
        {
            return;
        }

        var tenants = await host.AddTenantsAsync(hung);
        for (var i = 0; i < hung; i++)
        {
            await host.SetProviderAsync(tenants[i], bad.Ports[i]);
            await host.AcceptAsync(tenants[i], [.. Enumerable.Repeat(LaneEmails.New(EmailPriority.Normal, Size), WaitingBehindEachHungServer)]);
        }

        while (await bad.CountOpenAsync() < hung)
        {
            await Task.Delay(_every);
        }
    }

    private static async Task<LatencyRound> SendCodesAsync(LaneHost host, Guid tenant, int codes, Fsync disk)
    {
        await WarmUpAsync(host, tenant);
        Dictionary<Guid, DateTimeOffset> begun = [];
        List<double> noOps = [];
        List<Task<double>> fsyncs = [];
        List<Task<(Guid Id, DateTimeOffset Begun)>> accepting = [];
        using var timer = new PeriodicTimer(_every);
        for (var i = 0; i < codes && await timer.WaitForNextTickAsync(); i++)
        {
            accepting.Add(AcceptAsync(host, tenant));
            if (fsyncs.Count == 0 || fsyncs[^1].IsCompleted)
            {
                fsyncs.Add(Task.Run(disk.Once));
            }

            var start = Stopwatch.GetTimestamp();
            (await host.Client.GetAsync("no-op")).Dispose();
            noOps.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        foreach (var (id, at) in await Task.WhenAll(accepting))
        {
            begun[id] = at;
        }

        var times = await Task.WhenAll(fsyncs);
        var ended = await EndedAsync(host, [.. begun.Keys]);
        return new LatencyRound([.. begun.Select(b => (ended[b.Key] - b.Value).TotalMilliseconds)], Figures.Quantile(noOps, 0.99), Figures.Quantile(times, 0.99), times.Max());
    }

    private static async Task WarmUpAsync(LaneHost host, Guid tenant)
    {
        List<Guid> ids = [];
        for (var i = 0; i < 50; i++)
        {
            ids.Add((await AcceptAsync(host, tenant)).Id);
            (await host.Client.GetAsync("no-op")).Dispose();
        }

        await EndedAsync(host, ids);
    }

    private static async Task<(Guid Id, DateTimeOffset Begun)> AcceptAsync(LaneHost host, Guid tenant)
    {
        var email = LaneEmails.New(EmailPriority.High, Size);
        var begun = DateTimeOffset.UtcNow;
        return (await host.AcceptAsync(tenant, [email]), begun);
    }

    /// <summary>When the server had said of each that it has it.</summary>
    private static async Task<Dictionary<Guid, DateTimeOffset>> EndedAsync(LaneHost host, List<Guid> ids)
    {
        while (true)
        {
            await using var db = await host.Get<IDbContextFactory<EmailConsoleDb>>().CreateDbContextAsync();
            var attempts = await db.Set<OutboxAttempt>().AsNoTracking().Where(a => ids.Contains(a.MessageId) && a.Outcome == AttemptOutcome.Delivered).ToListAsync();
            if (attempts.Count == ids.Count)
            {
                return attempts.ToDictionary(a => a.MessageId, a => a.StartedAt + a.Duration);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private static bool Print(string name, List<LatencyRound> rounds)
    {
        var p99 = Figures.Median(rounds.Select(r => Figures.Quantile(r.Latencies, 0.99)));
        Figures.Print(name, p99, "ms", Most, string.Create(CultureInfo.InvariantCulture,
            $"p99, median of {rounds.Count}; p50 {Figures.Median(rounds.Select(r => Figures.Median(r.Latencies))):F1} ms, no-op p99 {Figures.Median(rounds.Select(r => r.NoOp)):F1} ms, fsync p99 {Figures.Median(rounds.Select(r => r.Fsync)):F2} ms, at most {Figures.Median(rounds.Select(r => r.SlowestFsync)):F0} ms"));
        return p99 <= Most;
    }
}
