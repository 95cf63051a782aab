using EmailConsole.Outbox.Trends;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>Writes what a transaction adds to the statistics, before its commit.</summary>
internal static class TrendWrite
{
    private const string CountSql =
        "INSERT INTO OutboxTrends (TenantId, Start, Measure, NodeId, Count) VALUES (?1, ?2, ?3, ?4, ?5) "
        + "ON CONFLICT (TenantId, Start, Measure, NodeId) DO UPDATE SET Count = OutboxTrends.Count + excluded.Count";

    private const string PutSql =
        "INSERT INTO OutboxLatest (TenantId, Kind, At, MessageId, Stage, Cause) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (TenantId, Kind) DO ";

    private const string FirstSql = PutSql + "NOTHING";

    private const string LatestSql =
        PutSql + "UPDATE SET At = excluded.At, MessageId = excluded.MessageId, Stage = excluded.Stage, Cause = excluded.Cause";

    private const string EndSql = "DELETE FROM OutboxLatest WHERE TenantId = ?1 AND Kind = ?2";

    private const string GoneSql = "DELETE FROM OutboxLatest WHERE TenantId = ?1 AND Kind IN (2, 3, 4)";

    public static void Write(OutboxSession session, TrendChanges trends)
    {
        foreach (var ((tenant, start, measure), count) in trends.Counts.OrderBy(c => c.Key))
        {
            session.Send(CountSql, tenant, start, measure, session.Node, count);
        }

        foreach (var ((tenant, kind), happened) in trends.Latest.OrderBy(l => l.Key))
        {
            Write(session, LatestSql, tenant, kind, happened);
        }

        foreach (var provider in trends.Gone.Order())
        {
            session.Send(GoneSql, provider);
        }

        foreach (var (provider, change) in trends.Providers.OrderBy(p => p.Key))
        {
            if (change.Worked)
            {
                session.Send(EndSql, provider, (int)LatestKind.ProviderFails);
            }

            if (change.Failure is { } failure)
            {
                Write(session, FirstSql, provider, LatestKind.ProviderFails, failure);
            }
        }
    }

    private static void Write(OutboxSession session, string sql, Guid tenant, LatestKind kind, TrendChanges.Happening happened) => session.Send(
        sql, tenant, (int)kind, happened.At, happened.MessageId, (int?)happened.Stage, OutboxMessageMapping.Short(happened.Cause));
}
