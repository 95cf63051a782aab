using System.Diagnostics;

namespace EmailConsole.Benchmarks.OutboxStoreMode;

/// <summary>How long the disk takes to make 20 KB safe: the floor of every commit.</summary>
internal sealed class Fsync : IDisposable
{
    private readonly byte[] _block = new byte[20_000];
    private readonly FileStream _file;

    /// <param name="folder">On the disk that is asked; a file is there until it is disposed of.</param>
    public Fsync(string folder) => _file = new FileStream(
        Path.Combine(folder, "fsync.tmp"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);

    /// <summary>The time of 200, one after another.</summary>
    public static double Measure(string folder, double quantile)
    {
        using var disk = new Fsync(folder);
        return Figures.Quantile([.. Enumerable.Range(0, 200).Select(_ => disk.Once())], quantile);
    }

    /// <returns>ms.</returns>
    public double Once()
    {
        _file.Write(_block);
        var start = Stopwatch.GetTimestamp();
        _file.Flush(flushToDisk: true);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public void Dispose() => _file.Dispose();
}
