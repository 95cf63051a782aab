using System.Diagnostics;
using System.Globalization;
using EmailConsole.Benchmarks.OutboxLanesMode;
using EmailConsole.Benchmarks.Receivers;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;

namespace EmailConsole.Benchmarks.RoutesMode;

/// <summary>Many tenants with one provider each, and as many with a standby as well, by turns: what a standby that is not needed costs.</summary>
internal static class RouteTenants
{
    private const int Size = 2_000;

    private const double MostMemory = 1.1;

    public static async Task<int> RunAsync(int tenants, int messages, int repeats)
    {
        await using var receivers = await ReceiverProcess.StartAsync(2, 0, null);
        List<Run> one = [], two = [];

        // The first of all pays for what is made once
        await MeasureAsync(receivers, 50, messages, entries: 2);
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            one.Add(await MeasureAsync(receivers, tenants, messages, entries: 1));
            two.Add(await MeasureAsync(receivers, tenants, messages, entries: 2));
        }

        double Ratio(Func<Run, double> of) => Figures.Median(two.Select(of)) / Figures.Median(one.Select(of));
        Figures.Print("heap with a standby, to without", Ratio(r => r.Heap), "", MostMemory, string.Create(
            CultureInfo.InvariantCulture, $"{Figures.Median(two.Select(r => r.Heap)):F1} and {Figures.Median(one.Select(r => r.Heap)):F1} MB for {tenants} tenants that send, medians of {repeats}"));
        Figures.Print("time with a standby, to without", Ratio(r => r.Seconds), "", MostMemory, string.Create(
            CultureInfo.InvariantCulture, $"{tenants * messages / Figures.Median(two.Select(r => r.Seconds)):F0} and {tenants * messages / Figures.Median(one.Select(r => r.Seconds)):F0} messages a second"));
        return 0;
    }

    private static async Task<Run> MeasureAsync(ReceiverProcess receivers, int count, int messages, int entries)
    {
        var folder = Directory.CreateTempSubdirectory("emailconsole-bench-").FullName;
        try
        {
            await using var host = await LaneHost.StartAsync(folder);
            var tenants = await host.AddTenantsAsync(count);
            await RoutesBenchmark.SetRouteAsync(host, tenants, [.. receivers.Ports.Take(entries).Select(port => new EmailProviderSettings
            {
                Host = "127.0.0.1",
                Port = port,
                Encryption = SmtpEncryption.None,
                AuthenticationType = AuthenticationType.None,
                FromAddress = "codes@example.com",
                MaxConnections = 2,
            })]);
            var before = Heap();
            var start = Stopwatch.GetTimestamp();
            await Parallel.ForEachAsync(tenants, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (tenant, _) =>
                await host.AcceptAsync(tenant, [.. Enumerable.Range(0, messages).Select(_ => LaneEmails.New(EmailPriority.Normal, Size))]));
            while (host.Get<IOutboxStore>().TotalCounts().Delivered < (long)count * messages)
            {
                await Task.Delay(20);
            }

            var took = Stopwatch.GetElapsedTime(start).TotalSeconds;
            return new Run(Heap() - before, took);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Heap() => GC.GetTotalMemory(forceFullCollection: true) / 1024.0 / 1024.0;

    /// <param name="Heap">Megabytes more than before anything was sent, once it is done: lanes, channels and connections are open still.</param>
    /// <param name="Seconds">From the first acceptance to the last delivery.</param>
    private sealed record Run(double Heap, double Seconds);
}
