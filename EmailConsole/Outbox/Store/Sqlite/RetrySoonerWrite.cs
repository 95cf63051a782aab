using EmailConsole.Persistence;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>Makes messages of a tenant due that wait for their next try, in small steps. What is scheduled by its sender stays as it is.</summary>
/// <param name="tenantId">Whose.</param>
/// <param name="after">Messages up to this one were looked at.</param>
/// <param name="now">The time.</param>
internal sealed class RetrySoonerWrite(Guid tenantId, Guid after, DateTimeOffset now) : OutboxWrite<RetryStep>
{
    public const int Step = 500;

    private const string LookSql =
        "SELECT COUNT(*), MAX(Id) FROM (SELECT Id FROM OutboxMessages WHERE TenantId = ?1 AND State = 2 AND Id > ?2 ORDER BY Id LIMIT ?3)";

    private const string DueSql =
        "UPDATE OutboxMessages SET DueAt = ?4, Version = ?5 WHERE TenantId = ?1 AND State = 2 AND Id > ?2 AND Id <= ?3 AND DueAt > ?4";

    protected override RetryStep Write(OutboxSession session)
    {
        var (tenant, from) = (SortableGuid.ToBytes(tenantId), SortableGuid.ToBytes(after));
        var (looked, last) = LookAt(session, tenant, from);
        if (looked == 0)
        {
            return default;
        }

        var changed = session[DueSql].Run(tenant, from, last, now.ToMicroseconds(), SortableGuid.ToBytes(Guid.CreateVersion7(now)));
        if (changed > 0)
        {
            // Pages that show them look again
            session.Count(tenantId, EmailState.Retrying, 0);
        }

        return new RetryStep(changed, looked == Step ? SortableGuid.FromBytes(last!) : Guid.Empty);
    }

    private static (int Count, byte[]? Last) LookAt(OutboxSession session, byte[] tenant, byte[] from)
    {
        using var row = session[LookSql].Read(tenant, from, Step);
        row.Read();
        return row.GetInt32(0) is > 0 and var count ? (count, row.GetFieldValue<byte[]>(1)) : (0, null);
    }
}
