using EmailConsole.EmailProviders;
using Microsoft.AspNetCore.Components;

namespace EmailConsole.Deliveries.Components;

/// <summary>Looks once a second, at memory; every few seconds it asks who may look.</summary>
public sealed partial class RouteWatch
{
    private const int LooksPerQuestion = 5;

    private DeliveriesScope? _scope;
    private RouteHealth? _now;
    private string? _watched;
    private int _looks;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    [Parameter, EditorRequired]
    public RenderFragment ChildContent { get; set; } = default!;

    [Inject]
    private ViewRouteHealth View { get; set; } = default!;

    [Inject]
    private ILogger<RouteWatch> Logger { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        if (_watched != TenantDomain)
        {
            _watched = TenantDomain;
            (_scope, _now) = (null, null);
            await AskAsync();
            Show();
        }
    }

    protected override async Task LookAsync()
    {
        if (++_looks % LooksPerQuestion == 0 || _scope is null)
        {
            await AskAsync();
        }

        if (Show())
        {
            StateHasChanged();
        }
    }

    private async Task AskAsync()
    {
        var domain = TenantDomain;
        try
        {
            var scope = await View.FindAsync((await Authentication).User, domain, Gone);
            _scope = domain == TenantDomain ? scope : _scope;
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

    /// <returns>Whether it is another one than before.</returns>
    private bool Show()
    {
        var next = _scope is null ? null : View.Of(_scope);
        if (next?.Domain == _now?.Domain && (next is null || next.Providers.Count == _now!.Providers.Count && !next.Providers.Except(_now.Providers).Any()))
        {
            return false;
        }

        _now = next;
        return true;
    }

    [LoggerMessage(LogLevel.Error, "The health of the email providers of {TenantDomain} could not be read for a page")]
    private static partial void LogNotRead(ILogger logger, Exception exception, string tenantDomain);
}
