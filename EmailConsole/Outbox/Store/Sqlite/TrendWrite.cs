using EmailConsole.Outbox.Trends;
using EmailConsole.Persistence;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>Writes what a transaction adds to the statistics, before its commit.</summary>
internal static class TrendWrite
{
    private const string CountSql =
        "INSERT INTO OutboxTrends (TenantId, Start, Measure, Count) VALUES (?1, ?2, ?3, ?4) "
        + "ON CONFLICT (TenantId, Start, Measure) DO UPDATE SET Count = Count + excluded.Count";

    private const string LatestSql =
        "INSERT OR REPLACE INTO OutboxLatest (TenantId, Kind, At, MessageId, Stage, Cause) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

    private const string FirstSql =
        "INSERT OR IGNORE INTO OutboxLatest (TenantId, Kind, At, MessageId, Stage, Cause) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

    private const string EndSql = "DELETE FROM OutboxLatest WHERE TenantId = ?1 AND Kind = ?2";

    public static void Write(OutboxSession session, TrendChanges trends)
    {
        foreach (var ((tenant, start, measure), count) in trends.Counts)
        {
            session[CountSql].Run(SortableGuid.ToBytes(tenant), start.ToMicroseconds(), measure, count);
        }

        foreach (var ((tenant, kind), happened) in trends.Latest)
        {
            Write(session[LatestSql], tenant, kind, happened);
        }

        foreach (var (owner, change) in trends.Providers)
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

    private static void Write(Statement statement, Guid tenant, LatestKind kind, TrendChanges.Happening happened) => statement.Run(
        SortableGuid.ToBytes(tenant), (int)kind, happened.At.ToMicroseconds(), SortableGuid.ToBytes(happened.MessageId), (int?)happened.Stage, OutboxMessageMapping.Short(happened.Cause));
}
