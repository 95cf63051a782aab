using EmailConsole.Deployment;
using EmailConsole.Deployment.References;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EmailConsole.Tests.Deployment;

/// <summary>A home folder of its own, removed at the end.</summary>
internal sealed class DeploymentFolder : IDisposable
{
    public DeploymentFolder(string? text = null)
    {
        Path = Directory.CreateTempSubdirectory("emailconsole-deployment-").FullName;
        if (text is not null)
        {
            Write(text);
        }
    }

    public string Path { get; }

    public string File => System.IO.Path.Combine(Path, "deployment.toml");

    public Dictionary<string, string?> Configuration { get; } = [];

    public void Write(string text) => System.IO.File.WriteAllText(File, text);

    public void WriteSecret(string alias, string text)
    {
        var secrets = Directory.CreateDirectory(System.IO.Path.Combine(Path, "secrets")).FullName;
        System.IO.File.WriteAllText(System.IO.Path.Combine(secrets, alias), text);
    }

    public IConfigurationRoot BuildConfiguration() => new ConfigurationBuilder().AddInMemoryCollection(Configuration).Build();

    public DeploymentFile Open(TimeProvider? time = null, IConfiguration? configuration = null)
    {
        configuration ??= BuildConfiguration();
        var home = new Home(File);
        var secrets = new SecretsFolder(home, Options.Create(new SecretsOptions()));
        var reader = new DeploymentReader(home, configuration, secrets, time ?? TimeProvider.System);
        return new DeploymentFile(reader, NullLogger<DeploymentFile>.Instance);
    }

    public DeploymentSnapshot Read() => Open().Current;

    public static DeploymentSnapshot Read(string text)
    {
        using var folder = new DeploymentFolder(text);
        return folder.Read();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
