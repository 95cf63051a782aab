using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace EmailConsole.Deliveries.Components;

/// <summary>One message's story, beside the list, and what can be done with it.</summary>
public sealed partial class DeliveryStoryPanel
{
    // Not disabled: a button that has the focus would lose it at the last message, and the keys with it
    private const string Off = "opacity: .4; cursor: default";

    private ElementReference _title;
    private EmailStory? _story;
    private ProviderHealth? _shownHealth;
    private Guid? _shown;
    private long _shownVersion;
    private DeliveryAnswer? _answer;
    private long _loads;
    private long _loaded;
    private bool _isMissing;
    private bool _hasFailed;
    private bool _takesFocus;
    private bool _isMoving;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>Of any tenant.</summary>
    [Parameter]
    public bool IsAcross { get; set; }

    /// <summary>Null: the panel is closed.</summary>
    [Parameter]
    public Guid? MessageId { get; set; }

    /// <summary>Of the message's tenant, where the page shows several.</summary>
    [Parameter]
    public string? Domain { get; set; }

    /// <summary>Of the Email Provider page of the message's tenant.</summary>
    [Parameter, EditorRequired]
    public string ProviderAddress { get; set; } = "";

    /// <summary>What is looked for; null: nobody.</summary>
    [Parameter]
    public RecipientFilter? Recipient { get; set; }

    /// <summary>Another one: what is shown may be old.</summary>
    [Parameter]
    public long Version { get; set; }

    /// <summary>How the page's tenant's provider fares: where it changes, what is shown may be old.</summary>
    [Parameter]
    public ProviderHealth? Health { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <summary>Where it stands among those listed, such as "2 of 50"; null: it is not among them.</summary>
    [Parameter]
    public string? Position { get; set; }

    /// <summary>Opens the one above it in the list; no delegate: there is none.</summary>
    [Parameter]
    public EventCallback OnPrevious { get; set; }

    /// <summary>Opens the one below it in the list; no delegate: there is none.</summary>
    [Parameter]
    public EventCallback OnNext { get; set; }

    [Inject]
    private ViewDeliveries Deliveries { get; set; } = default!;

    [Inject]
    private OperateDeliveries Operations { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ILogger<DeliveryStoryPanel> Logger { get; set; } = default!;

    // As its row in the list
    private string Title => _story?.Email is { Recipients.Count: var count } email && DeliveryWords.ShownOf(email, Recipient) is { } shown
        ? count == 1 ? $"To {shown.Address}" : $"To {shown.Address} and {count - 1} more"
        : "Message";

    // Where it could do nothing it is not offered: what is scheduled waits for its sender's time, a pause of the platform's for others
    private static bool MayTry(EmailSummary email, ProviderHealth? health) =>
        health is ProviderHealth.Paused or ProviderHealth.Slowed ? health.MayTry && email.State != EmailState.Scheduled : email.State == EmailState.Retrying;

    /// <summary>What a channel does with a message is told by no commit.</summary>
    protected override async Task LookAsync()
    {
        if (_story?.Email is { State.IsWaiting: true, DueAt: { } due } && due <= Time.GetUtcNow())
        {
            await LoadAsync();
            StateHasChanged();
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (MessageId != _shown)
        {
            (_shown, _story, _answer, _isMissing, _hasFailed) = (MessageId, null, null, false, false);
            _takesFocus = MessageId is not null && !_isMoving;
            _isMoving = false;
            (_shownVersion, _shownHealth) = (Version, Health);
            await LoadAsync();
        }
        else if (Version != _shownVersion || Health != _shownHealth)
        {
            (_shownVersion, _shownHealth) = (Version, Health);
            await LoadAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_takesFocus && _story is not null)
        {
            _takesFocus = false;
            await _title.FocusAsync();
        }
    }

    private async Task LoadAsync()
    {
        if (MessageId is not { } id)
        {
            return;
        }

        var load = ++_loads;
        try
        {
            var person = (await Authentication).User;
            var story = await Deliveries.FindAsync(person, TenantDomain, IsAcross, id, Gone);
            if (id == MessageId && load > _loaded)
            {
                (_loaded, _story, _isMissing, _hasFailed) = (load, story, story is null, false);
                _answer = story is null ? _answer : _answer?.Of(story.Email);
            }
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // The page is gone
        }
        catch (Exception e)
        {
            if (!_hasFailed)
            {
                // Once, and not with each look: many pages are open
                LogNotRead(Logger, e, id);
            }

            _hasFailed = true;
        }
    }

    private async Task CancelAsync()
    {
        if (_story is { } story && await Dialogs.ShowMessageBoxAsync(
            "Cancel this message?", DeliveryWords.CancelPromise(story), yesText: "Cancel message", cancelText: "Keep it") == true)
        {
            await ChangeAsync(story.Email, async () => DeliveryAnswer.ToCancel(
                await Operations.CancelAsync((await Authentication).User, TenantDomain, IsAcross, story.Email.Id, CancellationToken.None)));
        }
    }

    private async Task ResendAsync()
    {
        if (_story?.Email is { } email && (email.State != EmailState.Delivered || await Dialogs.ShowMessageBoxAsync(
            "Send it again?", "It was delivered. Everybody gets it a second time.", yesText: "Resend", cancelText: "Cancel") == true))
        {
            await ChangeAsync(email, async () => DeliveryAnswer.ToResend(
                await Operations.ResendAsync((await Authentication).User, TenantDomain, IsAcross, email.Id, CancellationToken.None), email));
        }
    }

    private async Task RetryAsync()
    {
        if (_story?.Email is { } email)
        {
            await ChangeAsync(email, async () => DeliveryAnswer.ToRetry(
                await Operations.RetryAsync((await Authentication).User, TenantDomain, IsAcross, email.Id, CancellationToken.None), email));
        }
    }

    private async Task ChangeAsync(EmailSummary email, Func<Task<DeliveryAnswer>> change)
    {
        DeliveryAnswer answer;
        try
        {
            answer = await change();
        }
        catch (OutboxUnavailableException)
        {
            answer = DeliveryAnswer.Unavailable(email);
        }

        // Another message may be shown by now; and what was being read before says nothing of this one's change
        if (MessageId == email.Id)
        {
            (_answer, _loaded) = (answer, _loads);
            await LoadAsync();
        }
    }

    // Whoever goes from one to the next stays on the button, or where the keys were pressed
    private Task MoveAsync(EventCallback to)
    {
        _isMoving = to.HasDelegate;
        return to.InvokeAsync();
    }

    private Task OnKeyDownAsync(KeyboardEventArgs e) => e switch
    {
        { Key: "Escape" } => OnClose.InvokeAsync(),
        { Key: "ArrowUp", AltKey: true } or { Key: "k", AltKey: false, CtrlKey: false, MetaKey: false } => MoveAsync(OnPrevious),
        { Key: "ArrowDown", AltKey: true } or { Key: "j", AltKey: false, CtrlKey: false, MetaKey: false } => MoveAsync(OnNext),
        _ => Task.CompletedTask,
    };

    [LoggerMessage(LogLevel.Error, "Message {MessageId} could not be read for the Deliveries page")]
    private static partial void LogNotRead(ILogger logger, Exception exception, Guid messageId);
}
