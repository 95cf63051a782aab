using EmailConsole.Deployment.References;
using EmailConsole.Deployment.Toml;

namespace EmailConsole.Deployment;

/// <summary>Makes a snapshot of the file's content. Whatever is wrong becomes a diagnostic.</summary>
internal sealed class DeploymentReader(Home home, IConfiguration configuration, SecretsFolder secrets, TimeProvider time)
{
    /// <summary>Far more than any real file: WSO2's largest are some 100 KB.</summary>
    private const int MaxBytes = 1024 * 1024;

    public FileContent ReadContent() => FileContent.Read(home.DeploymentFile, MaxBytes);

    public DeploymentReading Read(FileContent content)
    {
        var sources = new ReferenceSources(configuration, secrets);
        var snapshot = content switch
        {
            FileContent.Text text => ReadText(text, sources),
            FileContent.Unreadable unreadable => Broken(exists: true, unreadable.Line, unreadable.Column, unreadable.Message),
            _ => Broken(exists: false, 1, 1, $"There is no file '{home.DeploymentFile}'. Put it there, or name its place with {Home.DeploymentPathKey}."),
        };
        return new DeploymentReading(snapshot, content, sources);
    }

    /// <summary>The reading when a fault of our own ended it: no file may stop the server, nor pass for one that was read.</summary>
    public DeploymentReading Fail(FileContent content, Exception fault) => new(
        Broken(exists: true, 1, 1, $"EmailConsole failed to read this file ({fault.GetType().Name}); its log says more."),
        content,
        new ReferenceSources(configuration, secrets));

    private DeploymentSnapshot ReadText(FileContent.Text content, ReferenceSources sources)
    {
        var text = content.Value;
        var (root, problems) = TomlReader.Read(text, content.NotUtf8?.Message);
        var tables = new ResolvedTables(sources, problems);
        if (root is not null)
        {
            tables.AddAll(root);
        }

        string[] lines = [.. text.Split('\n').Select(l => l.TrimEnd('\r'))];
        return new DeploymentSnapshot(home.DeploymentFile, Exists: true, time.GetUtcNow(), lines, tables.ByName, tables.Diagnostics);
    }

    private DeploymentSnapshot Broken(bool exists, int line, int column, string message) => new(
        home.DeploymentFile,
        exists,
        time.GetUtcNow(),
        [],
        new Dictionary<string, DeploymentTable>(),
        [new DeploymentDiagnostic(DeploymentSeverity.Error, line, column, Key: null, message)]);
}

/// <summary>A snapshot, and what it was made from, to notice when that changes.</summary>
internal sealed record DeploymentReading(DeploymentSnapshot Snapshot, FileContent Content, ReferenceSources Sources);
