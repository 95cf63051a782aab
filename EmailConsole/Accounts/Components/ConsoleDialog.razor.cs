using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace EmailConsole.Accounts.Components;

public sealed partial class ConsoleDialog
{
    private readonly string _id = $"dialog-{Guid.NewGuid():N}";
    private ElementReference _form;
    private bool _wasDone;
    private bool _isBusy;

    /// <summary>A click beside it must not throw away what was typed, or a secret that is shown once.</summary>
    public static DialogOptions Options { get; } = new() { BackdropClick = false, CloseOnEscapeKey = false, MaxWidth = MaxWidth.Small, FullWidth = true };

    /// <summary>For what is copied: lines of commands and files.</summary>
    public static DialogOptions Wide { get; } = Options with { MaxWidth = MaxWidth.Medium };

    [Parameter, EditorRequired]
    public RenderFragment ChildContent { get; set; } = default!;

    /// <summary>What its button says that it does.</summary>
    [Parameter, EditorRequired]
    public string Action { get; set; } = "";

    /// <summary>What the button says that closes it with nothing done.</summary>
    [Parameter]
    public string Cancel { get; set; } = "Cancel";

    [Parameter]
    public Color Color { get; set; } = Color.Primary;

    /// <summary>What the dialog is for. Until it ends, nothing is submitted again.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnSubmit { get; set; }

    [Parameter]
    public bool CanSubmit { get; set; } = true;

    /// <summary>It has done what it is for, and shows what came of it.</summary>
    [Parameter]
    public bool IsDone { get; set; }

    /// <summary>What is shown then is not shown again.</summary>
    [Parameter]
    public bool IsShownOnce { get; set; }

    /// <summary>Where to go on from there, beside <em>Done</em>.</summary>
    [Parameter]
    public RenderFragment? Next { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    private string? Loss => (IsDone, IsShownOnce) switch
    {
        (false, _) => "What you typed is not saved.",
        (true, true) => "This is not shown again.",
        _ => null,
    };

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // The button that was pressed is gone, and the focus with it
        if (IsDone && !_wasDone)
        {
            _wasDone = true;
            await _form.FocusAsync();
        }
    }

    private async Task SubmitAsync()
    {
        if (_isBusy || IsDone || !CanSubmit)
        {
            return;
        }

        _isBusy = true;
        try
        {
            await OnSubmit.InvokeAsync();
        }
        finally
        {
            _isBusy = false;
            StateHasChanged();
        }

        if (!IsDone)
        {
            try
            {
                await Js.InvokeVoidAsync("consoleDialogs.focusProblem", _id);
            }
            catch (JSDisconnectedException)
            {
                // The browser is gone, and the person with it
            }
        }
    }
}
