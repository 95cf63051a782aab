using System.Runtime.InteropServices;
using EmailConsole.Delivery;
using EmailConsole.Outbox.Storage;
using EmailConsole.Outbox.Writing;

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

    private readonly Dictionary<(Guid Tenant, DateTimeOffset Start, int Measure), long> _counts = [];
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
    }

    public void Failed(Guid tenantId, DateTimeOffset now) => Count(tenantId, now, TrendMeasure.Failed);

    /// <summary>Within the transaction, before its commit.</summary>
    public void Write(OutboxSession session)
    {
        foreach (var ((tenant, start, measure), count) in _counts)
        {
            session[CountSql].Run(SortableGuid.ToBytes(tenant), start.UtcTicks, measure, count);
        }

        foreach (var ((tenant, kind), happened) in _latest)
        {
            session[LatestSql].Run(
                SortableGuid.ToBytes(tenant), (int)kind, happened.At.UtcTicks, SortableGuid.ToBytes(happened.MessageId), (int?)happened.Stage, Short(happened.Cause));
        }
    }

    public void Clear()
    {
        _counts.Clear();
        _latest.Clear();
    }

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

    private readonly record struct Happening(DateTimeOffset At, Guid MessageId, DeliveryStage? Stage, string? Cause);
}
