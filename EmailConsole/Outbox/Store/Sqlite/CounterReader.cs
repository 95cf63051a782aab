using EmailConsole.Persistence;
using Microsoft.Data.Sqlite;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>Reads what is counted of one tenant.</summary>
internal sealed class CounterReader(OutboxConnection connections) : IOutboxCounters
{
    private const string CountsSql = "SELECT State, Count FROM OutboxCounters WHERE TenantId = ?1";

    private const string BytesSql = "SELECT WaitingBytes, KeyBytes FROM OutboxSizes WHERE TenantId = ?1";

    public TenantCounters Read(Guid tenantId)
    {
        try
        {
            return ReadFrom(tenantId);
        }
        catch (SqliteException e) when (OutboxConnection.IsOfTheDatabase(e))
        {
            throw new OutboxUnavailableException(e.Message, e);
        }
    }

    private TenantCounters ReadFrom(Guid tenantId)
    {
        var tenant = SortableGuid.ToBytes(tenantId);
        var emails = default(EmailCounts);
        using var connection = connections.Open();
        using var counts = new Statement(connection, CountsSql);
        using (var rows = counts.Read(tenant))
        {
            while (rows.Read())
            {
                emails = emails.With((EmailState)rows.GetInt32(0), rows.GetInt64(1));
            }
        }

        using var bytes = new Statement(connection, BytesSql);
        using var row = bytes.Read(tenant);
        return new TenantCounters(emails, row.Read() ? new KeptBytes(row.GetInt64(0), row.GetInt64(1)) : default);
    }
}
