using Microsoft.JSInterop;

namespace EmailConsole.Shell.Theme;

/// <summary>Remembers in the browser which theme was chosen.</summary>
public sealed class ThemeStore(IJSRuntime js)
{
    public async Task<ThemeChoice> LoadAsync() =>
        Enum.TryParse<ThemeChoice>(await js.InvokeAsync<string?>("emailConsole.theme.load"), out var choice) ? choice : ThemeChoice.System;

    public ValueTask SaveAsync(ThemeChoice choice) => js.InvokeVoidAsync("emailConsole.theme.save", choice.ToString());
}

public enum ThemeChoice
{
    /// <summary>As the operating system says.</summary>
    System = 0,

    Light = 1,

    Dark = 2,
}
