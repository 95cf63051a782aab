using System.Globalization;
using EmailConsole.Persistence;
using EmailConsole.Sending.Nodes;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace EmailConsole.Sending.Components;

/// <summary>The nodes that share the database, kept up to date while the page is open; one is taken out, and back in.</summary>
public sealed partial class NodesView : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closed = new();
    private NodeList? _list;
    private DateTimeOffset? _lostAt;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private ManageNodes Manage { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        if (Manage.HasNodes && await TryReadAsync(_closed.Token))
        {
            _ = WatchAsync(_closed.Token);
        }
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private async Task WatchAsync(CancellationToken closed)
    {
        try
        {
            using var timer = new PeriodicTimer(Look, Clock);
            while (await timer.WaitForNextTickAsync(closed) && await TryReadAsync(closed))
            {
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
    private async Task<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await Manage.ListAsync((await Authentication).User, cancellationToken) is not { } list)
            {
                Leave();
                return false;
            }

            (_list, _lostAt) = (list, null);
        }
        catch (Exception e) when (DatabaseFaults.IsCauseOf(e))
        {
            _lostAt ??= Clock.GetUtcNow();
        }

        return true;
    }

    private async Task DrainAsync(NodeStanding row)
    {
        var isLast = _list!.Nodes.All(n => n.State.Id == row.State.Id || n.Owns.IsDrained);
        if (await Dialogs.ShowMessageBoxAsync(
            $"Drain {row.State.Name}?",
            isLast
                ? $"No other node takes over: no mail leaves until you take {row.State.Name} back, or another one is there. What is accepted waits."
                : $"It ends what it is sending and leaves the rest to the other nodes. It still takes mail and shows pages, and sends again when you take it back or it is started anew.",
            yesText: "Drain",
            cancelText: "Cancel") == true)
        {
            await SetDrainedAsync(row, isDrained: true);
        }
    }

    private async Task SetDrainedAsync(NodeStanding row, bool isDrained)
    {
        try
        {
            switch (await Manage.SetDrainedAsync((await Authentication).User, row.State.Id, isDrained, _closed.Token))
            {
                case NodeResult.Denied:
                    Leave();
                    return;
                case NodeResult.Gone:
                    Snackbar.Add($"{row.State.Name} is not there any more.", Severity.Warning);
                    break;
                default:
                    if (!isDrained)
                    {
                        Snackbar.Add($"{row.State.Name} is back; it takes over its share within a minute.", Severity.Success);
                    }

                    break;
            }
        }
        catch (Exception e) when (DatabaseFaults.IsCauseOf(e))
        {
            Snackbar.Add("The database does not answer; nothing was changed.", Severity.Error);
        }

        await TryReadAsync(_closed.Token);
        StateHasChanged();
    }

    // The server answers again who may see what
    private void Leave() => Navigation.Refresh(forceReload: true);
}
