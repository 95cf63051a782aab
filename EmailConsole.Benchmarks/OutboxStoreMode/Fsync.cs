using System.Diagnostics;

namespace EmailConsole.Benchmarks.OutboxStoreMode;

/// <summary>How long the disk takes to make 20 KB safe: the floor of every commit.</summary>
internal static class Fsync
{
    public static double Measure(string folder, double quantile)
    {
        var path = Path.Combine(folder, "fsync.tmp");
        var times = new double[200];
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            var block = new byte[20_000];
            for (var i = 0; i < times.Length; i++)
            {
                file.Write(block);
                var start = Stopwatch.GetTimestamp();
                file.Flush(flushToDisk: true);
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        File.Delete(path);
        return Figures.Quantile(times, quantile);
    }
}
