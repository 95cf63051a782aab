using EmailConsole.EmailProviders.Components;
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
        // A page finds out that its node is frozen, or cut off, by three that do not come (wwwroot/circuit.js)
        builder.Services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(options => options.KeepAliveInterval = TimeSpan.FromSeconds(5));
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddScoped<ThemeStore>();
        builder.Services.AddSingleton<PlaceFinder>();
        builder.Services.AddScoped<FindEntries>();
        builder.Services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.TopLeft;
            options.SnackbarConfiguration.NewestOnTop = true;
            // Said twice is seen twice, for its full time: with duplicates left out, the second stood behind what was said between
            options.SnackbarConfiguration.PreventDuplicates = false;
        });
        builder.Services.AddScoped<LeaveQuestion>();
        builder.Services.AddScoped<IDialogService, SingleDialogs>();
    }

    public static void MapShell(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options =>
            {
                // Hosting sets one content security policy for every answer
                options.ContentSecurityFrameAncestorsPolicy = null;
                options.ConfigureWebSocketAcceptContext = (_, socket) =>
                {
                    // Messages are compressed, each by itself: a page that stands idle keeps no compressor
                    socket.DisableServerContextTakeover = true;
                    return Task.CompletedTask;
                };
            })
            .Add(Circuits.RequireSignIn);
    }
}
