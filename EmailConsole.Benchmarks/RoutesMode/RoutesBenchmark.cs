using System.Diagnostics;
using System.Globalization;
using EmailConsole.Benchmarks.OutboxLanesMode;
using EmailConsole.Benchmarks.Receivers;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Benchmarks.RoutesMode;

/// <summary>A tenant with two providers, of which the first fails under load: how soon its codes leave by the second, and when they come back.</summary>
internal static class RoutesBenchmark
{
    public const string Usage = "[RATE=200] [SECONDS=10] [BACK=90]";

    private const int Size = 2_000;
    private const int CodeEvery = 5;
    private const double MostSeconds = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        int At(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
        var (rate, seconds, back) = (At(0, 200), At(1, 10), At(2, 90));
        var folder = Directory.CreateTempSubdirectory("emailconsole-bench-").FullName;
        try
        {
            await using var receivers = await ReceiverProcess.StartAsync(2, 0, null, readsIds: true);
            await using var first = new FaultyRelay(receivers.Ports[0]);
            await using var host = await LaneHost.StartAsync(folder);
            var tenant = (await host.AddTenantsAsync(1))[0];
            await SetRouteAsync(host, tenant, first.Port, receivers.Ports[1]);
            await LoadAsync(host, tenant, rate, 3);
            var accepted = 3 * rate;
            var isMet = true;
            foreach (var state in new[] { RelayState.Refuses, RelayState.Hangs, RelayState.Declines })
            {
                var start = DateTimeOffset.UtcNow;
                first.Become(state);
                await LoadAsync(host, tenant, rate, seconds);
                accepted += rate * seconds;
                var failed = await TimesAsync(host, start);
                var before = await receivers.CountMessagesAsync(0);
                first.Become(RelayState.Works);
                var returned = Stopwatch.GetTimestamp();
                while (await receivers.CountMessagesAsync(0) - before < rate && Stopwatch.GetElapsedTime(returned).TotalSeconds < back)
                {
                    await LoadAsync(host, tenant, rate, 1);
                    accepted += rate;
                }

                var took = Stopwatch.GetElapsedTime(returned).TotalSeconds;
                isMet &= took < back;
                Figures.Print($"{state}: codes until delivered, p99", Figures.Quantile(failed, 0.99) / 1000, "s", MostSeconds, string.Create(
                    CultureInfo.InvariantCulture, $"of {failed.Count}, median {Figures.Median(failed):F0} ms, slowest {failed.Max() / 1000:F1} s; back after {took:F0} s (<= {back})"));
            }

            while (host.Get<IOutboxStore>().CountsOf(tenant).Waiting > 0)
            {
                await Task.Delay(100);
            }

            var (came, twice) = (await receivers.CountDifferentAsync(), await receivers.CountTwiceAsync());
            var (byFirst, bySecond) = (await receivers.CountMessagesAsync(0), await receivers.CountMessagesAsync(1));
            Figures.Print("lost, of all", accepted - came, "", 0, string.Create(
                CultureInfo.InvariantCulture, $"{accepted} accepted, {twice} came twice; {byFirst} by the first, {bySecond} by the second"));
            return isMet && accepted == came ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task LoadAsync(LaneHost host, Guid tenant, int rate, int seconds)
    {
        const int Batches = 20;
        var start = Stopwatch.GetTimestamp();
        for (var batch = 0; batch < seconds * Batches; batch++)
        {
            var due = TimeSpan.FromSeconds((double)batch / Batches) - Stopwatch.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due);
            }

            await host.AcceptAsync(tenant, [.. Enumerable.Range(0, rate / Batches).Select(i => LaneEmails.New(i % CodeEvery == 0 ? EmailPriority.High : EmailPriority.Normal, Size))]);
        }
    }

    /// <returns>The milliseconds from the acceptance of each code since then until it was recorded as delivered.</returns>
    private static async Task<IReadOnlyList<double>> TimesAsync(LaneHost host, DateTimeOffset since)
    {
        await using var db = await host.Get<IDbContextFactory<EmailConsoleDb>>().CreateDbContextAsync();
        var codes = db.Set<OutboxMessage>().AsNoTracking().Where(m => m.Priority == EmailPriority.High && m.AcceptedAt >= since);
        var end = Stopwatch.GetTimestamp();
        while (await codes.AnyAsync(m => m.FinishedAt == null) && Stopwatch.GetElapsedTime(end).TotalSeconds < 120)
        {
            await Task.Delay(200);
        }

        return [.. (await codes.Select(m => new { m.AcceptedAt, m.FinishedAt }).ToListAsync()).Select(m => ((m.FinishedAt ?? DateTimeOffset.UtcNow) - m.AcceptedAt).TotalMilliseconds)];
    }

    private static async Task SetRouteAsync(LaneHost host, Guid tenant, params int[] ports)
    {
        await using (var db = await host.Get<IDbContextFactory<EmailConsoleDb>>().CreateDbContextAsync())
        {
            db.AddRange(ports.Select((port, place) => new EmailProvider
            {
                Id = place == 0 ? tenant : Guid.CreateVersion7(),
                TenantId = tenant,
                Position = place,
                Settings = new EmailProviderSettings
                {
                    Host = "127.0.0.1",
                    Port = port,
                    Encryption = SmtpEncryption.None,
                    AuthenticationType = AuthenticationType.None,
                    FromAddress = "codes@example.com",
                },
            }));
            await db.SaveChangesAsync();
        }

        await host.Get<ProviderChanges>().TellAsync(tenant);
    }
}
