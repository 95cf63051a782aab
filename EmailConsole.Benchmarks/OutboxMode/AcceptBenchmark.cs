using System.Diagnostics;
using System.Globalization;
using EmailConsole.Benchmarks.ConsoleMode;
using EmailConsole.Benchmarks.Receivers;
using EmailConsole.Benchmarks.SenderMode;

namespace EmailConsole.Benchmarks.OutboxMode;

/// <summary>How many messages are accepted a second, and how soon at a steady rate, while they are delivered as well.</summary>
internal static class AcceptBenchmark
{
    public const string Usage = "[SECONDS=10] [REPEATS=5]";

    private const int Callers = 48;
    private const int Burst = 10_000;
    private const int WarmUp = 5_000;
    private const int Steady = 500;
    private const double MostMilliseconds = 15;

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;
        var repeats = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
        await using var receiver = await ReceiverProcess.StartAsync(1, 0, null);
        await using var console = await OutboxConsole.StartAsync($"""
            from_address = "no-reply@example.test"
            hostname = "127.0.0.1"
            port = {receiver.Ports[0]}
            enable_start_tls = false
            enable_authentication = false
            """);
        await using var load = await SendLoad.OpenAsync(console.Address, Callers);
        var burst = new SendRequests(console.Address, console.Key, OtpTemplates.Plain).Make(Burst);
        await load.RunAsync(burst[..WarmUp]);
        await console.RecordedAsync(WarmUp);
        await Baseline.PrintAsync(console.Address, console.Home);

        long sent = WarmUp;
        List<double> accepts = [], delivered = [], p50 = [], p99 = [];
        for (var i = 0; i < repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await load.RunAsync(burst);
            accepts.Add(Burst / Stopwatch.GetElapsedTime(start).TotalSeconds);
            await console.RecordedAsync(sent += Burst);
            delivered.Add(Burst / Stopwatch.GetElapsedTime(start).TotalSeconds);

            var times = await load.RunAsync(burst[..Math.Min(Burst, Steady * seconds)], Steady);
            p50.Add(Figures.Median(times));
            p99.Add(Figures.Quantile(times, 0.99));
            await console.RecordedAsync(sent += times.Length);
        }

        Figures.Print("accepted", Figures.Median(accepts), "/s", null, $"{Burst} messages by {Callers} callers, sending under way");
        Figures.Print("delivered and recorded", Figures.Median(delivered), "/s", null, "of the same messages, over plain SMTP");
        Figures.Print($"202 at {Steady}/s, p50", Figures.Median(p50), "ms", null, "");
        Figures.Print($"202 at {Steady}/s, p99", Figures.Median(p99), "ms", MostMilliseconds, $"of {repeats}: {string.Join(" ", p99.Select(t => t.ToString("F1", CultureInfo.InvariantCulture)))}");
        Figures.Print("memory", console.ResidentMegabytes, "MB", null, "resident, at the end");
        var errors = load.TakeErrors();
        Console.WriteLine($"errors={errors}");
        return errors == 0 ? 0 : 1;
    }
}
