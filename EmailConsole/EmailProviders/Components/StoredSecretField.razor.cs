using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace EmailConsole.EmailProviders.Components;

/// <summary>A secret: "stored" with a way to replace it, or an empty field that says why it must be entered.</summary>
public sealed partial class StoredSecretField
{
    private MudTextField<string>? _input;
    private bool _replaces;
    private bool _isRevealed;
    private bool _takesFocus;

    [Parameter, EditorRequired]
    public EmailProviderFormState State { get; set; } = default!;

    /// <summary>One of <see cref="ProviderFields.Secrets"/>.</summary>
    [Parameter, EditorRequired]
    public string Field { get; set; } = "";

    [Parameter, EditorRequired]
    public SecretStatus Status { get; set; } = default!;

    /// <summary>What was typed just now.</summary>
    [Parameter]
    public string Value { get; set; } = "";

    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    /// <summary>What to type here, as the provider calls it.</summary>
    [Parameter]
    public string? SecretHint { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    private string Label => ProviderFields.Label(Field);

    private bool IsRequired => ProviderFields.Secrets.FirstOrDefault(s => s.Name == Field)?.IsRequired != false;

    private string? Error => State.ErrorOf(Field);

    private string FieldClass => Status is SecretStatus.EnterAgain && Value.Length == 0 ? "provider-field is-warned" : "provider-field";

    private string ErrorId => ProviderFields.InputId(Field) + "-error";

    private string? Hint => Status switch
    {
        SecretStatus.Kept => "Leave blank to keep the stored one.",
        SecretStatus.EnterAgain { Reason: var reason } when Value.Length == 0 => reason,
        _ => SecretHint,
    };

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_takesFocus && _input is not null)
        {
            _takesFocus = false;
            await _input.FocusAsync();
        }
    }

    private void Replace()
    {
        _replaces = true;
        _takesFocus = true;
    }

    private async Task KeepAsync()
    {
        _replaces = false;
        _isRevealed = false;
        await SetAsync("");
    }

    // In the browser, where the secret is: from here it would travel back
    private async Task TakeOutAsync() => await Js.InvokeVoidAsync("emailConsole.takeOutInvisible", ProviderFields.InputId(Field));

    private async Task SetAsync(string? value)
    {
        // A stored secret that could not follow for a moment is offered as kept again only where nothing was typed
        _replaces = _replaces || value?.Length > 0;
        await ValueChanged.InvokeAsync(value ?? "");
        State.Edit(Field);
    }
}
