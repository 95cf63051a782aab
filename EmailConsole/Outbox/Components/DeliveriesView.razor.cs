using EmailConsole.Outbox.Deliveries;
using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Trends;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using MudBlazor;

namespace EmailConsole.Outbox.Components;

/// <summary>
/// The Deliveries page: figures, filter, list, and the story of one message. The address holds the filter and the open message,
/// never a recipient. Rows change in their place; new ones are announced and come when they are asked for.
/// </summary>
public sealed partial class DeliveriesView : IDisposable
{
    private readonly List<EmailCursor?> _pages = [null];
    private readonly CancellationTokenSource _gone = new();
    private CancellationTokenSource _reading = new();
    private DeliveriesQuery? _shownQuery;
    private string? _shownDomain;
    private string _recipient = "";
    private EmailFilter _filter = new();
    private EmailPage? _page;
    private DeliveriesStanding? _standing;
    private DeliveryTrend? _trend;
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

    private bool IsNarrowed => Query.IsNarrowed || _recipient.Length > 0;

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
        if (_shownDomain == TenantDomain && HealthToTell is null != _waiting is null)
        {
            await CountWaitingAsync();
        }

        if (_shownDomain != TenantDomain || _shownQuery != Query)
        {
            if (_shownDomain != TenantDomain || _shownQuery?.IsAcross != Query.IsAcross)
            {
                (_recipient, _trend, _page, _standing) = (_shownDomain is null ? "" : _recipient, null, null, null);
            }

            (_shownDomain, _shownQuery) = (TenantDomain, Query);
            await ShowNewestAsync();
            await LoadTrendAsync();
        }
    }

    private void GoTo(DeliveriesQuery query) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["state"] = query.State,
        ["last"] = query.Last,
        ["from"] = query.From,
        ["to"] = query.To,
        ["tenants"] = query.Tenants,
    }));

    private Task SearchAsync(string recipient)
    {
        _recipient = recipient.Trim();
        return ShowNewestAsync();
    }

    private Task ShowNewestAsync()
    {
        _pages.Clear();
        _pages.Add(null);
        return LoadAsync();
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
            _filter = _pages.Count == 1 ? Query.ToFilter(_recipient, Time.GetUtcNow()) : _filter;
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

    private async Task LoadTrendAsync()
    {
        try
        {
            _trend = await Deliveries.TrendAsync((await Authentication).User, TenantDomain, Query.IsAcross, CancellationToken.None) ?? _trend;
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
            var filter = Query.ToFilter(_recipient, Time.GetUtcNow());
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

    private void Open(Guid id) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("message", id.ToString("N")), replace: true);

    private async Task CloseAsync()
    {
        var row = $"row-{Message:N}";
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("message", (string?)null), replace: true);
        await Js.InvokeVoidAsync("emailConsole.focusField", row);
    }

    private async Task ResendAllAsync()
    {
        var dialog = await Dialogs.ShowAsync<BulkResendDialog>("Resend", new DialogParameters<BulkResendDialog>
        {
            { d => d.TenantDomain, TenantDomain },
            { d => d.IsAcross, Query.IsAcross },
            { d => d.Filter, Query.ToFilter(_recipient, Time.GetUtcNow()) },
            { d => d.Recipient, _recipient },
        }, BulkResendDialog.Options);
        await dialog.Result;
        await LoadAsync();
    }

    // The server answers again who may see what: with the sign-in page, or as for an address that does not exist
    private void Leave() => Navigation.Refresh(forceReload: true);
}
