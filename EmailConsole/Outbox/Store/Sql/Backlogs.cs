namespace EmailConsole.Outbox.Store.Sql;

/// <summary>Finds the tenants with waiting messages by one question: the counters name them, and the index has each one's earliest at its front.</summary>
internal sealed class Backlogs(OutboxDatabase database)
{
    // Priority by priority, since the index has the times in order within each
    public const string FindSql =
        "SELECT c.TenantId, CAST(SUM(c.Count) AS bigint), (SELECT MIN(Due) FROM ("
        + "SELECT MIN(DueAt) AS Due FROM OutboxMessages WHERE TenantId = c.TenantId AND Priority = 0 AND DueAt IS NOT NULL UNION ALL "
        + "SELECT MIN(DueAt) FROM OutboxMessages WHERE TenantId = c.TenantId AND Priority = 1 AND DueAt IS NOT NULL UNION ALL "
        + "SELECT MIN(DueAt) FROM OutboxMessages WHERE TenantId = c.TenantId AND Priority = 2 AND DueAt IS NOT NULL) d) "
        + "FROM OutboxCounters c INDEXED BY IX_OutboxCounters_TenantId WHERE c.State IN (0, 2) AND c.Count <> 0 AND c.TenantId > ?1 "
        + "GROUP BY c.TenantId HAVING SUM(c.Count) > 0";

    private const string NextSql =
        "SELECT MIN(Due) FROM ("
        + "SELECT MIN(DueAt) AS Due FROM OutboxMessages WHERE TenantId = ?1 AND Priority = 0 AND DueAt > ?2 UNION ALL "
        + "SELECT MIN(DueAt) FROM OutboxMessages WHERE TenantId = ?1 AND Priority = 1 AND DueAt > ?2 UNION ALL "
        + "SELECT MIN(DueAt) FROM OutboxMessages WHERE TenantId = ?1 AND Priority = 2 AND DueAt > ?2) d";

    public async Task<DateTimeOffset?> FindNextDueAsync(Guid tenantId, DateTimeOffset after, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var found = await connection[NextSql].ReadAsync(cancellationToken, tenantId, after);
        return await found.ReadAsync(cancellationToken) ? found.TimeOrNull(0) : null;
    }

    public async Task<IReadOnlyList<TenantBacklog>> FindAsync(CancellationToken cancellationToken)
    {
        List<TenantBacklog> backlogs = [];
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var rows = await connection[FindSql].ReadAsync(cancellationToken, OutboxTally.Everybody);
        while (await rows.ReadAsync(cancellationToken))
        {
            // Between the counters and the messages nothing is committed: both are of one moment
            if (rows.TimeOrNull(2) is { } due)
            {
                backlogs.Add(new TenantBacklog(rows.Id(0), rows.LongNumber(1), due));
            }
        }

        return backlogs;
    }
}
