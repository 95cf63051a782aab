using EmailConsole.Outbox.Trends;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace EmailConsole.Deliveries.Components;

/// <summary>
/// How the tenant's provider fares, and the last success and failure of its mail; of the super tenant: of all mail through its provider.
/// </summary>
public sealed partial class LastDeliveries
{
    private LatestDeliveries? _latest;
    private string? _shownDomain;
    private readonly ProviderTry _try = new();
    private long _shownVersion;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>The address of the tenant's Deliveries page.</summary>
    [Parameter, EditorRequired]
    public string DeliveriesHref { get; set; } = "";

    [CascadingParameter]
    private TenantHealth? Health { get; set; }

    [Inject]
    private OperateDeliveries Operations { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private ViewDeliveries Deliveries { get; set; } = default!;

    [Inject]
    private ViewHealth View { get; set; } = default!;

    [Inject]
    private ILogger<LastDeliveries> Logger { get; set; } = default!;

    private ProviderHealth? CurrentHealth => Health?.Domain == TenantDomain ? Health.Health : null;

    protected override async Task OnParametersSetAsync()
    {
        // What was answered to an earlier try stands until mail leaves again
        _try.See(CurrentHealth, Snackbar);
        if (_shownDomain != TenantDomain)
        {
            _shownDomain = TenantDomain;
            await LoadAsync();
        }
    }

    private async Task TryAsync()
    {
        await _try.BeginAsync(async () => await Operations.TryProviderAsync((await Authentication).User, TenantDomain, CancellationToken.None), CurrentHealth, null);
        _try.See(CurrentHealth, Snackbar);
    }

    protected override async Task LookAsync()
    {
        // A number in memory tells whether anything was sent meanwhile
        if (_shownVersion == View.Version)
        {
            return;
        }

        var before = _latest;
        await LoadAsync();
        if (_latest != before)
        {
            StateHasChanged();
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            _shownVersion = View.Version;
            _latest = await Deliveries.LatestAsync((await Authentication).User, TenantDomain, CancellationToken.None);
        }
        catch (Exception e)
        {
            // The settings below are of use without it
            LogNotRead(Logger, e, TenantDomain);
        }
    }

    [LoggerMessage(LogLevel.Error, "The last deliveries of {TenantDomain} could not be read")]
    private static partial void LogNotRead(ILogger logger, Exception exception, string tenantDomain);
}
