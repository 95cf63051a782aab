using System.Diagnostics;
using System.Globalization;
using EmailConsole.Benchmarks.OutboxMode;
using EmailConsole.Benchmarks.Receivers;

namespace EmailConsole.Benchmarks.ClusterMode;

/// <summary>How soon an Update on one node is what another one sends by: the tenant's mail goes to one server and, updated, to another.</summary>
internal static class UpdateRow
{
    private const int PerSecond = 100;
    private const int Callers = 4;
    private const int Servers = 2;
    private const double MostMilliseconds = 1_000;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="server">A PostgreSQL.</param>
    /// <param name="updates">How many.</param>
    public static async Task<bool> RunAsync(string server, int updates)
    {
        await using var bed = await ClusterBed.StartAsync(server, 2, await ReceiverProcess.StartAsync(Servers, 0, null));
        var (updating, sending) = (bed.Nodes[0], bed.Nodes[1]);
        var tenant = await ClusterTenant.AddAsync(updating, 0, bed.Receiver.Ports[0]);
        using var client = tenant.CreateClient(updating);

        // Whoever takes the first message owns the provider
        await HandInAsync(sending, tenant, 1);
        await sending.RecordedAsync(1);
        var owned = await bed.CountProvidersAsync();
        if (owned[1] != 1)
        {
            throw new InvalidOperationException("The other node owns the provider.");
        }

        List<double> times = [];
        var late = 0;
        using var stop = new CancellationTokenSource();
        var load = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await HandInAsync(sending, tenant, PerSecond);
            }
        });
        for (var i = 0; i < updates; i++)
        {
            // At any moment between two beats
            await Task.Delay(Random.Shared.Next(300, 1_300));
            var (from, to) = (i % Servers, (i + 1) % Servers);
            times.Add(await UpdateAsync(bed, tenant, client, to));
            var before = await bed.Receiver.CountMessagesAsync(from);
            await Task.Delay(TimeSpan.FromMilliseconds(200));
            late += await bed.Receiver.CountMessagesAsync(from) - before;
        }

        await stop.CancelAsync();
        await load;
        var worst = Figures.Quantile(times, 0.99);
        Figures.Print("an Update until another node uses it", worst, "ms", MostMilliseconds, string.Create(
            CultureInfo.InvariantCulture,
            $"p99 of {updates}, median {Figures.Median(times):F0} ms, slowest {times.Max():F0} ms; {late} messages by the former settings after the first by the new ones"));
        return worst <= MostMilliseconds;
    }

    private static async Task HandInAsync(OutboxConsole node, ClusterTenant tenant, int messages)
    {
        await using var load = await SendLoad.OpenAsync(node.Address, Callers);
        await load.RunAsync(tenant.Requests(node, messages), PerSecond);
    }

    /// <returns>Milliseconds from the request until the new server has a message.</returns>
    private static async Task<double> UpdateAsync(ClusterBed bed, ClusterTenant tenant, HttpClient client, int to)
    {
        var before = await bed.Receiver.CountMessagesAsync(to);
        var start = Stopwatch.GetTimestamp();
        var update = tenant.UpdateAsync(client, bed.Receiver.Ports[to]);
        while (await bed.Receiver.CountMessagesAsync(to) == before)
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new TimeoutException("No message goes by the new settings.");
            }

            await Task.Delay(Look);
        }

        var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await update;
        return took;
    }
}
