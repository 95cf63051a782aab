using System.Diagnostics;
using System.Globalization;
using EmailConsole.Benchmarks.ConsoleMode;
using EmailConsole.Benchmarks.SenderMode;
using EmailConsole.Outbox;

namespace EmailConsole.Benchmarks.OutboxMode;

/// <summary>
/// From the request to the message delivered and recorded, in one line as the sender's peers print theirs: what durability
/// and HTTP cost beside a loop that only sends.
/// </summary>
internal static class OutboxBenchmark
{
    /// <summary>Callers at work; the console gathers what they hand in at once.</summary>
    private const int Callers = 48;

    /// <summary>A server runs for days: until then its code is not compiled for good.</summary>
    private const int LeastWarmUp = 10_000;

    public static async Task<int> RunAsync(string[] args)
    {
        if (SenderArguments.Parse(args) is not { } given)
        {
            await Console.Error.WriteLineAsync($"outbox {SenderArguments.Usage}");
            return 2;
        }

        await using var console = await OutboxConsole.StartAsync(
            Provider(given),
            ("Delivery:MaxConnections", given.Concurrency.ToString(CultureInfo.InvariantCulture)),
            ("Tls:AdditionalCaFile", Path.GetFullPath(given.CaFile)));
        await using var load = await SendLoad.OpenAsync(console.Address, Callers);
        var requests = new SendRequests(console.Address, console.Key, OtpTemplates.Read(given.Templates));

        var warmUp = Math.Max(given.WarmUp, LeastWarmUp);
        await load.RunAsync(requests.Make(warmUp));
        await console.RecordedAsync(warmUp - load.TakeErrors());
        var measured = requests.Make(given.Messages);
        var baseline = await Baseline.MeasureAsync(console.Address, console.Home);

        var (processor, start) = (console.ProcessorTime, Stopwatch.GetTimestamp());
        var times = await load.RunAsync(measured);
        var accepting = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var errors = load.TakeErrors();
        await console.RecordedAsync(warmUp + given.Messages - errors);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var each = (console.ProcessorTime - processor).TotalMilliseconds / given.Messages;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"rate={given.Messages / seconds:F1} p50={Figures.Median(times):F3} p99={Figures.Quantile(times, 0.99):F3} cpu={each:F3} errors={errors + console.Count(EmailState.Failed)} accepts={given.Messages / accepting:F1} noop-p99={baseline.NoOp:F2} fsync-p99={baseline.Fsync:F2} rss={console.ResidentMegabytes:F0}"));
        return 0;
    }

    private static string Provider(SenderArguments given) => $"""
        from_address = "{given.User}"
        hostname = "{given.Host}"
        port = {given.Port}
        enable_start_tls = {(given.Encrypted ? "true" : "false")}
        enable_authentication = {(given.Encrypted ? "true" : "false")}
        {(given.Encrypted ? $"username = \"{given.User}\"\npassword = \"{given.Password}\"" : "")}
        """;
}
