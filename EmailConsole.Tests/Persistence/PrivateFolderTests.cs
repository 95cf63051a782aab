using EmailConsole.Persistence;

namespace EmailConsole.Tests.Persistence;

public sealed class PrivateFolderTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public void Create_FoldersAboveAreMissing_MakesAllOfThemPrivate(string ending)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();

        PrivateFolder.Create(folder["data/keys"] + ending);

        Assert.Equal((OwnerOnly, OwnerOnly), (File.GetUnixFileMode(folder["data"]), File.GetUnixFileMode(folder["data/keys"])));
    }
}
