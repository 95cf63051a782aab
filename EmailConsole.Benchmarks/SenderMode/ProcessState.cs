namespace EmailConsole.Benchmarks.SenderMode;

/// <summary>What this process holds, once what nobody needs is gone.</summary>
/// <param name="WorkingSet">Bytes resident.</param>
/// <param name="Managed">Bytes of objects in use.</param>
/// <param name="Handles">Files, sockets and the like that are open.</param>
/// <param name="Threads">Of the process.</param>
internal sealed record ProcessState(long WorkingSet, long Managed, int Handles, int Threads)
{
    // Rented memory goes back to the system by and by, with the collections
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(300);

    public static async Task<ProcessState> TakeAsync()
    {
        for (var i = 0; i < 4; i++)
        {
            await Task.Delay(_pause);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var self = System.Diagnostics.Process.GetCurrentProcess();
        var handles = Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : self.HandleCount;
        return new ProcessState(Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: true), handles, self.Threads.Count);
    }
}
