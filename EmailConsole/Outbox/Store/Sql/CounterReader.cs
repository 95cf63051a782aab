namespace EmailConsole.Outbox.Store.Sql;

/// <summary>Reads what is counted of one tenant.</summary>
internal sealed class CounterReader(OutboxDatabase database) : IOutboxCounters
{
    private const string CountsSql = "SELECT State, CAST(SUM(Count) AS bigint) FROM OutboxCounters WHERE TenantId = ?1 GROUP BY State";

    private const string BytesSql = "SELECT CAST(SUM(WaitingBytes) AS bigint), CAST(SUM(KeyBytes) AS bigint) FROM OutboxSizes WHERE TenantId = ?1 GROUP BY TenantId";

    public TenantCounters Read(Guid tenantId)
    {
        try
        {
            return ReadFrom(tenantId);
        }
        catch (Exception e) when (database.FaultOf(e) == SqlFault.Database)
        {
            throw new OutboxUnavailableException(e.Message, e);
        }
    }

    private TenantCounters ReadFrom(Guid tenantId)
    {
        var emails = default(EmailCounts);
        using var connection = database.Open();
        using (var rows = connection[CountsSql].Read(tenantId))
        {
            while (rows.Read())
            {
                emails = emails.With((EmailState)rows.Number(0), rows.LongNumber(1));
            }
        }

        using var row = connection[BytesSql].Read(tenantId);
        return new TenantCounters(emails, row.Read() ? new KeptBytes(row.LongNumber(0), row.LongNumber(1)) : default);
    }
}
