using MudBlazor;

namespace EmailConsole.Shell.Theme;

/// <summary>Light, dark, or as the system says; and the theme itself.</summary>
public partial class ThemeSwitch
{
    private MudThemeProvider _provider = default!;
    private ThemeChoice _choice;
    private bool _systemIsDark;

    private bool IsDark => _choice == ThemeChoice.Dark || (_choice == ThemeChoice.System && _systemIsDark);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _systemIsDark = await _provider.GetSystemDarkModeAsync();
            _choice = await Store.LoadAsync();
            await _provider.WatchSystemDarkModeAsync(FollowSystemAsync);
            if (_systemIsDark || _choice != ThemeChoice.System)
            {
                StateHasChanged();
            }
        }
    }

    private Task FollowSystemAsync(bool isDark) => InvokeAsync(() =>
    {
        _systemIsDark = isDark;
        StateHasChanged();
    });

    private async Task ChooseAsync(ThemeChoice choice)
    {
        if (choice == ThemeChoice.System)
        {
            // Nothing was heard of it while another choice was in force
            _systemIsDark = await _provider.GetSystemDarkModeAsync();
        }

        _choice = choice;
        await Store.SaveAsync(choice);
    }

    private static string Label(ThemeChoice choice) => choice switch
    {
        ThemeChoice.Light => "Light",
        ThemeChoice.Dark => "Dark",
        _ => "As the system",
    };
}
