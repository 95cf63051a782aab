using System.Globalization;
using System.Runtime.InteropServices;

namespace EmailConsole.Benchmarks.PagesMode;

/// <summary>
/// What the managed heap of a console's process holds, told to another process: a signal asks for it, a file has the answer.
/// </summary>
/// <param name="file">Where the answer stands, in bytes.</param>
internal sealed class HeapReading(string file)
{
    /// <summary>The environment variable that names the file.</summary>
    public const string Variable = "BENCHMARK_HEAP_FILE";

    /// <summary>What the signal is called where it is sent.</summary>
    public const string SignalName = "USR1";

    private const PosixSignal Signal = (PosixSignal)10;

    /// <summary>Answers for as long as the process lives.</summary>
    public void Offer() => GCHandle.Alloc(PosixSignalRegistration.Create(Signal, Answer));

    private void Answer(PosixSignalContext context)
    {
        context.Cancel = true;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var unfinished = $"{file}.new";
        File.WriteAllText(unfinished, GC.GetTotalMemory(forceFullCollection: false).ToString(CultureInfo.InvariantCulture));
        File.Move(unfinished, file, overwrite: true);
    }
}
