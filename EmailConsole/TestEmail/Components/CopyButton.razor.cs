using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace EmailConsole.TestEmail.Components;

/// <summary>Puts a text on the clipboard and says that it did, or that the browser refused.</summary>
public sealed partial class CopyButton
{
    private const string Module = "./copy-text.js";

    private string _said = "";
    private bool? _copied;

    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>Words beside the icon; else they are the icon's name.</summary>
    [Parameter]
    public bool ShowsLabel { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    private string Icon => _copied switch
    {
        true => Icons.Material.Filled.Check,
        false => Icons.Material.Filled.ErrorOutline,
        null => Icons.Material.Outlined.ContentCopy,
    };

    private async Task CopyAsync()
    {
        try
        {
            await using var module = await Js.InvokeAsync<IJSObjectReference>("import", Module);
            _copied = await module.InvokeAsync<bool>("copyText", Text);
            _said = _copied.Value ? "Copied" : "The browser did not allow copying: select the text instead.";
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the person with it
        }
    }
}
