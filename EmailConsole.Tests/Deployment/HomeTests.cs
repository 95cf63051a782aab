using EmailConsole.Deployment;
using Microsoft.Extensions.Configuration;

namespace EmailConsole.Tests.Deployment;

public sealed class HomeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FindConfigurationFolder_Published_IsTheApplicationsFolder()
    {
        _folder.Write("app/deployment.toml", "");
        _folder.Write("EmailConsole.sln", "");

        Assert.Equal(_folder["app"], Home.FindConfigurationFolder(_folder["app"]));
    }

    [Fact]
    public void FindConfigurationFolder_BuiltInTheRepository_IsItsRoot()
    {
        _folder.Write("deployment.toml", "");
        _folder.Write("EmailConsole.sln", "");
        var application = Directory.CreateDirectory(_folder["EmailConsole/bin/Debug/net10.0"]).FullName;

        Assert.Equal(_folder.Path, Home.FindConfigurationFolder(application));
    }

    [Fact]
    public void FindConfigurationFolder_PublishedWithoutFile_IsTheApplicationsFolder() =>
        Assert.Equal(_folder.Path, Home.FindConfigurationFolder(_folder.Path));

    [Fact]
    public void Create_PathOfConfiguration_MakesItsFolderHome()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Deployment:Path", "/srv/mail/settings.toml")])
            .Build();

        var home = Home.Create(_folder, configuration);

        Assert.Equal("/srv/mail/settings.toml", home.DeploymentFile);
        Assert.Equal("/srv/mail/data/keys", home.Resolve("data/keys"));
        Assert.Equal("/var/keys", home.Resolve("/var/keys"));
    }

    [Fact]
    public void Create_NoPath_IsTheFileInTheConfigurationFolder() =>
        Assert.Equal(
            _folder["deployment.toml"], Home.Create(_folder, new ConfigurationBuilder().Build()).DeploymentFile);
}
