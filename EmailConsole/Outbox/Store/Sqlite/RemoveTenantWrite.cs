using EmailConsole.Persistence;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>One small step of removing all that the outbox keeps of a tenant. Answers whether another step may find more.</summary>
internal sealed class RemoveTenantWrite(Guid tenantId) : OutboxWrite<bool>
{
    private const int Step = 200;

    private const string MessageSql =
        "DELETE FROM OutboxMessages WHERE Id IN (SELECT Id FROM OutboxMessages WHERE TenantId = ?1 ORDER BY Id LIMIT ?2) RETURNING State, Size, Id, Metadata";

    private const string TrendSql = "DELETE FROM OutboxTrends WHERE rowid IN (SELECT rowid FROM OutboxTrends WHERE TenantId = ?1 LIMIT ?2)";

    private const string LatestSql = "DELETE FROM OutboxLatest WHERE TenantId = ?1";

    // Those that count something are needed until what they count is gone
    private const string CounterSql = "DELETE FROM OutboxCounters WHERE TenantId = ?1 AND Count = 0";

    private const string SizeSql = "DELETE FROM OutboxSizes WHERE TenantId = ?1 AND WaitingBytes = 0 AND KeyBytes = 0";

    private const string KeySql = "DELETE FROM OutboxKeys WHERE rowid IN (SELECT rowid FROM OutboxKeys WHERE TenantId = ?1 LIMIT ?2) "
        + "RETURNING length(Answer)";

    protected override bool Write(OutboxSession session)
    {
        var tenant = SortableGuid.ToBytes(tenantId);
        var messages = 0;
        using (var rows = session[MessageSql].Read(tenant, Step))
        {
            while (rows.Read())
            {
                var state = (EmailState)rows.GetInt32(0);
                session.Count(tenantId, state, -1);
                session.RemoveTags(tenant, rows.GetFieldValue<byte[]>(2), rows.IsDBNull(3) ? null : rows.GetString(3));
                session.Size(tenantId, state.IsWaiting ? -rows.GetInt64(1) : 0);
                messages++;
            }
        }

        var keys = 0;
        using (var rows = session[KeySql].Read(tenant, Step))
        {
            for (; rows.Read(); keys++)
            {
                session.Size(tenantId, keys: -OutboxKey.Cost(rows.GetInt64(0)));
            }
        }

        var trends = session[TrendSql].Run(tenant, Step);
        session[LatestSql].Run(tenant);
        session[CounterSql].Run(tenant);
        session[SizeSql].Run(tenant);
        return messages > 0 || keys > 0 || trends == Step;
    }
}
