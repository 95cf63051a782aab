using Microsoft.JSInterop;

namespace EmailConsole.Shell.Theme;

/// <summary>Remembers in the browser which theme was chosen.</summary>
public sealed class ThemeStore(IJSRuntime js) : IAsyncDisposable
{
    private IJSObjectReference? _module;

    public async Task<ThemeChoice> LoadAsync() =>
        Enum.TryParse<ThemeChoice>(await (await Module()).InvokeAsync<string?>("load"), out var choice) ? choice : ThemeChoice.System;

    public async Task SaveAsync(ThemeChoice choice) => await (await Module()).InvokeVoidAsync("save", choice.ToString());

    public async ValueTask DisposeAsync()
    {
        if (_module is not null)
        {
            try
            {
                await _module.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser is gone, and the module with it
            }
        }
    }

    private async Task<IJSObjectReference> Module() => _module ??= await js.InvokeAsync<IJSObjectReference>("import", "./theme.js");
}
