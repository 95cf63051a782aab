using EmailConsole.Outbox;

namespace EmailConsole.Deliveries.Components;

public sealed partial class DeliveriesView
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    // What is counted anew may be some seconds old
    private const int LooksPerTrend = 5;

    private ITimer? _looking;
    private bool _isLooking;
    private int _looks;
    private int _pausedLooks;
    private bool _areFiguresOld;

    protected override void OnInitialized() => _looking = Time.CreateTimer(_ => _ = InvokeAsync(LookAsync), null, Look, Look);

    /// <summary>Asks memory whether anything has changed, and only then the database.</summary>
    private async Task LookAsync()
    {
        if (_isLooking || _reading.IsCancellationRequested || _standing is not { } standing || _page is not { } page)
        {
            return;
        }

        _isLooking = true;
        try
        {
            // While mail does not leave the times of messages pass
            var isOld = HealthToTell is not null && ++_pausedLooks % LooksPerTrend == 0;
            var hasChanged = isOld || Deliveries.VersionOf(standing.Scope) != standing.Version || page.Emails.Any(e => e.State == EmailState.Sending);
            if (hasChanged)
            {
                await RefreshAsync();
            }

            // Without a search they are read from counters
            _areFiguresOld |= hasChanged;
            if (_areFiguresOld && (++_looks >= LooksPerTrend || _filter is { IsSearch: false, Since: null, Until: null }))
            {
                (_looks, _areFiguresOld) = (0, false);
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
        finally
        {
            _isLooking = false;
        }
    }

    /// <summary>What waits, where it is said that mail does not leave.</summary>
    private async Task CountWaitingAsync() =>
        _waiting = HealthToTell is not null && _standing is { } standing ? await Deliveries.CountWaitingAsync(standing, CancellationToken.None) : null;

    private async Task RefreshAsync()
    {
        var page = _page!;
        var news = await Deliveries.RefreshAsync(
            (await Authentication).User, TenantDomain, Query.IsAcross, _filter, [.. page.Emails.Select(e => e.Id)], _pages.Count == 1, CancellationToken.None);
        if (news is null)
        {
            Leave();
        }
        else if (page == _page)
        {
            _page = page with { Emails = news.Shown };
            _new = news.New;
            _standing = news.Standing with { Domains = Known(news.Standing) };
            await CountWaitingAsync();
        }
    }

    private IReadOnlyDictionary<Guid, string> Known(DeliveriesStanding standing) => standing.Domains.Count > 0 ? standing.Domains : _standing!.Domains;
}
