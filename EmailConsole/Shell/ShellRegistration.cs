using EmailConsole.Shell.Navigation;
using EmailConsole.Shell.Palette;
using EmailConsole.Shell.Theme;
using MudBlazor;
using MudBlazor.Services;

namespace EmailConsole.Shell;

public static class ShellRegistration
{
    public static void AddShell(this IHostApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddScoped<ThemeStore>();
        builder.Services.AddSingleton<PlaceFinder>();
        builder.Services.AddScoped<FindEntries>();
        builder.Services.AddSingleton<ServerRun>();
        builder.Services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.TopLeft;
            options.SnackbarConfiguration.NewestOnTop = true;
            options.SnackbarConfiguration.PreventDuplicates = true;
        });
    }

    public static void MapShell(this WebApplication app)
    {
        app.MapStaticAssets();
        // Hosting sets one content security policy for every answer
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .Add(Circuits.RequireSignIn);
    }
}
