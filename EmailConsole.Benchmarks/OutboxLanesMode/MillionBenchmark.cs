using System.Diagnostics;
using System.Globalization;
using EmailConsole.Benchmarks.OutboxStoreMode;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;

namespace EmailConsole.Benchmarks.OutboxLanesMode;

/// <summary>What it costs that many messages wait, with the lanes of their tenants loaded.</summary>
internal static class MillionBenchmark
{
    public const string Usage = "[WAITING=1000000] [SIZE=1000]";

    private const int Tenants = 20;
    private const int Batch = 500;
    private const int Steps = 10;
    private const double MostMegabytes = 500;
    private const double MostToStart = 5_000;

    public static async Task<int> RunAsync(string[] args)
    {
        var waiting = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var size = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000;
        var folder = Directory.CreateTempSubdirectory("emailconsole-bench-").FullName;
        try
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fsync p99 {Fsync.Measure(folder, 0.99):F2} ms"));
            IReadOnlyList<Guid> tenants;
            await using (var host = await LaneHost.StartAsync(folder))
            {
                tenants = await host.AddTenantsAsync(Tenants);
                for (var step = 1; step <= Steps; step++)
                {
                    await FillAsync(host, tenants, waiting / Steps, size, $"{(long)waiting * step / Steps} wait");
                }
            }

            return await RestartAsync(folder, tenants) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task FillAsync(LaneHost host, IReadOnlyList<Guid> tenants, int messages, int size, string name)
    {
        var email = LaneEmails.New(EmailPriority.Bulk, size);
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, messages / Batch, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) =>
            await host.AcceptAsync(tenants[i % Tenants], [.. Enumerable.Repeat(email, Batch)]));
        var rate = messages / Stopwatch.GetElapsedTime(start).TotalSeconds;
        var page = await PageAsync(host, tenants[0]);
        var noOp = await NoOpAsync(host);
        Figures.Print(name, Megabytes(), "MB", MostMegabytes, string.Create(CultureInfo.InvariantCulture,
            $"memory; accepted {rate:F0}/s, page {page:F1} ms, no-op p99 {noOp:F1} ms"));
    }

    private static async Task<bool> RestartAsync(string folder, IReadOnlyList<Guid> tenants)
    {
        var start = Stopwatch.GetTimestamp();
        await using var host = await LaneHost.StartAsync(folder);
        await NoOpAsync(host, 1);
        var answers = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        while (host.Get<ILaneStates>().All().Count(lane => lane.InMemory > 0) < Tenants)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        var loaded = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Figures.Print("start until it answers", answers, "ms", MostToStart, "");
        Figures.Print("start until all lanes have work", loaded, "ms", MostToStart, $"{Tenants} tenants");
        Figures.Print("page of a tenant", await PageAsync(host, tenants[0]), "ms", null, "");
        Figures.Print("memory", Megabytes(), "MB", MostMegabytes, "");
        return loaded <= MostToStart && Megabytes() <= MostMegabytes;
    }

    private static async Task<double> PageAsync(LaneHost host, Guid tenant)
    {
        List<double> times = [];
        for (var i = 0; i < 5; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await host.Get<EmailHistory>().PageAsync(new EmailFilter { TenantId = tenant, States = [EmailState.Queued] }, null, 50, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Figures.Median(times);
    }

    private static async Task<double> NoOpAsync(LaneHost host, int times = 100)
    {
        List<double> taken = [];
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            (await host.Client.GetAsync("no-op")).Dispose();
            taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Figures.Quantile(taken, 0.99);
    }

    private static double Megabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1e6;
    }
}
