using EmailConsole.Persistence;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>Finds the tenants with waiting messages by one question: the counters name them, and the index has each one's earliest at its front.</summary>
internal sealed class Backlogs(OutboxConnection connections)
{
    // Priority by priority, since the index has the times in order within each
    public const string FindSql =
        "SELECT c.TenantId, SUM(c.Count), (SELECT MIN(Due) FROM ("
        + "SELECT MIN(DueAt) AS Due FROM OutboxMessages WHERE TenantId = c.TenantId AND Priority = 0 AND DueAt IS NOT NULL UNION ALL "
        + "SELECT MIN(DueAt) FROM OutboxMessages WHERE TenantId = c.TenantId AND Priority = 1 AND DueAt IS NOT NULL UNION ALL "
        + "SELECT MIN(DueAt) FROM OutboxMessages WHERE TenantId = c.TenantId AND Priority = 2 AND DueAt IS NOT NULL)) "
        + "FROM OutboxCounters c INDEXED BY IX_OutboxCounters_TenantId WHERE c.State IN (0, 2) AND c.Count > 0 AND c.TenantId > zeroblob(16) GROUP BY c.TenantId";

    private const string NextSql =
        "SELECT MIN(Due) FROM ("
        + "SELECT MIN(DueAt) AS Due FROM OutboxMessages WHERE TenantId = ?1 AND Priority = 0 AND DueAt > ?2 UNION ALL "
        + "SELECT MIN(DueAt) FROM OutboxMessages WHERE TenantId = ?1 AND Priority = 1 AND DueAt > ?2 UNION ALL "
        + "SELECT MIN(DueAt) FROM OutboxMessages WHERE TenantId = ?1 AND Priority = 2 AND DueAt > ?2)";

    public async Task<DateTimeOffset?> FindNextDueAsync(Guid tenantId, DateTimeOffset after, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        using var next = new Statement(connection, NextSql);
        using var found = next.Read(SortableGuid.ToBytes(tenantId), after.ToMicroseconds());
        return found.Read() && !found.IsDBNull(0) ? Microseconds.ToTime(found.GetInt64(0)) : null;
    }

    public async Task<IReadOnlyList<TenantBacklog>> FindAsync(CancellationToken cancellationToken)
    {
        List<TenantBacklog> backlogs = [];
        await using var connection = await connections.OpenAsync(cancellationToken);
        using var find = new Statement(connection, FindSql);
        using var rows = find.Read();
        while (rows.Read())
        {
            // Between the counters and the messages nothing is committed: both are of one moment
            if (!rows.IsDBNull(2))
            {
                backlogs.Add(new TenantBacklog(SortableGuid.FromBytes(rows.GetFieldValue<byte[]>(0)), rows.GetInt64(1), Microseconds.ToTime(rows.GetInt64(2))));
            }
        }

        return backlogs;
    }
}
