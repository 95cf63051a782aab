namespace EmailConsole.Deployment;

/// <summary>
/// Home is the folder of the <c>deployment.toml</c> in force. Relative paths of the configuration resolve against it,
/// never against the current folder or <c>bin/</c>.
/// </summary>
/// <param name="DeploymentFile">The absolute path of <c>deployment.toml</c>.</param>
public sealed record Home(string DeploymentFile)
{
    public const string DeploymentPathKey = "Deployment:Path";

    private const string FileName = "deployment.toml";
    private const string SolutionName = "EmailConsole.sln";

    public string Folder => Path.GetDirectoryName(DeploymentFile)!;

    /// <summary>
    /// The folder of the two configuration files: that of the application where it is published, else the root of the
    /// repository it was built in.
    /// </summary>
    /// <param name="applicationFolder">The folder of the application's assembly.</param>
    public static string FindConfigurationFolder(string applicationFolder)
    {
        if (File.Exists(Path.Combine(applicationFolder, FileName)))
        {
            return applicationFolder;
        }

        for (var folder = Directory.GetParent(applicationFolder); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionName)))
            {
                return folder.FullName;
            }
        }

        return applicationFolder;
    }

    /// <param name="configurationFolder">See <see cref="FindConfigurationFolder"/>.</param>
    /// <param name="configuration">Read for <c>Deployment:Path</c>.</param>
    public static Home Create(string configurationFolder, IConfiguration configuration)
    {
        var path = configuration[DeploymentPathKey];
        return new Home(Path.GetFullPath(string.IsNullOrWhiteSpace(path) ? FileName : path, configurationFolder));
    }

    /// <summary>An absolute path; a relative one is taken from the home folder.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Folder);
}
