using System.Diagnostics;
using System.Globalization;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using MimeKit;

namespace EmailConsole.Benchmarks.OutboxStoreMode;

/// <summary>What the outbox's store costs: accept (encrypted and committed) and record, before and after it is filled.</summary>
internal static class StoreBenchmark
{
    private const int Tenants = 20;
    private const int Producers = 32;
    private const int Size = 6_000;
    private const double MostMicroseconds = 150;

    private static readonly Guid[] TenantIds = [.. Enumerable.Range(0, Tenants).Select(_ => Guid.CreateVersion7())];

    public static async Task<int> RunAsync(string[] args)
    {
        var waiting = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 0;
        var messages = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10_000;
        var folder = Directory.CreateTempSubdirectory("emailconsole-bench-").FullName;
        try
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fsync p50 {Fsync.Measure(folder, 0.5):F2} ms, p99 {Fsync.Measure(folder, 0.99):F2} ms"));
            await using (var bed = await StoreBed.OpenAsync(folder, TenantIds))
            {
                await RoundAsync(bed, "warm-up", messages);
                await RoundAsync(bed, "empty", messages);
                await FillAsync(bed, waiting);
            }

            var start = Stopwatch.GetTimestamp();
            await using (var bed = await StoreBed.OpenAsync(folder, TenantIds))
            {
                Figures.Print("open", Stopwatch.GetElapsedTime(start).TotalMilliseconds, "ms", null, $"{waiting} waiting");
                await ReadAsync(bed);
                await RoundAsync(bed, "warm-up", messages);
                await RoundAsync(bed, $"{waiting} waiting", messages);
            }

            var size = new FileInfo(Path.Combine(folder, "data", "emailconsole.db")).Length / 1e6;
            Figures.Print("database", size, "MB", null, "");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RoundAsync(StoreBed bed, string name, int messages)
    {
        var email = Message();
        var latencies = new double[messages];
        var accepted = new WaitingEmail[messages];
        var accept = await MeasureAsync(messages, async i =>
        {
            var begin = Stopwatch.GetTimestamp();
            var now = DateTimeOffset.UtcNow;
            var outcome = (AcceptOutcome.Accepted)await bed.Accept.AcceptAsync(TenantIds[i % Tenants], [email], null, (_, _) => ReadOnlyMemory<byte>.Empty);
            latencies[i] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            accepted[i] = new WaitingEmail(
                outcome.Ids[0]!.Value, TenantIds[i % Tenants], EmailPriority.Normal, now, now, now, 0, "", Size, [email.Recipients[0].Address]);
        });
        var delivered = new DeliveryOutcome.Delivered("4Z1", "250 2.0.0 Ok: queued as 4Z1", []);
        var record = await MeasureAsync(messages, i =>
            bed.Outbox.RecordAsync([new DeliveryReport(accepted[i], delivered, DateTimeOffset.UtcNow, TimeSpan.FromMilliseconds(3))]));
        Figures.Print($"accept, {name}", accept.Cpu, "us", null, Detail(accept, latencies));
        Figures.Print($"record, {name}", record.Cpu, "us", null, Detail(record, []));
        Figures.Print($"both, {name}", accept.Cpu + record.Cpu, "us", MostMicroseconds, "CPU a message");
    }

    private static async Task FillAsync(StoreBed bed, int waiting)
    {
        var batch = Enumerable.Repeat(Message(), 500).ToList();
        for (var i = 0; i < waiting / batch.Count; i++)
        {
            await bed.Accept.AcceptAsync(TenantIds[i % Tenants], batch, null, (_, _) => ReadOnlyMemory<byte>.Empty);
        }
    }

    private static async Task ReadAsync(StoreBed bed)
    {
        for (var i = 0; i < 3; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var due = await bed.Outbox.TakeDueAsync(TenantIds[0], null, 100, DateTimeOffset.UtcNow, [], [], CancellationToken.None);
            Figures.Print("take 100 due", Stopwatch.GetElapsedTime(start).TotalMilliseconds, "ms", null, $"{due.Count} found");
            start = Stopwatch.GetTimestamp();
            await bed.Outbox.LoadContentAsync(due, CancellationToken.None);
            Figures.Print("load 100 contents", Stopwatch.GetElapsedTime(start).TotalMilliseconds, "ms", null, "");
            start = Stopwatch.GetTimestamp();
            var backlogs = await bed.Outbox.FindBacklogsAsync(CancellationToken.None);
            Figures.Print("find backlogs", Stopwatch.GetElapsedTime(start).TotalMilliseconds, "ms", null, $"{backlogs.Count} tenants");
        }
    }

    private static async Task<(double Cpu, double Rate)> MeasureAsync(int count, Func<int, Task> work)
    {
        var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Producers).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                await work(i);
            }
        })));
        process.Refresh();
        return ((process.TotalProcessorTime - cpu).TotalMicroseconds / count, count / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static string Detail((double Cpu, double Rate) measured, double[] latencies) => string.Create(
        CultureInfo.InvariantCulture,
        $"CPU a message, {measured.Rate:F0}/s{(latencies.Length > 0 ? $", p50 {Figures.Median(latencies):F1} ms, p99 {Figures.Quantile(latencies, 0.99):F1} ms" : "")}");

    private static NewEmail Message()
    {
        var line = "<p>Your code is <b>123456</b>. It is valid for five minutes.</p>\r\n";
        var html = string.Concat(Enumerable.Repeat(line, Size * 4 / 5 / line.Length));
        var text = new string('x', Size / 5);
        var to = new MailboxAddress(null, $"{Guid.NewGuid():N}@example.com");
        return new NewEmail(
            new OutgoingEmail([to], "Your code", text, html), [new NewRecipient(to.Address, RecipientKind.To)],
            EmailPriority.Normal, null, null, null, Size, "example.com");
    }
}
