using EmailConsole.Deployment;

namespace EmailConsole.Hosting;

public static class HostingRegistration
{
    public static void AddHosting(this WebApplicationBuilder builder, Home home)
    {
        builder.Services.AddSingleton(TimeProvider.System);

        // From a build's output static files are found through a manifest, which only Development reads by itself
        if (!Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")))
        {
            builder.WebHost.UseStaticWebAssets();
        }
    }

    public static void UseHosting(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    public static void MapHosting(this WebApplication app)
    {
    }
}
