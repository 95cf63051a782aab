using System.Text.Json;
using EmailConsole.Events.Managing;
using EmailConsole.Events.Queue;
using EmailConsole.Persistence;
using Microsoft.AspNetCore.Components;

namespace EmailConsole.Events.Components;

/// <summary>
/// What was last told an endpoint, with answer and time; one of them open with all of it. Rows change in their place; new ones are announced and come when
/// they are asked for, so that nothing moves under the pointer.
/// </summary>
public sealed partial class DeliveryList
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Task _reading = Task.CompletedTask;
    private IReadOnlyList<DeliveryRow>? _rows;
    private EndpointRow? _readFor;
    private Guid? _open;
    private DeliveryStory? _story;
    private string? _body;
    private string? _problem;
    private bool _isSentAgain;
    private bool _onlyFailed;
    private bool _hasMore;
    private bool _hasFailed;
    private int _new;
    private int _shownRound;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    /// <summary>The endpoint, as it was read last: where that has changed, its deliveries may have.</summary>
    [Parameter, EditorRequired]
    public EndpointRow Seen { get; set; } = default!;

    /// <summary>Of the page Deliveries of the tenant.</summary>
    [Parameter, EditorRequired]
    public string DeliveriesHref { get; set; } = "";

    /// <summary>Another one: something was sent by hand.</summary>
    [Parameter]
    public int Round { get; set; }

    [Inject]
    private ViewWebhooks View { get; set; } = default!;

    [Inject]
    private ReplayWebhooks Again { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    // What is due may be tried at any moment, and where that goes as before nothing else tells of it
    private bool MayHaveChanged => Seen != _readFor || _rows!.Any(row => row.State == WebhookState.Waiting && row.DueAt <= Time.GetUtcNow());

    protected override async Task OnParametersSetAsync()
    {
        _problem = Seen.IsPaused ? null : _problem;
        if (_shownRound != Round || (_rows is null && _reading.IsCompleted))
        {
            _shownRound = Round;
            await ReadAsync();
        }
        else if (_rows is not null && Seen != _readFor)
        {
            await LookNowAsync();
        }
    }

    protected override async Task LookAsync()
    {
        if (!_reading.IsCompleted || (_rows is null && !_hasFailed))
        {
            return;
        }

        if (_hasFailed)
        {
            await InTurnAsync(ReadNewestAsync);
        }
        else if (MayHaveChanged)
        {
            await InTurnAsync(async () =>
            {
                // Whether there is such an endpoint still, and who may see it, is found out by the page around this. Of an empty list nothing can move
                if (await RefreshAsync() && _rows!.Count == 0 && _new > 0)
                {
                    await ReadNewestAsync();
                }
            });
        }
        else
        {
            return;
        }

        StateHasChanged();
    }

    private Task FilterAsync(bool onlyFailed)
    {
        (_onlyFailed, _open, _story) = (onlyFailed, null, null);
        return ReadAsync();
    }

    private Task ReadAsync() => ByHandAsync(ReadNewestAsync);

    private Task MoreAsync() => ByHandAsync(async () =>
    {
        if (_rows is not { Count: > 0 } rows)
        {
            return true;
        }

        if (await PageAsync(rows[^1]) is not { } found)
        {
            return false;
        }

        (_rows, _hasMore) = ([.. rows, .. found], found.Count == ViewWebhooks.Page);
        return true;
    });

    private Task ToggleAsync(Guid id)
    {
        (_open, _story, _problem, _isSentAgain) = (_open == id ? null : id, null, null, false);
        return _open is null ? Task.CompletedTask : ByHandAsync(RefreshAsync);
    }

    private Task ReplayAsync(Guid id) => ByHandAsync(async () =>
    {
        var result = await Again.OneAsync((await Authentication).User, TenantDomain, id, CancellationToken.None);
        if (result is WebhookResult.Denied)
        {
            return false;
        }

        if (_open == id)
        {
            _problem = EventWords.Problem(result);
            _isSentAgain = _problem is null;
        }

        return await RefreshAsync();
    });

    // False: whoever asks may not, or not any more
    private async Task ByHandAsync(Func<Task<bool>> action)
    {
        try
        {
            await InTurnAsync(async () =>
            {
                if (!await action())
                {
                    Navigation.Refresh(forceReload: true);
                }
            });
        }
        catch (Exception e) when (DatabaseFaults.IsCauseOf(e))
        {
            _hasFailed = true;
        }
    }

    // One after the other: what was read first must not be shown last
    private async Task InTurnAsync(Func<Task> action)
    {
        var (before, ended) = (_reading, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _reading = ended.Task;
        await before;
        try
        {
            await action();
        }
        finally
        {
            ended.SetResult();
        }
    }

    private async Task<bool> ReadNewestAsync()
    {
        var (seen, open) = (Seen, _open);
        if (await PageAsync(null) is not { } found)
        {
            return false;
        }

        var story = await FindOpenAsync(found, open);
        Show(found, open, story);
        (_hasMore, _hasFailed, _new, _readFor) = (found.Count == ViewWebhooks.Page, false, 0, seen);
        return true;
    }

    private async Task<bool> RefreshAsync()
    {
        var (seen, open, rows) = (Seen, _open, _rows!);
        if (await View.RefreshAsync((await Authentication).User, TenantDomain, seen.Id, _onlyFailed, rows, _hasMore, Gone) is not { } news)
        {
            return false;
        }

        var story = await FindOpenAsync(news.Shown, open);
        Show(news.Shown, open, story);
        (_new, _readFor) = (news.New, seen);
        return true;
    }

    private async Task<IReadOnlyList<DeliveryRow>?> PageAsync(DeliveryRow? before) =>
        await View.DeliveriesAsync((await Authentication).User, TenantDomain, Seen.Id, _onlyFailed, before, Gone);

    // When one that waits is tried next changes without a change of its own
    private async Task<DeliveryStory?> FindOpenAsync(IReadOnlyList<DeliveryRow> rows, Guid? open)
    {
        var row = rows.FirstOrDefault(r => r.Id == open);
        return row is null ? null
            : row.DueAt is null && _story?.Row == row ? _story
            : await View.FindAsync((await Authentication).User, TenantDomain, row.Id, Gone);
    }

    // The story was read after the rows, and its row tells the same as it does
    private void Show(IReadOnlyList<DeliveryRow> rows, Guid? open, DeliveryStory? story)
    {
        _rows = [.. rows.Select(row => row.Id == story?.Row.Id ? story.Row : row)];
        if (_open == open)
        {
            (_open, _story) = (story?.Row.Id, story);
            _body = story is null ? null : JsonSerializer.Serialize(JsonDocument.Parse(story.Body).RootElement, Indented);

            // Once it was sent the row says how that went
            _isSentAgain &= story?.Row.DueAt <= Time.GetUtcNow();
        }
    }
}
