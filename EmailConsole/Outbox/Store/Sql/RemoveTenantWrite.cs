namespace EmailConsole.Outbox.Store.Sql;

/// <summary>One small step of removing all that the outbox keeps of a tenant. Answers whether another step may find more.</summary>
internal sealed class RemoveTenantWrite(Guid tenantId) : OutboxWrite<bool>
{
    private const int Step = 200;

    private const string MessageSql =
        "DELETE FROM OutboxMessages WHERE Id IN (SELECT Id FROM OutboxMessages WHERE TenantId = ?1 ORDER BY Id LIMIT ?2) RETURNING State, Size, Id, Metadata, InternetMessageId";

    private const string TrendSql =
        "DELETE FROM OutboxTrends WHERE (TenantId, Start, Measure) IN (SELECT TenantId, Start, Measure FROM OutboxTrends WHERE TenantId = ?1 LIMIT ?2)";

    private const string LatestSql = "DELETE FROM OutboxLatest WHERE TenantId = ?1";

    private const string EventSql = "DELETE FROM OutboxEvents WHERE TenantId = ?1";

    // Those that count something are needed until what they count is gone
    private const string CounterSql =
        "DELETE FROM OutboxCounters WHERE TenantId = ?1 "
        + "AND NOT EXISTS (SELECT 1 FROM OutboxCounters o WHERE o.TenantId = ?1 GROUP BY o.State HAVING SUM(o.Count) <> 0)";

    private const string SizeSql =
        "DELETE FROM OutboxSizes WHERE TenantId = ?1 "
        + "AND NOT EXISTS (SELECT 1 FROM OutboxSizes o WHERE o.TenantId = ?1 GROUP BY o.TenantId HAVING SUM(o.WaitingBytes) <> 0 OR SUM(o.KeyBytes) <> 0)";

    private const string KeySql =
        "DELETE FROM OutboxKeys WHERE (TenantId, KeyHash) IN (SELECT TenantId, KeyHash FROM OutboxKeys WHERE TenantId = ?1 LIMIT ?2) "
        + "RETURNING octet_length(Answer)";

    public override void Announce(GroupNeeds needs) => needs.Removed.Add(tenantId);

    protected override bool Write(OutboxSession session)
    {
        var messages = 0;
        using (var rows = session[MessageSql].Read(tenantId, Step))
        {
            while (rows.Read())
            {
                var state = (EmailState)rows.Number(0);
                session.Count(tenantId, state, -1);
                session.RemoveTags(tenantId, rows.Id(2), rows.TextOrNull(3), rows.Text(4));
                session.Size(tenantId, state.IsWaiting ? -rows.LongNumber(1) : 0);
                messages++;
            }
        }

        var keys = 0;
        using (var rows = session[KeySql].Read(tenantId, Step))
        {
            for (; rows.Read(); keys++)
            {
                session.Size(tenantId, keys: -OutboxKey.Cost(rows.LongNumber(0)));
            }
        }

        var trends = session[TrendSql].Run(tenantId, Step);
        session.Send(LatestSql, tenantId);
        session.Send(EventSql, tenantId);
        session.Send(CounterSql, tenantId);
        session.Send(SizeSql, tenantId);
        return messages > 0 || keys > 0 || trends >= Step;
    }
}
