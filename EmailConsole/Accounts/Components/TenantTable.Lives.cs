using System.Security.Claims;
using EmailConsole.Accounts.TenantManagement;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace EmailConsole.Accounts.Components;

/// <summary>The columns about what is sent, kept up to date while the page is open.</summary>
public sealed partial class TenantTable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closed = new();
    private TenantLives? _known;
    private bool _isOnlyAttention;

    [Inject]
    private LoadTenant Loading { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    protected override void OnInitialized()
    {
        if (Tenants.KnowsLives)
        {
            _ = WatchAsync(_closed.Token);
        }
    }

    private bool IsLoaded(TenantRow row) => _known?.Of.GetValueOrDefault(row.Id) is { Lane.LoadedAt: not null };

    private async Task WatchAsync(CancellationToken closed)
    {
        try
        {
            using var timer = new PeriodicTimer(Look, Clock);
            while (await timer.WaitForNextTickAsync(closed) && await ReadLivesAsync((await Authentication).User, closed))
            {
                if (_isOnlyAttention && !_listed.SetEquals(_known!.NeedingAttention))
                {
                    await _table.ReloadServerData();
                }

                StateHasChanged();
            }
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            // The page is left
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    /// <returns>False: the page is being left.</returns>
    private async Task<bool> ReadLivesAsync(ClaimsPrincipal person, CancellationToken cancellationToken)
    {
        if (!Tenants.KnowsLives)
        {
            return true;
        }

        if (await Tenants.FindLivesAsync(person, [.. _rows.Select(row => row.Id)], cancellationToken) is not { } lives)
        {
            Leave();
            return false;
        }

        _known = lives;
        return true;
    }

    private Task ToggleAttentionAsync()
    {
        _isOnlyAttention = !_isOnlyAttention;
        return ShowFirstAsync();
    }

    private async Task SetLoadedAsync(TenantRow row, bool isLoaded)
    {
        var person = (await Authentication).User;
        switch (await Loading.HandleAsync(person, row.Id, isLoaded, _closed.Token))
        {
            case LoadTenantResult.Done:
                Snackbar.Add(isLoaded ? $"{row.Domain} is loaded." : Unloaded(row), Severity.Success);
                break;
            case LoadTenantResult.Inactive:
                Snackbar.Add($"{row.Domain} is inactive. Activate it first.", Severity.Warning);
                break;
            case LoadTenantResult.NotYet:
                Snackbar.Add("The part that sends mail is not up yet. Try again in a few seconds; if it stays so, the console's log says why.", Severity.Warning);
                break;
            case LoadTenantResult.Gone:
                Snackbar.Add($"{row.Domain} is not there any more.", Severity.Warning);
                break;
            default:
                Leave();
                return;
        }

        await ReadLivesAsync(person, _closed.Token);
    }

    private string Unloaded(TenantRow row) => _known?.Of.GetValueOrDefault(row.Id) is { Lane.Waiting: > 0 }
        ? $"{row.Domain} is unloaded. It loads again as soon as one of its waiting messages is due; deactivate the tenant to hold its mail."
        : $"{row.Domain} is unloaded. Its next message loads it again.";
}
