using EmailConsole.EmailProviders;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace EmailConsole.Deliveries.Components;

/// <summary>Looks once a second, at memory; every few seconds it asks who may look.</summary>
public sealed partial class RouteWatch : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private const int LooksPerQuestion = 5;

    private readonly CancellationTokenSource _gone = new();
    private DeliveriesScope? _scope;
    private RouteHealth? _now;
    private ITimer? _looking;
    private string? _watched;
    private bool _isLooking;
    private int _looks;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    [Parameter, EditorRequired]
    public RenderFragment ChildContent { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private ViewRouteHealth View { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ILogger<RouteWatch> Logger { get; set; } = default!;

    public void Dispose()
    {
        _looking?.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override void OnInitialized() => _looking = Time.CreateTimer(_ => _ = InvokeAsync(LookAsync), null, Look, Look);

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

    private async Task LookAsync()
    {
        if (_isLooking || _gone.IsCancellationRequested)
        {
            return;
        }

        _isLooking = true;
        if (++_looks % LooksPerQuestion == 0 || _scope is null)
        {
            await AskAsync();
        }

        _isLooking = false;
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
            var scope = await View.FindAsync((await Authentication).User, domain, _gone.Token);
            _scope = domain == TenantDomain ? scope : _scope;
        }
        catch (Exception) when (_gone.IsCancellationRequested)
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
