namespace EmailConsole.Tests.Servers;

/// <summary>A folder that daemons can pass through, though they run as users of their own.</summary>
internal sealed class ServerFolder : IDisposable
{
    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public string Path { get; } = CreatePassable(Directory.CreateDirectory(
        System.IO.Path.Combine(FindParent() ?? System.IO.Path.GetTempPath(), $"ec-{Guid.NewGuid():N}"[..12])).FullName);

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>A temporary folder that every user can reach; short, because a socket's path has at most 107 bytes (unix(7)).</summary>
    public static string? FindParent() =>
        new[] { System.IO.Path.GetTempPath(), "/tmp", "/var/tmp" }.FirstOrDefault(IsPassable);

    public string CreateFolder(string name) => CreatePassable(Directory.CreateDirectory(this[name]).FullName);

    public string Write(string name, string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        File.WriteAllText(this[name], text);
        SetMode(this[name], mode);
        return this[name];
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A daemon that was killed may leave a socket that vanishes meanwhile
        }
    }

    private static bool IsPassable(string path)
    {
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent)
        {
            if (!folder.Exists || !folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }

    private static string CreatePassable(string folder)
    {
        SetMode(folder, Passable);
        return folder;
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
