using EmailConsole.Accounts.SetUp;
using EmailConsole.Tests.Application;
using Microsoft.Extensions.Logging;

namespace EmailConsole.Tests.Accounts.SetUp;

public sealed class AnnouncementTests : IDisposable
{
    private static readonly Uri Link = new("http://localhost:5240/set-up?token=abc");
    private static readonly DateTimeOffset Expiry = new(2030, 1, 7, 9, 30, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly RecordedLog _log = new();

    private string FileName => Path.Combine(_folder.Path, "data", "set-up-link.txt");

    public void Dispose()
    {
        _folder.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Announce_OnTheConsole_ShowsTheWholeLink()
    {
        using var output = new StringWriter();

        await new ConsoleAnnouncement(output, TimeProvider.System).AnnounceAsync(Link, Expiry, CancellationToken.None);

        Assert.Contains(Link.ToString(), output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Announce_InAFile_OnlyItsOwnerCanReadAndTheLogNamesTheFileAlone()
    {
        await AnnounceAsync();

        Assert.Equal(Link.ToString(), (await File.ReadAllTextAsync(FileName)).Trim());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FileName));
        }

        var line = Assert.Single(_log.Lines);
        Assert.Contains(FileName, line, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Announce_ReadableFileInItsPlace_IsReplaced()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FileName)!);
        await File.WriteAllTextAsync(FileName, "older");

        await AnnounceAsync();

        Assert.Equal(Link.ToString(), (await File.ReadAllTextAsync(FileName)).Trim());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FileName));
        }
    }

    [Fact]
    public async Task Withdraw_FileThere_RemovesIt()
    {
        var announcement = await AnnounceAsync();

        announcement.Withdraw();

        Assert.False(File.Exists(FileName));
    }

    [Fact]
    public void Withdraw_FolderMissing_DoesNothing()
    {
        using var loggers = new LoggerFactory([_log]);

        new FileAnnouncement(FileName, loggers.CreateLogger<FileAnnouncement>()).Withdraw();

        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Announce_FileCannotBeWritten_LogsThePathAndGoesOn()
    {
        // A file where the folder should be: refused for every user, root included
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "data"), "");

        await AnnounceAsync();

        var line = Assert.Single(_log.Lines);
        Assert.StartsWith("Error", line, StringComparison.Ordinal);
        Assert.Contains(FileName, line, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", line, StringComparison.Ordinal);
    }

    private async Task<FileAnnouncement> AnnounceAsync()
    {
        using var loggers = new LoggerFactory([_log]);
        var announcement = new FileAnnouncement(FileName, loggers.CreateLogger<FileAnnouncement>());
        await announcement.AnnounceAsync(Link, Expiry, CancellationToken.None);
        return announcement;
    }
}
