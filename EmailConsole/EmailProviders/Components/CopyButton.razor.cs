using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace EmailConsole.EmailProviders.Components;

/// <summary>A button that puts a text on the clipboard.</summary>
public sealed partial class CopyButton : IAsyncDisposable
{
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _gone = new();
    private IJSObjectReference? _module;
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
            _module ??= await Js.InvokeAsync<IJSObjectReference>("import", _gone.Token, "./copy.js");
            _isCopied = await _module.InvokeAsync<bool>("copy", _gone.Token, Text);
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

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        _gone.Dispose();
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
}
