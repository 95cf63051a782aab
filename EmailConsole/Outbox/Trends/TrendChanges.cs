using System.Runtime.InteropServices;
using EmailConsole.Delivery;
using EmailConsole.Outbox.Storage;
using EmailConsole.Outbox.Writing;
using EmailConsole.Persistence;

namespace EmailConsole.Outbox.Trends;

/// <summary>
/// What a transaction adds to the statistics: gathered in memory, so that a row is written once a transaction and not once a
/// message. Of the writer's thread alone.
/// </summary>
internal sealed class TrendChanges
{
    private const string CountSql =
        "INSERT INTO OutboxTrends (TenantId, Start, Measure, Count) VALUES (?1, ?2, ?3, ?4) "
        + "ON CONFLICT (TenantId, Start, Measure) DO UPDATE SET Count = Count + excluded.Count";

    private const string LatestSql =
        "INSERT OR REPLACE INTO OutboxLatest (TenantId, Kind, At, MessageId, Stage, Cause) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

    private const string FirstSql =
        "INSERT OR IGNORE INTO OutboxLatest (TenantId, Kind, At, MessageId, Stage, Cause) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

    private const string EndSql = "DELETE FROM OutboxLatest WHERE TenantId = ?1 AND Kind = ?2";

    private readonly Dictionary<(Guid Tenant, DateTimeOffset Start, int Measure), long> _counts = [];
    private readonly Dictionary<Guid, ProviderChange> _providers = [];
    private readonly Dictionary<(Guid Tenant, LatestKind Kind), Happening> _latest = [];

    /// <param name="tenantId">Whose message.</param>
    /// <param name="report">The attempt.</param>
    /// <param name="state">Of the message after it.</param>
    /// <param name="taken">Since its delivery is wanted.</param>
    /// <param name="now">The time.</param>
    public void Add(Guid tenantId, DeliveryReport report, EmailState state, TimeSpan taken, DateTimeOffset now)
    {
        if (state == EmailState.Delivered)
        {
            Count(tenantId, now, TrendMeasure.Delivered);
            Count(tenantId, now, TrendMeasure.Times + DeliveryTimes.BucketOf(taken));
        }
        else if (state.IsWaiting)
        {
            Count(tenantId, now, TrendMeasure.Retried);
        }
        else if (state is EmailState.Failed or EmailState.Expired)
        {
            Failed(tenantId, now);
        }

        var failure = report.Outcome.Reason;
        var happening = new Happening(now, report.Email.Id, failure?.Stage, InheritedFailureOr(report, tenantId));
        _latest[(tenantId, failure is null ? LatestKind.Delivered : LatestKind.Failed)] = happening;
        if (report.ProviderOwner is { } owner && failure?.Blame is not (Blame.Message or Blame.Recipient or Blame.Ours))
        {
            _latest[(owner, failure is null ? LatestKind.DeliveredThroughProvider : LatestKind.FailedThroughProvider)] =
                happening with { Cause = failure?.Advice.Cause };
        }

        AddProvider(report, now);
    }

    /// <summary>Nothing of what the provider failed by holds any more.</summary>
    public void ProviderWorks(Guid owner) => _providers[owner] = new ProviderChange(Worked: true, null);

    /// <summary>A server took a test email of the tenant.</summary>
    public void Tested(Guid tenantId, DateTimeOffset now) => _latest[(tenantId, LatestKind.Tested)] = new Happening(now, Guid.Empty, null, null);

    public void Failed(Guid tenantId, DateTimeOffset now) => Count(tenantId, now, TrendMeasure.Failed);

    /// <summary>Within the transaction, before its commit.</summary>
    public void Write(OutboxSession session)
    {
        foreach (var ((tenant, start, measure), count) in _counts)
        {
            session[CountSql].Run(SortableGuid.ToBytes(tenant), start.ToMicroseconds(), measure, count);
        }

        foreach (var ((tenant, kind), happened) in _latest)
        {
            Write(session[LatestSql], tenant, kind, happened);
        }

        foreach (var (owner, change) in _providers)
        {
            if (change.Worked)
            {
                session[EndSql].Run(SortableGuid.ToBytes(owner), (int)LatestKind.ProviderFails);
            }

            if (change.Failure is { } failure)
            {
                Write(session[FirstSql], owner, LatestKind.ProviderFails, failure);
            }
        }
    }

    public void Clear()
    {
        _counts.Clear();
        _latest.Clear();
        _providers.Clear();
    }

    private void AddProvider(DeliveryReport report, DateTimeOffset now)
    {
        if (report.ProviderOwner is not { } owner)
        {
            return;
        }

        switch (report.Outcome.OfProvider)
        {
            case null:
                ProviderWorks(owner);
                break;
            case { Blame: Blame.Provider or Blame.Credentials } failure:
                Fails(failure);
                break;
            case { Blame: Blame.Sender } failure when report.IsOwnersSender:
                Fails(failure);
                break;
            case { Blame: not (Blame.Throttle or Blame.Ours), IsProviderReached: true }:
                ProviderWorks(owner);
                break;
        }

        void Fails(DeliveryFailure failure)
        {
            var change = _providers.GetValueOrDefault(owner);
            _providers[owner] = change with
            {
                Failure = change.Failure ?? new Happening(now, report.Email.Id, failure.Stage, failure.Advice.Cause),
            };
        }
    }

    private static void Write(Statement statement, Guid tenant, LatestKind kind, Happening happened) => statement.Run(
        SortableGuid.ToBytes(tenant), (int)kind, happened.At.ToMicroseconds(), SortableGuid.ToBytes(happened.MessageId), (int?)happened.Stage, Short(happened.Cause));

    private void Count(Guid tenantId, DateTimeOffset now, int measure)
    {
        var start = TrendInterval.StartOf(now);
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, (tenantId, start, measure), out _)++;
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, (Guid.Empty, start, measure), out _)++;
    }

    private static string? InheritedFailureOr(DeliveryReport report, Guid tenantId) =>
        History.InheritedFailure.WordsFor(report, tenantId) ?? report.Outcome.Reason?.Advice.Cause;

    private static string? Short(string? text) =>
        text?.Length > OutboxMessageMapping.MaxReply ? string.Concat(text.AsSpan(0, OutboxMessageMapping.MaxReply - 1), "…") : text;

    /// <param name="Worked">What was known of failures is over.</param>
    /// <param name="Failure">The first one since then.</param>
    private readonly record struct ProviderChange(bool Worked, Happening? Failure);

    private readonly record struct Happening(DateTimeOffset At, Guid MessageId, DeliveryStage? Stage, string? Cause);
}
