namespace EmailConsole.Tests;

/// <summary>A folder of one test's own, removed with it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("emailconsole-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public static implicit operator string(TemporaryFolder folder) => folder.Path;

    /// <summary>Writes a file and the folders above it.</summary>
    public string Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
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
            // A server that is still closing its files may create one meanwhile; the system clears its own temporary folder
        }
    }
}
