using EmailConsole.EmailProviders.Editing;
using EmailConsole.EmailProviders.Presets;
using EmailConsole.EmailProviders.Validation;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using MudBlazor;

namespace EmailConsole.EmailProviders.Components;

/// <summary>The form of a tenant's own provider: Update, Revert, Discard, and what happens when somebody else was faster.</summary>
public sealed partial class EmailProviderForm : IDisposable
{
    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(700);

    private readonly CancellationTokenSource _gone = new();
    private EmailProviderFormState _state = new(null);
    private ErrorSummary? _summary;
    private ITimer? _pause;
    private EmailProviderSettings? _earlier;
    private string? _notice;
    private bool _showsSummary;
    private bool _isBusy;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>What the form starts with; later changes of the parameter do not touch what is typed.</summary>
    [Parameter, EditorRequired]
    public StoredEmailProvider? Stored { get; set; }

    /// <summary>Something else is stored now: after an Update, a Revert, or when another person's changes were taken.</summary>
    [Parameter]
    public EventCallback<StoredEmailProvider?> OnStored { get; set; }

    /// <summary>After each edit, with the count of unsaved changes.</summary>
    [Parameter]
    public EventCallback<int> OnEdited { get; set; }

    /// <summary>The person may not do that any more.</summary>
    [Parameter]
    public EventCallback<TenantDecision> OnRefused { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private IEmailProviderEditor Editor { get; set; } = default!;

    [Inject]
    private OfferedPresets Presets { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    [Inject]
    private ILogger<EmailProviderForm> Logger { get; set; } = default!;

    /// <summary>What stands in the form now, for a test before it is saved.</summary>
    public EmailProviderInput Input => _state.Draft.ToInput();

    private bool HasOwnServer => _state.Draft.Server == ProviderServer.Own;

    private int Count => _state.UnsavedChanges.Count;

    private string CountText => Count switch
    {
        0 => _state.Stored is null ? "Nothing typed yet" : "No unsaved changes",
        1 => $"1 unsaved change: {_state.UnsavedChanges[0]}",
        var n => $"{n} unsaved changes",
    };

    public void Dispose()
    {
        _pause?.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override void OnInitialized()
    {
        _pause = Time.CreateTimer(_ => _ = InvokeAsync(OnPause), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Start(new EmailProviderFormState(Stored));
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        // Typed before the page was loaded anew; what was saved since is no draft
        var found = await Drafts.FindAsync(await DraftKeyAsync());
        if (found is not null && Normalisation.Normalise(found) != Normalisation.Normalise(Stored?.Settings ?? new EmailProviderSettings()) && Count == 0)
        {
            _earlier = found;
            StateHasChanged();
        }
    }

    private FormDrafts Drafts => new(Js);

    private async Task<string> DraftKeyAsync() => $"email-provider {TenantDomain} {(await Authentication).User.Identity?.Name}";

    private async Task KeepDraftAsync() =>
        await Drafts.KeepAsync(await DraftKeyAsync(), Count == 0 ? null : _state.Draft.ToSettings());

    private Task BringBackAsync()
    {
        var draft = EmailProviderDraft.From(_earlier!);

        // Confirmed, if at all, on a page that is gone
        draft.AcceptsClearTextCredentials = false;
        _earlier = null;
        Start(new EmailProviderFormState(_state.Stored, draft));
        return OnEdited.InvokeAsync(Count);
    }

    private Task DropEarlierAsync()
    {
        _earlier = null;
        return KeepDraftAsync();
    }

    private void Start(EmailProviderFormState state)
    {
        _state = state;
        _state.Changed = OnChanged;
        _showsSummary = false;
        _notice = null;
    }

    private void OnChanged()
    {
        _pause?.Change(TypingPause, Timeout.InfiniteTimeSpan);
        StateHasChanged();
        _ = OnEdited.InvokeAsync(Count);
    }

    private Task OnPause()
    {
        _state.Pause();
        StateHasChanged();
        return KeepDraftAsync();
    }

    private void ShowErrors()
    {
        _showsSummary = true;
        _summary?.TakeFocus();
    }

    private async Task DiscardAsync()
    {
        Start(new EmailProviderFormState(_state.Stored));
        await OnEdited.InvokeAsync(0);
        await KeepDraftAsync();
    }
}
