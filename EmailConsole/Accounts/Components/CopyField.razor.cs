using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace EmailConsole.Accounts.Components;

/// <summary>A text to hand over, with a button that puts it on the clipboard.</summary>
public sealed partial class CopyField
{
    private string _said = "";
    private string? _copied;

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>One of several beside each other: its button is a sign.</summary>
    [Parameter]
    public bool IsShort { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    private int Lines => Text.Count(c => c == '\n') + 1;

    protected override void OnParametersSet() => _said = Text == _copied ? _said : "";

    private async Task CopyAsync()
    {
        try
        {
            _copied = Text;
            _said = await Js.InvokeAsync<bool>("emailConsole.copy", Text) ? "Copied" : "The browser did not allow it: select the text instead.";
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the person with it
        }
    }
}
