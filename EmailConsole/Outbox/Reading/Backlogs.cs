using EmailConsole.Outbox.Storage;
using EmailConsole.Outbox.Writing;

namespace EmailConsole.Outbox.Reading;

/// <summary>Finds the tenants with waiting messages: the counters name them, and the index has each one's earliest at its front.</summary>
internal sealed class Backlogs(OutboxConnection connections, OutboxTally tally)
{
    private const string EarliestSql =
        "SELECT MIN(DueAt) FROM OutboxMessages WHERE TenantId = ?1 AND Priority = ?2 AND DueAt IS NOT NULL";

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
            if (Earliest(earliest, SortableGuid.ToBytes(tenant)) is { } due)
            {
                backlogs.Add(new TenantBacklog(tenant, counts.Waiting, due));
            }
        }

        return backlogs;
    }

    private static DateTimeOffset? Earliest(Statement statement, byte[] tenant)
    {
        long? earliest = null;
        foreach (var priority in Enum.GetValues<EmailPriority>())
        {
            using var found = statement.Read(tenant, (int)priority);
            if (found.Read() && !found.IsDBNull(0))
            {
                earliest = Math.Min(earliest ?? long.MaxValue, found.GetInt64(0));
            }
        }

        return earliest is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }
}
