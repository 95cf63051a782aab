using EmailConsole.Deployment;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tests.Deployment;

namespace EmailConsole.Tests.EmailProviders.SuperTenant;

public sealed class ShippedFileTests
{
    [Fact]
    public void Read_ShippedFile_LeadsToTheDevelopmentMailbox()
    {
        var root = Home.FindConfigurationFolder(AppContext.BaseDirectory);
        using var folder = new DeploymentFolder(File.ReadAllText(Path.Combine(root, "deployment.toml")));

        var reading = SuperTenantReader.Read(folder.Read());

        Assert.Empty(reading.Diagnostics);
        Assert.Equal(
            new EmailProviderSettings
            {
                Host = "localhost",
                Port = 1025,
                Encryption = SmtpEncryption.None,
                FromAddress = "no-reply@localhost",
                DisplayNameMode = DisplayNameMode.Name,
                DisplayName = "EmailConsole",
                AuthenticationType = AuthenticationType.None,
            },
            reading.Provider!.Settings);
    }
}
