using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace EmailConsole.Accounts.Components;

/// <summary>A text to hand over, with a button that puts it on the clipboard.</summary>
public sealed partial class CopyField
{
    private string _said = "";

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    private async Task CopyAsync()
    {
        try
        {
            _said = await Js.InvokeAsync<bool>("emailConsole.copy", Text) ? "Copied" : "The browser did not allow it: select the text instead.";
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the person with it
        }
    }
}
