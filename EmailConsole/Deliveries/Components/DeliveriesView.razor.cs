using EmailConsole.Outbox.History;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace EmailConsole.Deliveries.Components;

/// <summary>
/// The Deliveries page: figures, filter, list, and the story of one message. The address holds the filter and the open message,
/// never what is looked for, which the entry of the browser's history keeps beside it. Rows change in their place; new ones are announced and come when they are asked for.
/// </summary>
public sealed partial class DeliveriesView
{
    private static readonly TimeSpan FiguresPatience = TimeSpan.FromMilliseconds(200);

    private readonly List<EmailCursor?> _pages = [null];
    private CancellationTokenSource _reading = new();
    private readonly SearchedText _search = new();
    private RetryAllRun? _retryAll;
    private DateTimeOffset? _failedBefore;
    private (string Domain, DeliveriesQuery Query)? _shown;
    private EmailFilter _filter = new();
    private DeliveriesList? _list;
    private DeliveriesFigures? _figures;
    private bool _hasFailed;
    private long? _waiting;
    private readonly ProviderTry _try = new();

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>The filter of the address.</summary>
    [Parameter, EditorRequired]
    public DeliveriesQuery Query { get; set; } = default!;

    /// <summary>The address of a tenant's Email Provider page.</summary>
    [Parameter, EditorRequired]
    public Func<string, string> ProviderHref { get; set; } = default!;

    /// <summary>The open message of the address.</summary>
    [Parameter]
    public Guid? Message { get; set; }

    /// <summary>What other rooms have to say above the messages.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

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
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    [Inject]
    private ILogger<DeliveriesView> Logger { get; set; } = default!;

    private ProviderHealth? CurrentHealth => Health?.Domain == TenantDomain ? Health.Health : null;

    private ProviderHealth? HealthToTell => CurrentHealth is { } health && HealthNotice.IsFor(health) ? health : null;

    private EmailPage? Page => _list?.Page;

    private DeliveriesStanding? Standing => _list?.Standing;

    private bool IsNarrowed => Query.IsNarrowed || _search.Find != FindText.None;

    private string? DomainOfMessage =>
        Standing is { Scope.IsAcross: true } standing && Page?.Emails.FirstOrDefault(e => e.Id == Message) is { } email
            ? standing.Domains.GetValueOrDefault(email.TenantId)
            : null;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reading.Cancel();
            _reading.Dispose();
        }

        base.Dispose(disposing);
    }

    protected override async Task OnParametersSetAsync()
    {
        // What was answered to an earlier try stands until mail leaves again
        _try.See(CurrentHealth, Snackbar);
        if (_retryAll is { IsRunning: false } && CurrentHealth?.FailedAt != _failedBefore)
        {
            // It was tried, and the notice above says how that went
            _retryAll = null;
        }

        var isFound = _search.TakeFrom(Navigation.HistoryEntryState ?? "");
        if (_shown?.Domain == TenantDomain && HealthToTell is null != _waiting is null)
        {
            await CountWaitingAsync();
        }

        if (isFound || _shown != (TenantDomain, Query))
        {
            if (_shown?.Domain != TenantDomain || _shown?.Query.IsAcross != Query.IsAcross)
            {
                (_figures, _list) = (null, null);
            }

            _shown = (TenantDomain, Query);
            await ShowNewestAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // A page that is loaded again has its history, and nobody was told
        if (firstRender && await Js.InvokeAsync<string?>("emailConsole.historyText") is { Length: > 0 } text && _search.Text.Length == 0)
        {
            await SearchAsync(text);
            StateHasChanged();
        }
    }

    private Task SearchAsync(string text)
    {
        _search.Type(text);
        NavigateTo(Navigation.Uri, replaces: true);
        return ShowNewestAsync();
    }

    private async Task ShowNewestAsync()
    {
        _pages.Clear();
        _pages.Add(null);
        await LoadAsync();
        var figures = LoadFiguresAsync();

        // What is counted pushes the list down. It comes with the list, which does not wait for it long
        await Task.WhenAny(figures, Task.Delay(FiguresPatience, Time, Gone));
        StateHasChanged();
        await figures;
    }

    private Task OlderAsync()
    {
        _pages.Add(Page!.Next);
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
            _filter = _pages.Count == 1 ? Query.ToFilter(_search.Find, Time.GetUtcNow()) : _filter;
            var list = await Deliveries.PageAsync((await Authentication).User, TenantDomain, Query.IsAcross, _filter, _pages[^1], reading);
            if (list is null)
            {
                Leave();
            }
            else if (!reading.IsCancellationRequested)
            {
                (_list, _hasFailed) = (list, false);
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
            if (ReferenceEquals(filter, _filter) && figures is not null && causes is not null)
            {
                _figures = new DeliveriesFigures(figures, causes, filter);
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
        await _try.BeginAsync(async () => await Operations.TryProviderAsync((await Authentication).User, TenantDomain, CancellationToken.None), CurrentHealth, _waiting);
        _try.See(CurrentHealth, Snackbar);
    }

    private async Task RetryAllAsync()
    {
        _failedBefore = CurrentHealth?.FailedAt;
        _retryAll = new RetryAllRun(() => _ = InvokeAsync(StateHasChanged));
        var (person, stop, filter) = ((await Authentication).User, Gone, Query.ToFilter(_search.Find, Time.GetUtcNow()));
        await _retryAll.RunAsync(progress => Operations.RetryAllAsync(person, TenantDomain, Query.IsAcross, filter, progress, stop), stop);
    }

    private async Task ResendAllAsync()
    {
        var dialog = await Dialogs.ShowAsync<BulkResendDialog>("Resend", new DialogParameters<BulkResendDialog>
        {
            { d => d.TenantDomain, TenantDomain },
            { d => d.IsAcross, Query.IsAcross },
            { d => d.Filter, Query.ToFilter(_search.Find, Time.GetUtcNow()) },
            { d => d.Find, _search.Find },
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

/// <summary>What was counted.</summary>
/// <param name="Figures">Of the filter.</param>
/// <param name="Causes">Of all within the hour.</param>
/// <param name="Of">The filter.</param>
internal sealed record DeliveriesFigures(EmailFigures Figures, IReadOnlyList<CauseCount> Causes, EmailFilter Of);
