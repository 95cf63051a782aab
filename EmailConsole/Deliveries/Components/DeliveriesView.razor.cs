using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using MudBlazor;

namespace EmailConsole.Deliveries.Components;

/// <summary>
/// The Deliveries page: figures, filter, list, and the story of one message. The address holds the filter and the open message,
/// never what is looked for, which the entry of the browser's history keeps beside it. Rows change in their place; new ones are announced and come when they are asked for.
/// </summary>
public sealed partial class DeliveriesView : IDisposable
{
    private readonly List<EmailCursor?> _pages = [null];
    private readonly CancellationTokenSource _gone = new();
    private CancellationTokenSource _reading = new();
    private DeliveriesQuery? _shownQuery;
    private string? _shownDomain;
    private string _text = "";
    private FindText _find = FindText.None;
    private EmailFilter _filter = new();
    private EmailPage? _page;
    private DeliveriesStanding? _standing;
    private EmailFigures? _figures;
    private EmailFilter? _counted;
    private IReadOnlyList<CauseCount> _causes = [];
    private int _new;
    private bool _hasFailed;
    private long? _waiting;
    private string? _tryAnswer;
    private string? _retryAnswer;
    private bool _isRetrying;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>The filter of the address.</summary>
    [Parameter, EditorRequired]
    public DeliveriesQuery Query { get; set; } = default!;

    /// <summary>Of the Email Provider page.</summary>
    [Parameter, EditorRequired]
    public string ProviderAddress { get; set; } = "";

    /// <summary>The open message of the address.</summary>
    [Parameter]
    public Guid? Message { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [CascadingParameter]
    private TenantHealth? Health { get; set; }

    [Inject]
    private ViewDeliveries Deliveries { get; set; } = default!;

    [Inject]
    private OperateDeliveries Operations { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ILogger<DeliveriesView> Logger { get; set; } = default!;

    private ProviderHealth? CurrentHealth => Health?.Domain == TenantDomain ? Health.Health : null;

    private ProviderHealth? HealthToTell => CurrentHealth is { } health && HealthNotice.IsFor(health) ? health : null;

    private bool IsNarrowed => Query.IsNarrowed || _find != FindText.None;

    private string? DomainOfMessage =>
        _standing is { Scope.IsAcross: true } standing && _page?.Emails.FirstOrDefault(e => e.Id == Message) is { } email
            ? standing.Domains.GetValueOrDefault(email.TenantId)
            : null;

    public void Dispose()
    {
        _looking?.Dispose();
        _reading.Cancel();
        _reading.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        // What was answered to an earlier try stands until mail leaves again
        _tryAnswer = HealthToTell is null ? null : _tryAnswer;
        var isFound = TakeFromHistory();
        if (_shownDomain == TenantDomain && HealthToTell is null != _waiting is null)
        {
            await CountWaitingAsync();
        }

        if (isFound || _shownDomain != TenantDomain || _shownQuery != Query)
        {
            if (_shownDomain != TenantDomain || _shownQuery?.IsAcross != Query.IsAcross)
            {
                (_figures, _page, _standing, _causes) = (null, null, null, []);
            }

            (_shownDomain, _shownQuery) = (TenantDomain, Query);
            await ShowNewestAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // A page that is loaded again has its history, and nobody was told
        if (firstRender && await Js.InvokeAsync<string?>("emailConsole.historyText") is { Length: > 0 } text && _text.Length == 0)
        {
            await SearchAsync(text);
            StateHasChanged();
        }
    }

    private Task SearchAsync(string text)
    {
        _text = FindText.WithoutSecret(text);
        _find = FindText.Of(_text);
        NavigateTo(Navigation.Uri, replaces: true);
        return ShowNewestAsync();
    }

    private async Task ShowNewestAsync()
    {
        _pages.Clear();
        _pages.Add(null);
        await LoadAsync();

        // The list need not wait for what is counted
        StateHasChanged();
        await LoadFiguresAsync();
    }

    private Task OlderAsync()
    {
        _pages.Add(_page!.Next);
        return LoadAsync();
    }

    private Task NewerAsync()
    {
        _pages.RemoveAt(_pages.Count - 1);
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        var reading = StartReading();
        try
        {
            // One time for all pages of a list, so that "the last hour" does not move while it is read
            _filter = _pages.Count == 1 ? Query.ToFilter(_find, Time.GetUtcNow()) : _filter;
            var list = await Deliveries.PageAsync((await Authentication).User, TenantDomain, Query.IsAcross, _filter, _pages[^1], reading);
            if (list is null)
            {
                Leave();
            }
            else if (!reading.IsCancellationRequested)
            {
                (_page, _standing, _new, _hasFailed) = (list.Page, list.Standing, 0, false);
                await CountWaitingAsync();
            }
        }
        catch (OperationCanceledException) when (reading.IsCancellationRequested)
        {
            // Something newer is being read, or the page is gone
        }
        catch (Exception e)
        {
            LogNotRead(Logger, e, TenantDomain);
            _hasFailed = true;
        }
    }

    private CancellationToken StartReading()
    {
        _reading.Cancel();
        _reading.Dispose();
        _reading = new CancellationTokenSource();
        return _reading.Token;
    }

    /// <summary>Chips, count and chart follow the whole filter; the causes are of all within the hour.</summary>
    private async Task LoadFiguresAsync()
    {
        try
        {
            var (person, filter) = ((await Authentication).User, _filter);
            var figures = await Deliveries.FiguresAsync(person, TenantDomain, Query.IsAcross, filter, CancellationToken.None);
            var causes = await Deliveries.CausesAsync(person, TenantDomain, Query.IsAcross, CancellationToken.None);
            if (ReferenceEquals(filter, _filter))
            {
                (_figures, _causes, _counted) = (figures ?? _figures, causes ?? _causes, filter);
            }
        }
        catch (Exception e)
        {
            // The list below is of use without it
            LogNotRead(Logger, e, TenantDomain);
        }
    }

    private async Task TryProviderAsync()
    {
        _tryAnswer = DeliveryWords.ProviderTried(await Operations.TryProviderAsync((await Authentication).User, TenantDomain, CancellationToken.None));
    }

    private async Task RetryAllAsync()
    {
        _isRetrying = true;
        _retryAnswer = null;
        try
        {
            var person = (await Authentication).User;
            var stop = _gone.Token;
            var filter = Query.ToFilter(_find, Time.GetUtcNow());
            var result = await Task.Run(() => Operations.RetryAllAsync(person, TenantDomain, Query.IsAcross, filter, ShowRetried, stop), CancellationToken.None);
            _retryAnswer = DeliveryWords.RetriedAll(result, isRunning: false);
        }
        catch (OutboxUnavailableException)
        {
            _retryAnswer = "The database takes nothing at present. Try again; if it stays so, look at the disk.";
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page is gone
        }

        _isRetrying = false;
    }

    private void ShowRetried(BulkRetryResult result) => _ = InvokeAsync(() =>
    {
        if (_isRetrying)
        {
            _retryAnswer = DeliveryWords.RetriedAll(result, isRunning: true);
            StateHasChanged();
        }
    });

    private async Task ResendAllAsync()
    {
        var dialog = await Dialogs.ShowAsync<BulkResendDialog>("Resend", new DialogParameters<BulkResendDialog>
        {
            { d => d.TenantDomain, TenantDomain },
            { d => d.IsAcross, Query.IsAcross },
            { d => d.Filter, Query.ToFilter(_find, Time.GetUtcNow()) },
            { d => d.Find, _find },
        }, BulkResendDialog.Options);
        await dialog.Result;
        await LoadAsync();
        await LoadFiguresAsync();
    }

    // The server answers again who may see what: with the sign-in page, or as for an address that does not exist
    private void Leave() => Navigation.Refresh(forceReload: true);

    [LoggerMessage(LogLevel.Error, "The deliveries of {TenantDomain} could not be read for the page")]
    private static partial void LogNotRead(ILogger logger, Exception exception, string tenantDomain);
}
