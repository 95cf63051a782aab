using System.Globalization;
using EmailConsole.Accounts.ApiKeys;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace EmailConsole.Accounts.Components;

/// <summary>Looks every second whether a key was used.</summary>
public sealed partial class KeyFirstUse : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _gone = new();
    private DateTimeOffset? _use;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    [Parameter, EditorRequired]
    public Guid KeyId { get; set; }

    /// <summary>It was used before this is shown: it goes on with its last use.</summary>
    [Parameter]
    public bool WasUsed { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private ManageApiKeys Keys { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override void OnInitialized() => _ = WatchAsync(_gone.Token);

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(BetweenLooks, Time);
            do
            {
                // By whom the key is used, and how often, is seen on the page; here only that it works
                if (_use is null || WasUsed)
                {
                    _use = await Keys.FindLastUseAsync((await Authentication).User, TenantDomain, KeyId, cancellationToken);
                }

                if (_use is not null)
                {
                    await InvokeAsync(StateHasChanged);
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It is shown no longer
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }
}

/// <summary>How long ago something was, to the second while that is of interest.</summary>
internal static class AgoWords
{
    public static string Of(TimeSpan ago) => ago < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, ago.TotalSeconds):0} s ago")
        : RelativeTimeWords.Describe(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch + ago);
}
