using System.Diagnostics;
using System.Globalization;
using EmailConsole.Benchmarks.OutboxStoreMode;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;

namespace EmailConsole.Benchmarks.HistoryMode;

/// <summary>How long the Deliveries page waits for its answers with so many messages in the history.</summary>
internal static class HistoryBenchmark
{
    private const int Tenants = 20;
    private const int Repeats = 50;
    private const double MostMilliseconds = 100;

    // Of what is looked for and counted
    private const double MostOfASearch = 300;

    private static readonly Guid[] TenantIds = [.. Enumerable.Range(0, Tenants).Select(_ => Guid.CreateVersion7())];

    public static async Task<int> RunAsync(string[] args)
    {
        var messages = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var folder = Directory.CreateTempSubdirectory("emailconsole-bench-").FullName;
        try
        {
            await using (await StoreBed.OpenAsync(folder))
            {
                // Makes the tables
            }

            var start = Stopwatch.GetTimestamp();
            HistorySeed.Write(Path.Combine(folder, "data", "emailconsole.db"), TenantIds, messages);
            Figures.Print("seed", Stopwatch.GetElapsedTime(start).TotalSeconds, "s", null, $"{messages} messages of {Tenants} tenants");
            start = Stopwatch.GetTimestamp();
            await using var bed = await StoreBed.OpenAsync(folder);
            Figures.Print("open", Stopwatch.GetElapsedTime(start).TotalMilliseconds, "ms", null, "");
            await MeasureAsync(bed.History, new EmailFilter { TenantId = TenantIds[0] }, "one tenant");
            await MeasureAsync(bed.History, new EmailFilter(), "all tenants");
            await TimeAsync("figures of 24 hours", async () => await bed.Trends.LastDayAsync(null, CancellationToken.None));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(EmailHistory history, EmailFilter all, string whose)
    {
        var failed = all with { States = [EmailState.Failed] };
        var middle = new EmailCursor(Guid.CreateVersion7(DateTimeOffset.UtcNow.AddDays(-15)));
        Task PageAsync(EmailFilter filter, EmailCursor? cursor = null) => history.PageAsync(filter, cursor, 50, CancellationToken.None);
        await TimeAsync($"newest 50, {whose}", () => PageAsync(all));
        await TimeAsync($"50 from the middle, {whose}", () => PageAsync(all, middle));
        await TimeAsync($"failed, {whose}", () => PageAsync(failed));
        await TimeAsync($"failed of an hour, {whose}", () => PageAsync(failed with { Since = DateTimeOffset.UtcNow.AddHours(-1) }));
        await TimeAsync($"recipient, {whose}", () => PageAsync(all with { Recipient = RecipientFilter.Of("user1000@example.com") }));
        await TimeAsync($"failed of a recipient, {whose}", () => PageAsync(failed with { Recipient = RecipientFilter.Of("user140@example.com") }));
        await TimeAsync($"recipient beginning, {whose}", () => PageAsync(all with { Recipient = RecipientFilter.Of("user1000") }));
        foreach (var (what, filter) in new (string, EmailFilter)[]
        {
            ("domain of most", all with { Recipient = RecipientFilter.Of("@example.com") }),
            ("rare domain", all with { Recipient = RecipientFilter.Of("rare.example") }),
            ("metadata", all with { Tag = "flow=password-recovery" }),
            ("expired with metadata of a third", all with { Tag = "flow=sign-up", States = [EmailState.Expired] }),
            ("metadata and state that never meet", all with { Tag = "flow=sign-in", States = [EmailState.Cancelled] }),
            ("API key", all with { ApiKey = "otp" }),
            ("words of replies", all with { Reply = "mailbox full" }),
            ("words that no reply has", all with { Reply = "no such words" }),
            ("cause", all with { Cause = FailureCause.Parse("20-7-5.2.2") }),
            ("7 days", all with { Since = DateTimeOffset.UtcNow.AddDays(-7) }),
            ("30 days", all with { Since = DateTimeOffset.UtcNow.AddDays(-30) }),
        })
        {
            await TimeAsync($"{what}, {whose}", () => PageAsync(filter), MostOfASearch);
            await TimeAsync($"{what}, counted, {whose}", () => history.FiguresAsync(filter, CancellationToken.None), MostOfASearch);
        }

        await TimeAsync($"top causes of 30 days, {whose}", () => history.CausesAsync(all.TenantId, DateTimeOffset.UtcNow.AddDays(-30), CancellationToken.None), MostOfASearch);
        await TimeAsync($"counters, {whose}", () => history.CountAsync(all.TenantId, CancellationToken.None), MostOfASearch);
        var id = (await history.PageAsync(all, middle, 1, CancellationToken.None)).Emails[0].Id;
        await TimeAsync($"one story, {whose}", () => history.FindAsync(all.TenantId, id, CancellationToken.None));
        await TimeAsync($"500 failed to resend, {whose}", () => history.MatchAsync(failed, middle, 500, CancellationToken.None));
    }

    private static async Task TimeAsync(string name, Func<Task> read, double most = MostMilliseconds)
    {
        var times = new List<double>();
        for (var i = 0; i < (most > MostMilliseconds ? Repeats / 5 : Repeats); i++)
        {
            var start = Stopwatch.GetTimestamp();
            await read();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Figures.Print(name, Figures.Median(times), "ms", most, string.Create(CultureInfo.InvariantCulture, $"p99 {Figures.Quantile(times, 0.99):F1} ms, first {times[0]:F1} ms"));
    }
}
