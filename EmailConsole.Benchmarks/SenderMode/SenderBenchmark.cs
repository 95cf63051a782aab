using System.Diagnostics;
using System.Globalization;

namespace EmailConsole.Benchmarks.SenderMode;

/// <summary>The shared sender's figures in one line, measured as its peers measure theirs.</summary>
internal static class SenderBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (SenderArguments.Parse(args) is not { } given)
        {
            await Console.Error.WriteLineAsync($"sender {SenderArguments.Usage}");
            return 2;
        }

        await using var host = new SenderHost(given.Encrypted ? Path.GetFullPath(given.CaFile) : null);
        var provider = SenderHost.Provider(given.Host, given.Port, given.Encrypted, given.Concurrency, given.User, given.Password);
        var round = new SendingRound(host.Sender, provider, OtpTemplates.Read(given.Templates));

        await round.RunAsync(given.WarmUp, given.Concurrency);
        round.Reset();
        var processor = Environment.CpuUsage.TotalTime;
        var (allocated, collections) = (GC.GetTotalAllocatedBytes(precise: true), GC.CollectionCount(0));
        var start = Stopwatch.GetTimestamp();
        var times = await round.RunAsync(given.Messages, given.Concurrency);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var each = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / given.Messages;

        (allocated, collections) = (GC.GetTotalAllocatedBytes(precise: true) - allocated, GC.CollectionCount(0) - collections);

        // Not on the line that the peers have, too
        await Console.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"allocated={allocated / 1024.0 / given.Messages:F1} KB a message, collections={collections}"));
        Array.Sort(times);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"rate={given.Messages / seconds:F1} p50={times[given.Messages / 2]:F3} p99={times[(int)(given.Messages * 0.99)]:F3} cpu={each:F3} errors={round.Errors}"));
        return 0;
    }
}
