using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace EmailConsole.Deployment;

public static class DeploymentRegistration
{
    /// <summary>Adds the home's <c>appsettings.json</c> below every other source, and says where home is.</summary>
    public static Home AddHome(this IHostApplicationBuilder builder)
    {
        var folder = Home.FindConfigurationFolder(AppContext.BaseDirectory);
        var files = new PhysicalFileProvider(folder);
        string[] names = [$"appsettings.{builder.Environment.EnvironmentName}.json", "appsettings.json"];
        foreach (var name in names)
        {
            builder.Configuration.Sources.Insert(0, new JsonConfigurationSource
            {
                Path = name,
                Optional = true,
                ReloadOnChange = true,
                FileProvider = files,
            });
        }

        return Home.Create(folder, builder.Configuration);
    }

    public static void AddDeployment(this IHostApplicationBuilder builder, Home home)
    {
        builder.Services.AddSingleton(home);
    }
}
