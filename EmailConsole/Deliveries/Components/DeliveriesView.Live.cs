using EmailConsole.Outbox;

namespace EmailConsole.Deliveries.Components;

public sealed partial class DeliveriesView
{
    private readonly LookPace _pace = new();

    /// <summary>Asks memory whether anything has changed, and only then the database.</summary>
    protected override async Task LookAsync()
    {
        if (_list is not { Page: var page, Standing: var standing })
        {
            return;
        }

        try
        {
            var hasChanged = _pace.AreTimesOld(HealthToTell is not null) || Deliveries.VersionOf(standing.Scope) != standing.Version
                || page.Emails.Any(e => e.State == EmailState.Sending);
            if (hasChanged)
            {
                await RefreshAsync();
            }

            if (_pace.AreFiguresDue(hasChanged, areCounted: _filter is { IsSearch: false, Since: null, Until: null }))
            {
                await LoadFiguresAsync();
                hasChanged = true;
            }

            if (hasChanged)
            {
                StateHasChanged();
            }
        }
        catch (ObjectDisposedException)
        {
            // The page is gone
        }
        catch (Exception e)
        {
            LogNotRead(Logger, e, TenantDomain);
            _hasFailed = true;
            StateHasChanged();
        }
    }

    /// <summary>What waits, where it is said that mail does not leave.</summary>
    private async Task CountWaitingAsync() =>
        _waiting = HealthToTell is not null && Standing is { } standing ? await Deliveries.CountWaitingAsync(standing, CancellationToken.None) : null;

    private async Task RefreshAsync()
    {
        var list = _list!;
        var news = await Deliveries.RefreshAsync(
            (await Authentication).User, TenantDomain, Query.IsAcross, _filter, [.. list.Page.Emails.Select(e => e.Id)], _pages.Count == 1, CancellationToken.None);
        if (news is null)
        {
            Leave();
        }
        else if (list == _list)
        {
            var domains = news.Standing.Domains.Count > 0 ? news.Standing.Domains : list.Standing.Domains;
            _list = new DeliveriesList(list.Page with { Emails = news.Shown }, news.Standing with { Domains = domains }) { New = news.New };
            await CountWaitingAsync();
        }
    }
}
