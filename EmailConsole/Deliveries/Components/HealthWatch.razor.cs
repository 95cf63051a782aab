using EmailConsole.Outbox.Health;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components;

namespace EmailConsole.Deliveries.Components;

/// <summary>Looks once a second, at memory; at the database, who may look included, where something has changed and every few seconds.</summary>
public sealed partial class HealthWatch
{
    // By then who may look, and whose provider it is, is asked again whatever has changed
    private const int LooksPerQuestion = 5;

    private (string? Domain, bool IsAcross, Guid? TenantId) _watched;
    private HealthSight? _sight;
    private TenantHealth? _now;
    private int _looks;

    /// <summary>Of the page; null: nobody's is watched.</summary>
    [Parameter, EditorRequired]
    public string? TenantDomain { get; set; }

    /// <summary>The page is about all tenants.</summary>
    [Parameter]
    public bool IsAcross { get; set; }

    /// <summary>Whose mail; null: that of the page's tenant.</summary>
    [Parameter]
    public Guid? TenantId { get; set; }

    [Parameter, EditorRequired]
    public RenderFragment<TenantHealth?> ChildContent { get; set; } = default!;

    [Inject]
    private ViewHealth View { get; set; } = default!;

    [Inject]
    private ILogger<HealthWatch> Logger { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        if (_watched != (TenantDomain, IsAcross, TenantId))
        {
            _watched = (TenantDomain, IsAcross, TenantId);
            (_sight, _now) = (null, null);
            await ReadAsync();
        }
    }

    protected override async Task LookAsync()
    {
        if (TenantDomain is null)
        {
            return;
        }

        var before = _now;
        if (++_looks % LooksPerQuestion == 0 || _sight is null || _sight.Version != View.Version)
        {
            await ReadAsync();
        }
        else
        {
            Show();
        }

        // The time of a next try passes without anything else: what says so is drawn again
        if (_now != before)
        {
            StateHasChanged();
        }
    }

    private async Task ReadAsync()
    {
        if (TenantDomain is not { } domain)
        {
            return;
        }

        var watched = _watched;
        try
        {
            var sight = await View.SeeAsync((await Authentication).User, domain, IsAcross, TenantId, Gone);
            if (watched == _watched)
            {
                _sight = sight;
                Show();
            }
        }
        catch (Exception) when (Gone.IsCancellationRequested)
        {
            // The page is gone
        }
        catch (Exception e)
        {
            // What is around it is of use without it; the next look may have it
            LogNotRead(Logger, e, domain);
        }
    }

    private void Show() => _now = _sight is { } sight ? new TenantHealth(TenantDomain!, View.Of(sight)) : null;

    [LoggerMessage(LogLevel.Error, "The health of the email provider of {TenantDomain} could not be read for a page")]
    private static partial void LogNotRead(ILogger logger, Exception exception, string tenantDomain);
}
