using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using EmailConsole.Accounts.TenantManagement;
using EmailConsole.Benchmarks.ConsoleMode;
using EmailConsole.Benchmarks.OutboxLanesMode;
using EmailConsole.Benchmarks.OutboxStoreMode;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Benchmarks.TenantsMode;

/// <summary>What it costs that there are many tenants, of which few have mail that waits.</summary>
internal static class TenantsBenchmark
{
    public const string Usage = "[TENANTS=1000000] [WAITING=10000]";

    private const int Repeats = 9;
    private const double MostMilliseconds = 200;
    private const double MostMegabytes = 500;

    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] args)
    {
        var tenants = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var waiting = Math.Min(tenants, args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10_000);
        var home = Directory.CreateTempSubdirectory("emailconsole-bench-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(home, "deployment.toml"), "[super_admin]\npassword = \"" + ConsoleBenchmark.Password + "\"\n");
            ServerCertificate.Write(home);
            await (await ConsoleServer.StartAsync(home)).DisposeAsync();
            var start = Stopwatch.GetTimestamp();
            TenantsSeed.Write(Path.Combine(home, "data", "emailconsole.db"), tenants, waiting);
            Figures.Print("seed", Stopwatch.GetElapsedTime(start).TotalSeconds, "s", null, $"{tenants} tenants, {waiting} of them with waiting mail");
            await StoreAsync(home);
            await PagesAsync(home);
            await MemoryAsync(home);
            return 0;
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static async Task StoreAsync(string home)
    {
        // What a start costs that has nothing to read is none of the tenants'
        var empty = Path.Combine(home, "empty");
        var least = await TimeAsync("start on an empty database", () => StartAsync(empty), most: null);
        var all = await TimeAsync("start, persistence and outbox", () => StartAsync(home), most: null);
        Figures.Print("start, for the tenants", Math.Max(0, all - least), "ms", MostMilliseconds, "the difference");
        await MeasureAsync(home);
    }

    private static async Task StartAsync(string folder)
    {
        await using var bed = await StoreBed.OpenAsync(folder);
        await bed.Outbox.FindBacklogsAsync(CancellationToken.None);
    }

    private static async Task MeasureAsync(string home)
    {
        await using var bed = await StoreBed.OpenAsync(home);
        await TimeAsync("backlog round", () => bed.Outbox.FindBacklogsAsync(CancellationToken.None));
        var all = new EmailFilter();
        foreach (var (what, filter) in new (string, EmailFilter)[]
        {
            ("recipient", all with { Recipient = RecipientFilter.Of("user1234@domain-234.example") }),
            ("recipient that nobody has", all with { Recipient = RecipientFilter.Of("nobody@domain-234.example") }),
            ("recipient beginning", all with { Recipient = RecipientFilter.Of("user1234") }),
            ("recipient's domain", all with { Recipient = RecipientFilter.Of("@domain-234.example") }),
            ("API key", all with { ApiKey = "otp" }),
            ("metadata that nothing has", all with { Tag = "flow=none" }),
            ("scheduled", all with { States = [EmailState.Scheduled] }),
        })
        {
            await TimeAsync($"{what}, all tenants", () => bed.History.PageAsync(filter, null, 50, CancellationToken.None));
        }

        await TimeAsync("counters, all tenants", () => bed.History.CountAsync(null, CancellationToken.None));
        await TimeAsync("top causes, all tenants", () => bed.History.CausesAsync(null, DateTimeOffset.UtcNow.AddDays(-30), CancellationToken.None));
    }

    private static async Task PagesAsync(string home)
    {
        await using var host = await LaneHost.StartAsync(home);
        var services = host.Get<IServiceProvider>();
        var list = ActivatorUtilities.CreateInstance<ListTenants>(
            services, new TenantAccess(new PlatformAdministrator(), services.GetRequiredService<IDbContextFactory<EmailConsoleDb>>()));
        await Task.Delay(Settled);
        var person = new ClaimsPrincipal();
        foreach (var order in Enum.GetValues<TenantOrder>())
        {
            await TimeAsync($"Tenants page by {order}", () => PageAsync(new TenantListing(null, 0, 25) { Order = order, IsDescending = true }));
        }

        await TimeAsync("Tenants page, searched", () => PageAsync(new TenantListing("77777", 0, 25)));
        await TimeAsync("Tenants page, needing attention", () => PageAsync(new TenantListing(null, 0, 25) { OnlyNeedingAttention = true }));

        async Task PageAsync(TenantListing listing)
        {
            var page = (await list.HandleAsync(person, listing, CancellationToken.None))!;
            await list.FindLivesAsync(person, [.. page.Rows.Select(r => r.Id)], CancellationToken.None);
        }
    }

    private static async Task MemoryAsync(string home)
    {
        await using var server = await ConsoleServer.StartAsync(home);
        await Task.Delay(Settled);
        Figures.Print("memory", server.ResidentMegabytes, "MB", MostMegabytes, string.Create(
            CultureInfo.InvariantCulture,
            $"resident, 30 s after the start, lanes of the waiting loaded; listens after {server.ToListening.TotalSeconds:F1} s, processor {server.ProcessorTime.TotalSeconds:F1} s"));
    }

    private static async Task<double> TimeAsync(string name, Func<Task> run, double? most = MostMilliseconds)
    {
        var (times, used) = (new List<double>(), new List<double>());
        for (var i = 0; i < Repeats; i++)
        {
            var (start, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            used.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        // On a machine with other work the processor time says what the time would be without
        Figures.Print(name, Figures.Median(used), "ms", most, string.Create(
            CultureInfo.InvariantCulture, $"processor; by the clock {Figures.Median(times):F1} ({times.Min():F1} to {times.Max():F1}), first {times[0]:F1} ms"));
        return Figures.Median(used);
    }

    private sealed class PlatformAdministrator : IActorSource
    {
        public Task<Actor?> FindAsync(ClaimsPrincipal principal, CancellationToken cancellationToken) => Task.FromResult<Actor?>(
            new Actor(Guid.Empty, "admin@carbon.super", null, TenantDomain.SuperTenantId, TenantDomain.Super, ActorRole.Administrator));
    }
}
