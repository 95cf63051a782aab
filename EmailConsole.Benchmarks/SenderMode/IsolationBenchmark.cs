using System.Globalization;
using EmailConsole.Benchmarks.Receivers;

namespace EmailConsole.Benchmarks.SenderMode;

/// <summary>What hung servers cost those who use others: one message a provider, all at once, with and without the hung ones.</summary>
internal static class IsolationBenchmark
{
    public const string Usage = "[PROVIDERS=1000] [HUNG=200] [REPEATS=5]";

    private const double MostRatio = 2;
    private const double P99 = 0.99;

    public static async Task<int> RunAsync(string[] args)
    {
        int Number(int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
        int providers = Number(0, 1000), hung = Number(1, 200), repeats = Number(2, 5);

        await using var receivers = await ReceiverProcess.StartAsync(providers, hung, folder: null);
        var wave = new IsolationWave(receivers, hung);
        await wave.RunAsync(withHung: false);
        await wave.RunAsync(withHung: true);
        List<double> alone = [], beside = [];
        for (var i = 0; i < repeats; i++)
        {
            // In turns, and in changing order: what else the machine does meets both
            foreach (var withHung in i % 2 == 0 ? [false, true] : new[] { true, false })
            {
                (withHung ? beside : alone).Add(Figures.Quantile(await wave.RunAsync(withHung), P99));
            }
        }

        var (without, with) = (Figures.Median(alone), Figures.Median(beside));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{providers} providers, {hung} of whose servers hang; plain SMTP, every connection new; medians of {repeats}"));
        Figures.Print("p99 without the hung ones", without, "ms", null, $"{providers - hung} messages, from all handed over to each answered");
        Figures.Print("p99 with them", with, "ms", null, $"the same {providers - hung} messages and {hung} that hang");
        Figures.Print("ratio", with / without, "x", MostRatio, $"{wave.Failures} of {wave.Sent} messages to good servers not delivered");
        return wave.Failures == 0 ? 0 : 1;
    }
}
