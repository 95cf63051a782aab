using System.Diagnostics;
using System.Globalization;
using EmailConsole.Benchmarks.OutboxLanesMode;
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
    public const string Usage = "[RATE=200] [SECONDS=10] [BACK=90] [http] | tenants [TENANTS=1000] [MESSAGES=20] [REPEATS=3]";

    private const int Size = 2_000;
    private const int CodeEvery = 5;
    private const double MostSeconds = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        int At(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
        if (args is ["tenants", ..])
        {
            return await RouteTenants.RunAsync(At(1, 1_000), At(2, 20), At(3, 3));
        }

        var (rate, seconds, back, isHttp) = (At(0, 200), At(1, 10), At(2, 90), args is [_, _, _, "http"]);
        var folder = Directory.CreateTempSubdirectory("emailconsole-bench-").FullName;
        ServerCertificate.Write(folder);
        try
        {
            await using var first = await PostfixEnd.StartAsync(Path.Combine(folder, "first"));
            await using IRouteEnd second = isHttp ? await HttpEnd.StartAsync(folder) : await PostfixEnd.StartAsync(Path.Combine(folder, "second"));
            await using var host = await LaneHost.StartAsync(folder, ("Tls:AdditionalCaFile", Path.Combine(folder, ServerCertificate.CertificateFile)));
            var tenant = (await host.AddTenantsAsync(1))[0];
            await SetRouteAsync(host, [tenant], first.Settings, second.Settings);
            await LoadAsync(host, tenant, rate, 3);
            var accepted = 3 * rate;
            var isMet = true;
            foreach (var state in new[] { ServerState.Stopped, ServerState.Refuses, ServerState.Hangs, ServerState.Declines })
            {
                var start = DateTimeOffset.UtcNow;
                await first.BecomeAsync(state);
                await LoadAsync(host, tenant, rate, seconds);
                accepted += rate * seconds;
                var failed = await TimesAsync(host, start);
                var before = (await first.TakenAsync()).Count;
                await first.BecomeAsync(ServerState.Works);
                var returned = Stopwatch.GetTimestamp();
                var (last, most) = (before, 0);
                while (last - before < rate && Stopwatch.GetElapsedTime(returned).TotalSeconds < back)
                {
                    await LoadAsync(host, tenant, rate, 1);
                    accepted += rate;
                    var now = (await first.TakenAsync()).Count;
                    (last, most) = (now, Math.Max(most, now - last));
                }

                var took = Stopwatch.GetElapsedTime(returned).TotalSeconds;
                isMet &= took < back;
                Figures.Print($"{state}: codes until delivered, p99", Figures.Quantile(failed, 0.99) / 1000, "s", MostSeconds, string.Create(
                    CultureInfo.InvariantCulture,
                    $"of {failed.Count}, median {Figures.Median(failed):F0} ms, {failed.Count(t => t > MostSeconds * 1000)} later, slowest {failed.Max() / 1000:F1} s; back after {took:F0} s (<= {back}), then at most {most} a second"));
            }

            while (host.Get<IOutboxStore>().CountsOf(tenant).Waiting > 0)
            {
                await Task.Delay(100);
            }

            var (byFirst, bySecond) = (await first.TakenAsync(), await second.TakenAsync());
            var all = byFirst.Concat(bySecond).ToHashSet(StringComparer.Ordinal);
            var (atFirst, atSecond) = (byFirst.ToHashSet(StringComparer.Ordinal), bySecond.ToHashSet(StringComparer.Ordinal));
            Figures.Print("lost, of all", accepted - all.Count, "", 0, string.Create(
                CultureInfo.InvariantCulture,
                $"{accepted} accepted; {byFirst.Count} by the first, {byFirst.Count - atFirst.Count} of them again; {bySecond.Count} by the second, {bySecond.Count - atSecond.Count} again"));
            Figures.Print("counted at both", atFirst.Intersect(atSecond).Count(), "", 0, "by Message-ID");
            return isMet && accepted == all.Count ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Gives each tenant these providers, in order.</summary>
    public static async Task SetRouteAsync(LaneHost host, IReadOnlyList<Guid> tenants, params IReadOnlyList<EmailProviderSettings> route)
    {
        await using (var db = await host.Get<IDbContextFactory<EmailConsoleDb>>().CreateDbContextAsync())
        {
            db.AddRange(tenants.SelectMany(tenant => route.Select((settings, place) =>
                new EmailProvider { Id = place == 0 ? tenant : Guid.CreateVersion7(), TenantId = tenant, Position = place, Settings = settings })));
            await db.SaveChangesAsync();
        }

        foreach (var tenant in tenants)
        {
            await host.Get<ProviderChanges>().TellAsync(tenant);
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
        while (await codes.AnyAsync(m => m.FinishedAt == null) && Stopwatch.GetElapsedTime(end).TotalSeconds < 40)
        {
            await Task.Delay(200);
        }

        return [.. (await codes.Select(m => new { m.AcceptedAt, m.FinishedAt }).ToListAsync()).Select(m => ((m.FinishedAt ?? DateTimeOffset.UtcNow) - m.AcceptedAt).TotalMilliseconds)];
    }
}
