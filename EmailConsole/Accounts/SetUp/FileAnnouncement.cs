using System.Globalization;
using EmailConsole.Persistence;

namespace EmailConsole.Accounts.SetUp;

/// <summary>Outside Development: a file that only the service's user can read. The log names the file, never the link.</summary>
internal sealed partial class FileAnnouncement(string file, ILogger<FileAnnouncement> logger) : ISetUpAnnouncement
{
    public const string FileName = "set-up-link.txt";

    /// <summary>The database's folder is the one that is written to wherever the console runs; its home may be read-only.</summary>
    public static string PathBeside(DatabaseLocation database) => Path.Combine(database.Folder, FileName);

    public string Place => $"is in the file {FileName} beside the database, on the server; its log names the folder";

    public async Task AnnounceAsync(Uri link, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(link, cancellationToken);
            LogWritten(file, expiresAt.ToString("u", CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotWritten(file, e.Message);
        }
    }

    public void Withdraw()
    {
        try
        {
            Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(file, e.Message);
        }
    }

    private async Task WriteAsync(Uri link, CancellationToken cancellationToken)
    {
        PrivateFolder.Create(Path.GetDirectoryName(file)!);

        // A file that is there may have been made by somebody else, with another mode: it is replaced, not written into
        Delete();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var writer = new StreamWriter(file, options);
        await writer.WriteLineAsync(link.ToString().AsMemory(), cancellationToken);
    }

    // In a folder that is missing, or cannot be written to, there is mostly nothing to delete: no reason to fail
    private void Delete()
    {
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "EmailConsole has no administrator yet. A one-time link to choose a password is in {File}, good until {ExpiresAt}; "
        + "when it runs out, a new one is written there.")]
    private partial void LogWritten(string file, string expiresAt);

    [LoggerMessage(Level = LogLevel.Error, Message =
        "EmailConsole has no administrator yet, and the one-time link cannot be written to {File}: {Reason} "
        + "Let the service write there, then start it again.")]
    private partial void LogNotWritten(string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The set-up link in {File} is of no use any more, but the file cannot be deleted: {Reason}")]
    private partial void LogNotDeleted(string file, string reason);
}
