using System.Globalization;

namespace EmailConsole.Accounts.SetUp;

/// <summary>Outside Development: a file that only the service's user can read. The log names the file, never the link.</summary>
internal sealed partial class FileAnnouncement(string file, ILogger<FileAnnouncement> logger) : ISetUpAnnouncement
{
    public const string FileName = "set-up-link.txt";

    public async Task AnnounceAsync(Uri link, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        Persistence.PrivateFolder.Create(Path.GetDirectoryName(file)!);

        // A file that is there may have been made by somebody else, with another mode: it is replaced, not written into
        Withdraw();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var writer = new StreamWriter(file, options))
        {
            await writer.WriteLineAsync(link.ToString().AsMemory(), cancellationToken);
        }

        LogWritten(file, expiresAt.ToString("u", CultureInfo.InvariantCulture));
    }

    public void Withdraw() => File.Delete(file);
}
