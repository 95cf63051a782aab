namespace EmailConsole.Persistence;

/// <summary>
/// Lets one console at a time bring a database up to date. The operating system takes it back from a process that dies,
/// unlike the row that EF Core writes for the same purpose and waits for without end.
/// </summary>
internal static class MigrationLock
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <param name="database">The database file; the lock is a file beside it.</param>
    /// <param name="clock">For the pauses.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Dispose of it to give the lock back.</returns>
    public static async Task<IDisposable> TakeAsync(string database, TimeProvider clock, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream($"{database}-migration", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (IsHeld(e))
            {
                await Task.Delay(Look, clock, cancellationToken);
            }
        }
    }

    // ERROR_SHARING_VIOLATION, and EWOULDBLOCK of Linux and of macOS; everything else would never end
    private static bool IsHeld(IOException e) => e.HResult is unchecked((int)0x80070020) or 11 or 35;
}
