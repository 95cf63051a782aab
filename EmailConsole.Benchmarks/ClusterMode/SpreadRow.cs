using System.Diagnostics;
using System.Globalization;
using EmailConsole.Benchmarks.OutboxMode;
using EmailConsole.Benchmarks.Receivers;
using EmailConsole.Outbox;

namespace EmailConsole.Benchmarks.ClusterMode;

/// <summary>
/// What more nodes bring where servers take long, so that connections are the limit and not the processor. Each provider has one owner, and its limit of
/// connections holds for all nodes together: that limit no node raises. What a node has of its own are the sockets that it opens for all providers together.
/// </summary>
internal static class SpreadRow
{
    private const int Nodes = 3;
    private const int Callers = 8;
    private const double LeastTimes = 2.5;

    // What a node owns beyond its share it gives back, at looks that are half a minute apart
    private static readonly TimeSpan ToShare = TimeSpan.FromSeconds(31);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(300);

    /// <param name="server">A PostgreSQL.</param>
    /// <param name="repeats">Rounds after the first.</param>
    /// <param name="tenants">Each with a provider and a server of its own.</param>
    /// <param name="sockets">Of a node, for all providers together.</param>
    /// <param name="messages">Of each tenant.</param>
    public static async Task<bool> RunAsync(string server, int repeats, int tenants, int sockets, int messages)
    {
        var own = await CompareAsync(server, repeats, tenants, tenants, messages * tenants / sockets);
        Print("a connection for each provider", own, $"{tenants} providers with one connection each");
        var ofNodes = await CompareAsync(server, repeats, tenants, sockets, messages);
        Print($"{sockets} sockets a node", ofNodes, $"{tenants} providers");
        return ofNodes.Three / ofNodes.One >= LeastTimes;
    }

    private static void Print(string limit, (double One, double Three, string Spread) rates, string what) => Figures.Print(
        $"300 ms servers, {limit}", rates.Three, "/s", null, string.Create(
            CultureInfo.InvariantCulture, $"{rates.Three / rates.One:F2} x one node's {rates.One:F1}/s; {what}, owned {rates.Spread}"));

    private static async Task<(double One, double Three, string Spread)> CompareAsync(string server, int repeats, int tenants, int sockets, int messages)
    {
        (string, string)[] settings =
            [("Delivery:MaxConnections", "1"), ("Delivery:MaxSockets", sockets.ToString(CultureInfo.InvariantCulture))];
        await using var alone = await ClusterBed.StartAsync(server, 1, await ReceiverProcess.StartAsync(tenants, 0, null, Slow), settings);
        await using var together = await ClusterBed.StartAsync(server, Nodes, await ReceiverProcess.StartAsync(tenants, 0, null, Slow), settings);
        var (ofAlone, ofTogether) = (await AddTenantsAsync(alone), await AddTenantsAsync(together));
        List<double> one = [], three = [];

        // In the first rounds providers get their owners, and code is compiled
        await RateAsync(alone, ofAlone, messages);
        await RateAsync(together, ofTogether, messages);
        while (!IsSpread(await together.CountProvidersAsync(), tenants))
        {
            await Task.Delay(ToShare);
            await RateAsync(together, ofTogether, messages);
        }

        for (var i = 0; i < repeats; i++)
        {
            one.Add(await RateAsync(alone, ofAlone, messages));
            three.Add(await RateAsync(together, ofTogether, messages));
        }

        return (Figures.Median(one), Figures.Median(three), string.Join(" + ", await together.CountProvidersAsync()));
    }

    // As the nodes see it: one more than the share moves nothing
    private static bool IsSpread(IReadOnlyList<int> owned, int tenants) =>
        owned.Sum() == tenants && owned.Max() <= Math.Ceiling((double)tenants / Nodes) + 1;

    private static async Task<IReadOnlyList<ClusterTenant>> AddTenantsAsync(ClusterBed bed)
    {
        List<ClusterTenant> tenants = [];
        foreach (var port in bed.Receiver.Ports)
        {
            tenants.Add(await ClusterTenant.AddAsync(bed.Nodes[0], tenants.Count, port));
        }

        return tenants;
    }

    private static async Task<double> RateAsync(ClusterBed bed, IReadOnlyList<ClusterTenant> tenants, int messages)
    {
        var nodes = bed.Nodes;

        // One message of each tenant after the other, each tenant at one node
        var requests = nodes.Select((node, i) => tenants
            .Where((_, t) => t % nodes.Count == i)
            .Select(tenant => tenant.Requests(node, messages))
            .SelectMany(own => own.Select((request, number) => (request, number)))
            .OrderBy(r => r.number)
            .Select(r => r.request)
            .ToList()).ToList();
        var before = nodes[0].Count(EmailState.Delivered);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(nodes.Select(async (node, i) =>
        {
            await using var load = await SendLoad.OpenAsync(node.Address, Callers);
            await load.RunAsync(requests[i]);
        }));
        await nodes[0].RecordedAsync(before + ((long)messages * tenants.Count));
        return messages * tenants.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
