using System.Text.Json;
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
    private EmailProviderFormState? _discarded;
    private KeptDraft? _earlier;
    private Guid? _shown;
    private string? _taken;
    private string? _notice;
    private int _submits;
    private bool _isChangedElsewhere;
    private bool _showsSummary;
    private bool _isBusy;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>
    /// What the form starts with. One that is stored later is shown where nothing is typed, and else announced: what is typed stays.
    /// </summary>
    [Parameter, EditorRequired]
    public StoredEmailProvider? Stored { get; set; }

    /// <summary>Under which the browser keeps what is typed: the person and the tenant. Empty: it keeps nothing.</summary>
    [Parameter]
    public string DraftKey { get; set; } = "";

    /// <summary>Which of the tenant's providers it is for.</summary>
    [Parameter]
    public FormPlace Place { get; set; } = new();

    /// <summary>Of a new one: it is not to be added after all.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    /// <summary>Stands above the bar with the buttons.</summary>
    [Parameter]
    public RenderFragment? Below { get; set; }

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
    private IEmailProviderWriter Writer { get; set; } = default!;

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

    /// <summary>Ends when what is under way is answered, an Update or a Revert with its dialogs.</summary>
    public Task Settled { get; private set; } = Task.CompletedTask;

    /// <summary>What stands in the form now, for a test before it is saved.</summary>
    public EmailProviderInput Input => _state.Draft.ToInput();

    private Dictionary<string, object> SectionParameters => new(StringComparer.Ordinal) { [nameof(KindSection.State)] = _state };

    private bool HasOwnServer => _state.Draft.Server == ProviderServer.Own;

    private int Count => _state.UnsavedChanges.Count;

    private string CountText => Count switch
    {
        0 => _state.Stored is null ? "Nothing typed yet" : "No unsaved changes",
        1 => $"1 unsaved change: {_state.UnsavedChanges[0]}",
        var n => $"{n} unsaved changes",
    };

    /// <returns>Whether it may go: nothing is typed, or it need not be kept.</returns>
    public async Task<bool> AskBeforeClosingAsync() =>
        Count == 0 || await Dialogs.ShowMessageBoxAsync(
            "Close without saving?", $"{CountText} would not be saved.", yesText: "Close", cancelText: "Stay") == true;

    public void Dispose()
    {
        _pause?.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override void OnInitialized()
    {
        _pause = Time.CreateTimer(_ => _ = InvokeAsync(OnPause), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _shown = Stored?.Version;
        Start(new EmailProviderFormState(Stored));
    }

    protected override void OnParametersSet()
    {
        _state.Place = Place;
        TakeStored();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        // Typed before the page was loaded anew; what was saved since is no draft
        var found = await KeptDraft.FindAsync(Js, DraftKey);
        if (found is { Values: not null } && found.Over(Before).ToSettings() == Normalisation.Normalise(Before))
        {
            await KeptDraft.DropAsync(Js, DraftKey);
            found = found with { Values = null };
        }

        if (found is { IsBack: true, SaidOnReturn.Length: > 0 })
        {
            await ReturnAsync(found);
        }
        else if (found is { IsBack: false, Values: not null })
        {
            _earlier = found;
            StateHasChanged();
        }
    }

    private EmailProviderSettings Before => _state.Stored?.Settings ?? new EmailProviderSettings();

    private string DraftValues => JsonSerializer.Serialize(_state.Typed);

    private async Task RestoreAsync()
    {
        // The browser's, since what was typed beside the offer is in it too
        var kept = await KeptDraft.FindAsync(Js, DraftKey) ?? _earlier;
        _earlier = null;
        if (kept is not null)
        {
            Start(new EmailProviderFormState(_state.Stored, Over(kept, _state.Draft)));
            _state.Pause();
        }

        await OnEdited.InvokeAsync(Count);
    }

    /// <summary>The page was lost while somebody typed: it goes on where it was. What another has stored since is met as it would have been without that.</summary>
    private async Task ReturnAsync(KeptDraft found)
    {
        if (found.Values is not null)
        {
            Start(new EmailProviderFormState(_state.Stored, Over(found, _state.Draft)) { BasedOn = found.BasedOn });
            _isChangedElsewhere = found.BasedOn != _state.Stored?.Version;
            _state.Pause();
        }

        _earlier = found;
        StateHasChanged();
        await OnEdited.InvokeAsync(Count);
    }

    /// <summary>What was typed, over what is stored now: the fields that nobody typed in are as whoever stored last has them.</summary>
    private EmailProviderDraft Over(KeptDraft typed, EmailProviderDraft secrets)
    {
        var draft = typed.Over(Before);
        draft.TakeSecrets(secrets, _ => true);
        return draft;
    }

    private async Task DropEarlierAsync()
    {
        await KeptDraft.DropAsync(Js, DraftKey);
        _earlier = null;
    }

    /// <summary>Somebody else may have stored something since: never older than what the form knows.</summary>
    private void TakeStored()
    {
        if (_isBusy || Stored?.Version == _shown)
        {
            return;
        }

        _shown = Stored?.Version;
        if (_shown == _state.BasedOn || Stored?.UpdatedAt < _state.Stored?.UpdatedAt)
        {
            _isChangedElsewhere = _isChangedElsewhere && _shown != _state.BasedOn;
        }
        else if (Stored is not null && Stored.HasSameSettings(_state.Stored) && _state.BasedOn == _state.Stored?.Version)
        {
            // It was moved, renamed or switched: what is typed goes on over it
            _state = _state.Over(Stored);
        }
        else if (Count == 0 && _discarded is null)
        {
            Start(new EmailProviderFormState(Stored));
            _taken = Stored is null
                ? $"Somebody reverted {TenantDomain} to the super tenant's provider just now."
                : $"{Stored.UpdatedBy} changed this provider just now; the form shows what is stored now, and over it what you type.";
        }
        else
        {
            _isChangedElsewhere = true;
        }
    }

    private void Start(EmailProviderFormState state)
    {
        _state = state;
        _state.Changed = OnChanged;
        _state.IsPresetLeft = Presets.IsLeft;
        _state.Place = Place;
        _showsSummary = false;
        _discarded = null;
        _taken = null;
        _notice = null;
        _earlier = _earlier is { IsBack: false } ? _earlier : null;
    }

    private void OnChanged()
    {
        _discarded = null;
        _pause?.Change(TypingPause, Timeout.InfiniteTimeSpan);
        StateHasChanged();
        _ = OnEdited.InvokeAsync(Count);
    }

    private void OnPause()
    {
        _state.Pause();
        StateHasChanged();
    }

    private void ShowErrors()
    {
        _showsSummary = true;
        _summary?.TakeFocus();
    }

    private async Task DiscardAsync()
    {
        var dropped = _state;

        // Where somebody else has changed it meanwhile, theirs is what there is without mine
        Start(new EmailProviderFormState(_isChangedElsewhere ? Stored : _state.Stored));
        _isChangedElsewhere = false;
        _discarded = dropped;
        await OnEdited.InvokeAsync(0);
    }

    private async Task UndoDiscardAsync()
    {
        var back = _discarded!;
        Start(back.Stored?.Version == _state.Stored?.Version ? back : new EmailProviderFormState(_state.Stored, Over(new KeptDraft(null, null, back.Typed!), back.Draft)));
        await OnEdited.InvokeAsync(Count);
    }

    [LoggerMessage(LogLevel.Error, "The email provider of {TenantDomain} could not be changed from its page")]
    private static partial void LogFailed(ILogger logger, Exception exception, string tenantDomain);
}
