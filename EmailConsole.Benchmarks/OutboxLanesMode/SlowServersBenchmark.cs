using System.Diagnostics;
using System.Globalization;
using EmailConsole.Benchmarks.Receivers;
using EmailConsole.Outbox;

namespace EmailConsole.Benchmarks.OutboxLanesMode;

/// <summary>
/// Many tenants, each with a server of its own that takes its time for the reply to a message: how near all of it together comes
/// to what the servers' connections allow.
/// </summary>
internal static class SlowServersBenchmark
{
    public const string Usage = "[TENANTS=50] [MESSAGES=40] [DELAY=500] [SOCKETS=4000] [REPEATS=5]";

    private const int Size = 6_000;
    private const int Connections = 8;
    private const double Most = 1.5;
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(20);

    public static async Task<int> RunAsync(string[] args)
    {
        int At(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
        int tenants = At(0, 50), messages = At(1, 40), delay = At(2, 500), sockets = At(3, 4_000), repeats = At(4, 5);
        var folder = Directory.CreateTempSubdirectory("emailconsole-bench-").FullName;
        try
        {
            await using var receivers = await ReceiverProcess.StartAsync(tenants, 0, null, TimeSpan.FromMilliseconds(delay));
            await using var host = await LaneHost.StartAsync(
                folder,
                ("Delivery:MaxConnections", Connections.ToString(CultureInfo.InvariantCulture)),
                ("Delivery:MaxSockets", sockets.ToString(CultureInfo.InvariantCulture)));
            var ids = await host.AddTenantsAsync(tenants);
            for (var i = 0; i < tenants; i++)
            {
                await host.SetProviderAsync(ids[i], receivers.Ports[i]);
            }

            // The first round opens the connections and has the code compiled
            await RoundAsync(host, ids, messages);
            List<double> seconds = [];
            for (var i = 0; i < repeats; i++)
            {
                seconds.Add(await RoundAsync(host, ids, messages));
            }

            return Print(tenants, messages, delay, sockets, seconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> RoundAsync(LaneHost host, IReadOnlyList<Guid> tenants, int messages)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var tenant in tenants)
        {
            await host.AcceptAsync(tenant, [.. Enumerable.Repeat(LaneEmails.New(EmailPriority.Normal, Size), messages)]);
        }

        while (host.Get<IOutboxStore>().TotalCounts().Waiting > 0)
        {
            await Task.Delay(_look);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static int Print(int tenants, int messages, int delay, int sockets, List<double> seconds)
    {
        // Whichever allows less: each server's connections, or all sockets together
        var each = Math.Ceiling((double)messages / Connections) * delay / 1000;
        var all = (double)tenants * messages / sockets * delay / 1000;
        var ideal = Math.Max(each, all);
        var median = Figures.Median(seconds);
        Figures.Print("slow servers", median / ideal, "x", Most, string.Create(CultureInfo.InvariantCulture,
            $"of the ideal {ideal:F2} s: {tenants} tenants, {messages} messages each, {delay} ms for each reply; median of {seconds.Count} {median:F2} s ({seconds.Min():F2} to {seconds.Max():F2}), {tenants * messages / median:F0} messages/s"));
        return median / ideal <= Most ? 0 : 1;
    }
}
