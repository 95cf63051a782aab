namespace EmailConsole.Persistence;

/// <summary>A folder that only the service's user can read.</summary>
public static class PrivateFolder
{
    /// <summary>Creates the folder if it is missing; an existing one keeps its mode.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
