using EmailConsole.Cluster;
using EmailConsole.Events.Posting;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailConsole.Events.Notices;

/// <summary>Opens and closes matters, and mails what is new: each matter once, what is new of a tenant together, and not many mails in a while.</summary>
internal sealed partial class NoticeWatch(
    StandingMatters matters,
    NoticeMail mail,
    NoticeBoard board,
    IDbContextFactory<EmailConsoleDb> contexts,
    IOptions<NoticeOptions> options,
    IOwners owners,
    INode node,
    TimeProvider clock,
    ILogger<NoticeWatch> logger) : BackgroundService, IEndpointPaused
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    // So many mails to a tenant's administrators in the time of one, where outages follow each other
    private const int MostIfOutages = 4;

    private readonly SemaphoreSlim _turn = new(1);

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    /// <summary>One look.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (await owners.TakeRoleAsync(node, ClusterRole.Events, cancellationToken))
            {
                await RecordAsync(cancellationToken);
                await board.ReadAsync(cancellationToken);
                await TellAsync(cancellationToken);
            }

            await board.ReadAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task PausedAsync(PausedEndpoint endpoint, CancellationToken cancellationToken) => TryLookAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryLookAsync(stoppingToken);
        }
    }

    private async Task TryLookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
        }
    }

    private async Task RecordAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<Notice>().ToListAsync(cancellationToken);
        var standing = (await matters.FindAsync(db, [.. rows.Where(n => n.ClosedAt is null)], cancellationToken)).ToDictionary(m => (m.TenantId, m.Kind, m.SubjectId));
        var now = clock.GetUtcNow();
        foreach (var row in rows)
        {
            if (standing.Remove((row.TenantId, row.Kind, row.SubjectId), out var matter))
            {
                if (row.ClosedAt is not null)
                {
                    // One that comes again soon is what the last mail said
                    (row.ClosedAt, row.OpenedAt) = (null, row.IsToldOpen && now - row.ClosedAt < options.Value.After ? row.OpenedAt : now);
                    (row.Title, row.Words, row.Cured) = TextsOf(matter);
                }
                else if (row.Kind == NoticeKind.MailExpiring)
                {
                    row.Title = matter.Title;
                }
            }
            else
            {
                row.ClosedAt ??= now;
                if (!row.IsToldOpen && now - (row.ToldAt ?? DateTimeOffset.MinValue) >= options.Value.Every)
                {
                    // Until then it says when the last mail was
                    db.Remove(row);
                }
            }
        }

        foreach (var matter in standing.Values)
        {
            var (title, words, cured) = TextsOf(matter);
            db.Add(new Notice { TenantId = matter.TenantId, Kind = matter.Kind, SubjectId = matter.SubjectId, OpenedAt = now, Title = title, Words = words, Cured = cured });
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static (string Title, string Words, string Cured) TextsOf(Matter matter) =>
        (NoticeWords.Cut(matter.Title, Notice.MaxTitle), NoticeWords.Cut(matter.Words, Notice.MaxWords), NoticeWords.Cut(matter.Cured, Notice.MaxTitle));

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<Notice>().ToListAsync(cancellationToken);
        var now = clock.GetUtcNow();
        foreach (var tenant in rows.GroupBy(n => n.TenantId))
        {
            List<Notice> news = [.. tenant.Where(n => n.IsNews)];
            if (news.Count == 0 || !IsTime([.. tenant], news, now))
            {
                continue;
            }

            try
            {
                if (await mail.SendAsync(db, tenant.Key, news, cancellationToken) is not NoticeOutcome.NotNow and var outcome)
                {
                    foreach (var notice in news)
                    {
                        (notice.ToldAt, notice.IsToldOpen) = (outcome == NoticeOutcome.Mailed ? now : notice.ToldAt, notice.ClosedAt is null);
                    }

                    await db.SaveChangesAsync(cancellationToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The others' are told all the same
                LogNotTold(e, tenant.Key);
                news.ForEach(n => db.Entry(n).State = EntityState.Detached);
            }
        }
    }

    // An outage does not wait for the next mail's turn behind other matters, or behind one that is over
    private bool IsTime(IReadOnlyList<Notice> all, IReadOnlyList<Notice> news, DateTimeOffset now)
    {
        var (collect, every) = (options.Value.Collect, options.Value.Every);
        var sinceLast = now - (all.Max(n => n.ToldAt) ?? DateTimeOffset.MinValue);
        return sinceLast >= every
            ? now - news.Min(n => n.ChangedAt) >= collect
            : sinceLast >= every / MostIfOutages
                && news.Any(n => n.IsOutage && n.ClosedAt is null && now - n.OpenedAt >= collect)
                && !all.Any(n => n.IsOutage && n.MailedAt is { } at && now - at < every);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What needs attention could not be found out; the next look tries again.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The administrators of tenant {TenantId} could not be sent a notice; the next look tries again.")]
    private partial void LogNotTold(Exception exception, Guid tenantId);
}
