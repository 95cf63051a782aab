using System.Diagnostics;

namespace EmailConsole.Benchmarks.ConsoleMode;

/// <summary>What the machine itself costs in the same run: a request that does nothing, and a write that reaches the disk.</summary>
internal static class Baseline
{
    private const int Requests = 1000;
    private const int Writes = 200;
    private const int BlockSize = 4096;
    private const double P99 = 0.99;

    public static async Task PrintAsync(Uri address, string folder)
    {
        var (noOp, fsync) = await MeasureAsync(address, folder);
        Figures.Print("no-op request p99", noOp, "ms", null, $"{Requests} x GET /health/live");
        Figures.Print("fsync p99", fsync, "ms", null, $"{Writes} x 4 KB");
    }

    /// <returns>Both p99, in milliseconds.</returns>
    public static async Task<(double NoOp, double Fsync)> MeasureAsync(Uri address, string folder) => (await NoOpRequestAsync(address), Fsync(folder));

    private static async Task<double> NoOpRequestAsync(Uri address)
    {
        using var http = ServerCertificate.CreateClient(address);
        var times = new List<double>();
        for (var i = 0; i < Requests; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync("/health/live");
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Figures.Quantile(times, P99);
    }

    private static double Fsync(string folder)
    {
        var path = Path.Combine(folder, "fsync.probe");
        var times = new List<double>();
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write))
        {
            var block = new byte[BlockSize];
            for (var i = 0; i < Writes; i++)
            {
                var start = Stopwatch.GetTimestamp();
                file.Write(block);
                file.Flush(flushToDisk: true);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        File.Delete(path);
        return Figures.Quantile(times, P99);
    }
}
