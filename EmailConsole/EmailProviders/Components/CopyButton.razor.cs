using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace EmailConsole.EmailProviders.Components;

/// <summary>A button that puts a text on the clipboard.</summary>
public sealed partial class CopyButton : IDisposable
{
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _gone = new();
    private int _presses;
    private bool? _isCopied;

    /// <summary>What is copied. Never a secret.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>What the button is called, such as "Copy the transcript".</summary>
    [Parameter]
    public string Label { get; set; } = "Copy";

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private string Tooltip => Announcement.Length > 0 ? Announcement : Label;

    private string Announcement => _isCopied switch
    {
        true => "Copied",
        false => "The browser did not allow it. Select the text and copy it by hand.",
        null => "",
    };

    private Color Color => _isCopied switch { true => Color.Success, false => Color.Error, null => Color.Default };

    private string Icon => _isCopied switch
    {
        true => Icons.Material.Filled.Check,
        false => Icons.Material.Filled.PriorityHigh,
        null => Icons.Material.Outlined.ContentCopy,
    };

    private async Task CopyAsync()
    {
        var press = ++_presses;
        try
        {
            _isCopied = await Js.InvokeAsync<bool>("emailConsole.copy", _gone.Token, Text);
            StateHasChanged();
            await Task.Delay(Shown, Time, _gone.Token);
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            return;
        }

        if (press == _presses)
        {
            _isCopied = null;
        }
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }
}
