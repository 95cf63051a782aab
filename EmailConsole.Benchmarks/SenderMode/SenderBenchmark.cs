using System.Diagnostics;
using System.Globalization;
using EmailConsole.Delivery;

namespace EmailConsole.Benchmarks.SenderMode;

/// <summary>The shared sender with the arguments and the answer of the peers in the SMTP lab.</summary>
internal sealed class SenderBenchmark(SenderHost host, EmailConsole.EmailProviders.ProviderInForce provider, OtpTemplates templates, int concurrency)
{
    private int _errors;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length != 10)
        {
            await Console.Error.WriteLineAsync("sender HOST PORT tls|plain CONCURRENCY MESSAGES WARMUP CAFILE USER PASSWORD TEMPLATES");
            return 2;
        }

        int Number(int at) => int.Parse(args[at], CultureInfo.InvariantCulture);
        var isTls = args[2] == "tls";
        await using var host = new SenderHost(isTls ? Path.GetFullPath(args[6]) : null);
        var provider = SenderHost.Provider(args[0], Number(1), isTls, Number(3), args[7], args[8]);
        var benchmark = new SenderBenchmark(host, provider, OtpTemplates.Read(args[9]), Number(3));
        await benchmark.RoundAsync(Number(5));
        benchmark._errors = 0;
        await benchmark.MeasureAsync(Number(4));
        return 0;
    }

    private async Task MeasureAsync(int messages)
    {
        var before = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var latencies = await RoundAsync(messages);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var cpu = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / messages;
        Array.Sort(latencies);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"rate={messages / seconds:F1} p50={latencies[messages / 2]:F3} p99={latencies[(int)(messages * 0.99)]:F3} cpu={cpu:F3} errors={_errors}"));
    }

    private async Task<double[]> RoundAsync(int count)
    {
        var latencies = new double[count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(async () =>
        {
            int i;
            while ((i = Interlocked.Increment(ref next)) < count)
            {
                var start = Stopwatch.GetTimestamp();
                var outcome = await host.Sender.SendAsync(provider, SenderHost.Email(templates, i), CancellationToken.None);
                if (outcome is not DeliveryOutcome.Delivered && Interlocked.Increment(ref _errors) == 1)
                {
                    await Console.Error.WriteLineAsync(outcome.Reason?.ToString());
                }

                latencies[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        })));
        return latencies;
    }
}
