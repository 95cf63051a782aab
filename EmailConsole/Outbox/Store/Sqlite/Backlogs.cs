using EmailConsole.Persistence;
using Microsoft.Data.Sqlite;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>Finds the tenants with waiting messages: the counters name them, and the index has each one's earliest at its front.</summary>
internal sealed class Backlogs(OutboxConnection connections, OutboxTally tally)
{
    private const string EarliestSql =
        "SELECT MIN(DueAt) FROM OutboxMessages WHERE TenantId = ?1 AND Priority = ?2 AND DueAt IS NOT NULL";

    private const string NextSql =
        "SELECT MIN(DueAt) FROM OutboxMessages WHERE TenantId = ?1 AND Priority = ?2 AND DueAt > ?3";

    public async Task<DateTimeOffset?> FindNextDueAsync(Guid tenantId, DateTimeOffset after, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        using var next = new Statement(connection, NextSql);
        return Earliest(priority => next.Read(SortableGuid.ToBytes(tenantId), (int)priority, after.ToMicroseconds()));
    }

    public async Task<IReadOnlyList<TenantBacklog>> FindAsync(CancellationToken cancellationToken)
    {
        var waiting = tally.All.Where(t => t.Value.Waiting > 0).ToList();
        if (waiting.Count == 0)
        {
            return [];
        }

        await using var connection = await connections.OpenAsync(cancellationToken);
        using var earliest = new Statement(connection, EarliestSql);
        List<TenantBacklog> backlogs = new(waiting.Count);
        foreach (var (tenant, counts) in waiting)
        {
            var id = SortableGuid.ToBytes(tenant);
            if (Earliest(priority => earliest.Read(id, (int)priority)) is { } due)
            {
                backlogs.Add(new TenantBacklog(tenant, counts.Waiting, due));
            }
        }

        return backlogs;
    }

    private static DateTimeOffset? Earliest(Func<EmailPriority, SqliteDataReader> read)
    {
        long? earliest = null;
        foreach (var priority in Enum.GetValues<EmailPriority>())
        {
            using var found = read(priority);
            if (found.Read() && !found.IsDBNull(0))
            {
                earliest = Math.Min(earliest ?? long.MaxValue, found.GetInt64(0));
            }
        }

        return earliest is { } stored ? Microseconds.ToTime(stored) : null;
    }
}
