namespace EmailConsole.Persistence.Sqlite;

/// <summary>
/// Holds the database for this console alone, from its start to its end: of two consoles on one outbox each would send what
/// waits, and so every message twice. The operating system takes it back from a process that dies.
/// </summary>
internal sealed partial class DatabaseLock(DatabaseLocation location, TimeProvider clock, ILogger<DatabaseLock> logger) : IDisposable
{
    /// <summary>What is put after the name of the database file.</summary>
    public const string Suffix = "-lock";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    // A console that has been told to stop may still be at it
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private FileStream? _held;

    /// <summary>Takes the lock, once.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CannotStartException">Another console has it and keeps it.</exception>
    /// <exception cref="IOException">The file beside the database cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        // By whatever name the database is reached
        var database = new FileInfo(location.Name) is { LinkTarget: not null } link
            ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName
            : location.Name;
        var since = clock.GetTimestamp();
        for (var attempt = 0; _held is null; attempt++)
        {
            try
            {
                _held = new FileStream(database + Suffix, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (IsHeld(e))
            {
                if (clock.GetElapsedTime(since) >= Patience)
                {
                    throw new CannotStartException(
                        $"ConnectionStrings:EmailConsole: the database {location.Name} is in use by another EmailConsole, and two "
                        + "would send every message twice. Stop the other one, or give this one a database of its own.",
                        e);
                }

                if (attempt == 0)
                {
                    LogWaiting(location.Name, Patience.TotalSeconds);
                }

                await Task.Delay(Look, clock, cancellationToken);
            }
        }
    }

    public void Dispose() => _held?.Dispose();

    // ERROR_SHARING_VIOLATION, and EWOULDBLOCK of Linux and of macOS
    private static bool IsHeld(IOException e) => e.HResult is unchecked((int)0x80070020) or 11 or 35;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Another EmailConsole has the database {File}; it has {Seconds} s to stop.")]
    private partial void LogWaiting(string file, double seconds);
}
