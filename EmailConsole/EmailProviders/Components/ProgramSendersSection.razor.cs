using EmailConsole.EmailProviders.Validation;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;

namespace EmailConsole.EmailProviders.Components;

/// <summary>The rule for From of a tenant's programs: a choice and a list.</summary>
public sealed partial class ProgramSendersSection : IDisposable
{
    private const string HeadId = "program-senders";
    private const string ListId = "program-senders-allowed";

    private static readonly OtherSenders[] Modes = [OtherSenders.Refuse, OtherSenders.Allow, OtherSenders.Replace];

    private readonly CancellationTokenSource _gone = new();
    private StoredSenders? _stored;
    private OtherSenders _mode;
    private string _allowed = "";
    private IReadOnlyList<string> _notPermitted = [];
    private Guid? _seenVersion;
    private string? _fault;
    private string? _notice;
    private string _announced = "";
    private bool _isBusy;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    [Parameter]
    public bool CanEdit { get; set; }

    /// <summary>Of the tenant's first provider: with another one, other senders may be permitted. Null: it has none.</summary>
    [Parameter]
    public Guid? ProviderVersion { get; set; }

    /// <summary>The person may not do that any more.</summary>
    [Parameter]
    public EventCallback<TenantDecision> OnRefused { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private IProgramSenders Senders { get; set; } = default!;

    [Inject]
    private LeaveQuestion Question { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ILogger<ProgramSendersSection> Logger { get; set; } = default!;

    private bool IsEdited => _stored is { } stored && (_mode != stored.Mode || _allowed != Text(stored));

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_stored is not null && _seenVersion != ProviderVersion && !_isBusy)
        {
            _seenVersion = ProviderVersion;
            await LookAgainAsync();
        }
    }

    protected override Task OnInitializedAsync()
    {
        _seenVersion = ProviderVersion;
        return LoadAsync();
    }

    private Task LoadAsync() => DoAsync(
        async () => await Senders.LoadAsync((await Authentication).User, TenantDomain, _gone.Token), "The rule for senders could not be loaded; the console's log says why.");

    private static string Text(StoredSenders stored) => SenderList.Store(stored.Allowed);

    private static string WordsId(OtherSenders mode) => $"program-senders-{mode}";

    private static string LabelOf(OtherSenders mode) => mode switch
    {
        OtherSenders.Allow => "Allow some",
        OtherSenders.Replace => "Replace",
        _ => "Refuse",
    };

    private static string WordsOf(OtherSenders mode) => mode switch
    {
        OtherSenders.Allow => "Addresses and domains on the list pass as they are, others are refused. Receivers judge a message by its domain (SPF, DKIM, DMARC): set it up at the provider.",
        OtherSenders.Replace => "The message leaves from the From Address, under the name that it has. Its own address becomes Reply-To where there is none; its signatures are taken out. For printers and relayhosts.",
        _ => "The program hears 550 5.7.1 with both addresses. For identity platforms, which have one sender.",
    };

    private void Choose(OtherSenders mode)
    {
        (_mode, _fault, _notice, _announced) = (mode, null, null, "");
    }

    private void Type(string? text)
    {
        (_allowed, _fault) = ((text ?? "").ReplaceLineEndings("\n"), null);
        _announced = "";
    }

    private async Task AskBeforeLeavingAsync(LocationChangingContext context)
    {
        // A link to a place on this page loses nothing
        if (IsEdited && Navigation.ToAbsoluteUri(context.TargetLocation).AbsolutePath != new Uri(Navigation.Uri).AbsolutePath)
        {
            await Question.AskAsync(context, "Leave without saving other senders?", $"What was changed for programs of {TenantDomain} would not be saved.");
        }
    }

    // What is typed stays
    private async Task LookAgainAsync()
    {
        try
        {
            if (await Senders.LoadAsync((await Authentication).User, TenantDomain, _gone.Token) is SendersResult.Stored stored)
            {
                _notPermitted = stored.NotPermitted;
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page is gone
        }
        catch (Exception e)
        {
            LogFailed(Logger, e, TenantDomain);
        }
    }

    private Task SaveAsync() => DoAsync(
        async () => await Senders.SetAsync((await Authentication).User, TenantDomain, _stored?.Version, _mode, _allowed, _gone.Token),
        "Nothing was done: the console could not store it; its log says why. Try again in a moment.",
        "The rule for other senders is saved.");

    private async Task DoAsync(Func<Task<SendersResult>> work, string failed, string done = "")
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        (_notice, _fault, _announced) = (null, null, "");
        try
        {
            switch (await work())
            {
                case SendersResult.Stored stored:
                    Show(stored.Now);
                    _notPermitted = stored.NotPermitted;
                    _announced = done;
                    break;
                case SendersResult.Invalid invalid when _mode == OtherSenders.Allow:
                    _fault = invalid.Fault;
                    break;
                case SendersResult.Invalid invalid:
                    _notice = invalid.Fault;
                    break;
                case SendersResult.ChangedElsewhere elsewhere:
                    Show(elsewhere.Theirs);
                    _notice = "Nothing was done: somebody else has changed it just now. It is shown as it is.";
                    break;
                case SendersResult.Refused refused:
                    await OnRefused.InvokeAsync(refused.Decision);
                    break;
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page is gone
        }
        catch (Exception e)
        {
            LogFailed(Logger, e, TenantDomain);
            _notice = failed;
        }
        finally
        {
            _isBusy = false;
        }
    }

    private void Show(StoredSenders stored) => (_stored, _mode, _allowed) = (stored, stored.Mode, Text(stored));

    [LoggerMessage(LogLevel.Error, "The rule for other senders of {TenantDomain} could not be loaded or stored from its page")]
    private static partial void LogFailed(ILogger logger, Exception exception, string tenantDomain);
}
