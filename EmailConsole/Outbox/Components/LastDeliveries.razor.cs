using EmailConsole.Outbox.Deliveries;
using EmailConsole.Outbox.Trends;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace EmailConsole.Outbox.Components;

/// <summary>The last success and the last failure of the tenant's mail; of the super tenant: of all mail through its provider.</summary>
public sealed partial class LastDeliveries : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private LatestDeliveries? _latest;
    private string? _shownDomain;
    private ITimer? _looking;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>The address of the tenant's Deliveries page.</summary>
    [Parameter, EditorRequired]
    public string DeliveriesHref { get; set; } = "";

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private ViewDeliveries Deliveries { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ILogger<LastDeliveries> Logger { get; set; } = default!;

    public void Dispose() => _looking?.Dispose();

    protected override void OnInitialized() => _looking = Time.CreateTimer(_ => _ = InvokeAsync(LookAsync), null, Look, Look);

    protected override async Task OnParametersSetAsync()
    {
        if (_shownDomain != TenantDomain)
        {
            _shownDomain = TenantDomain;
            await LoadAsync();
        }
    }

    private async Task LookAsync()
    {
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
            _latest = await Deliveries.LatestAsync((await Authentication).User, TenantDomain, CancellationToken.None);
        }
        catch (Exception e)
        {
            // The settings below are of use without it
            LogNotRead(Logger, e, TenantDomain);
        }
    }
}
