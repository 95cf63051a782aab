using EmailConsole.Cluster;
using EmailConsole.Deployment.References;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace EmailConsole.Deployment;

public static class DeploymentRegistration
{
    // .NET's own, which the files of the current folder follow as well
    private const string ReloadKey = "hostBuilder:reloadConfigOnChange";

    /// <summary>
    /// Reads the home's <c>appsettings.json</c>, below every other source, in place of one that lies by chance in the
    /// current folder; and says where home is.
    /// </summary>
    public static Home AddHome(this IHostApplicationBuilder builder)
    {
        var folder = Home.FindConfigurationFolder(AppContext.BaseDirectory);
        var files = new PhysicalFileProvider(folder);
        var ofCurrentFolder = builder.Configuration.Sources.OfType<JsonConfigurationSource>()
            .Where(source => source.Path?.StartsWith("appsettings.", StringComparison.Ordinal) == true)
            .ToList();
        ofCurrentFolder.ForEach(source => builder.Configuration.Sources.Remove(source));
        string[] names = [$"appsettings.{builder.Environment.EnvironmentName}.json", "appsettings.json"];
        foreach (var name in names)
        {
            builder.Configuration.Sources.Insert(0, new JsonConfigurationSource
            {
                Path = name,
                Optional = true,
                ReloadOnChange = builder.Configuration.GetValue(ReloadKey, defaultValue: true),
                FileProvider = files,
            });
        }

        return Home.Create(folder, builder.Configuration);
    }

    /// <summary>Registers <see cref="IDeploymentFile"/>, read at first use, and its watching.</summary>
    public static void AddDeployment(this IHostApplicationBuilder builder, Home home)
    {
        builder.Services.AddOptions<SecretsOptions>()
            .BindConfiguration(SecretsOptions.Section)
            .Validate(
                options => !string.IsNullOrWhiteSpace(options.Path) && !options.Path.Contains('\0', StringComparison.Ordinal),
                $"{SecretsOptions.Section}:{nameof(SecretsOptions.Path)} must name a folder.")
            .ValidateOnStart();

        builder.Services.AddSingleton(home);
        builder.Services.AddSingleton<SecretsFolder>();
        builder.Services.AddSingleton<DeploymentReader>();
        builder.Services.AddSingleton<DeploymentFile>();
        builder.Services.AddSingleton<IDeploymentFile>(services => services.GetRequiredService<DeploymentFile>());
        builder.Services.AddSingleton<INodeFile>(services => services.GetRequiredService<DeploymentFile>());
        builder.Services.AddHostedService<DeploymentWatcher>();
    }
}
