namespace EmailConsole.Persistence;

/// <summary>A folder that only the service's user can read.</summary>
public static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates the folder, and those above it, where they are missing; an existing one keeps its mode.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        // The mode is given to the last folder alone: those above it, made on the way, would be open to everybody
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path));
        if (!string.IsNullOrEmpty(parent) && !Directory.Exists(parent))
        {
            Create(parent);
        }

        Directory.CreateDirectory(path, OwnerOnly);
    }
}
