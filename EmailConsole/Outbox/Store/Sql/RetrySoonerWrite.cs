namespace EmailConsole.Outbox.Store.Sql;

/// <summary>Makes messages of a tenant due that wait for their next try, in small steps. What is scheduled by its sender stays as it is.</summary>
/// <param name="tenantId">Whose.</param>
/// <param name="after">Messages up to this one were looked at.</param>
/// <param name="now">The time.</param>
internal sealed class RetrySoonerWrite(Guid tenantId, Guid after, DateTimeOffset now) : OutboxWrite<RetryStep>
{
    public const int Step = 500;

    private const string LookSql =
        "SELECT COUNT(*) OVER (), Id FROM (SELECT Id FROM OutboxMessages WHERE TenantId = ?1 AND State = 2 AND Id > ?2 ORDER BY Id LIMIT ?3) l "
        + "ORDER BY Id DESC LIMIT 1";

    private const string DueSql =
        "UPDATE OutboxMessages SET DueAt = ?4, Version = ?5 WHERE TenantId = ?1 AND State = 2 AND Id > ?2 AND Id <= ?3 AND DueAt > ?4";

    protected override RetryStep Write(OutboxSession session)
    {
        var (looked, last) = LookAt(session);
        if (looked == 0)
        {
            return default;
        }

        var changed = session[DueSql].Run(tenantId, after, last, now, Guid.CreateVersion7(now));
        if (changed > 0)
        {
            // Pages that show them look again
            session.Count(tenantId, EmailState.Retrying, 0);
        }

        return new RetryStep(changed, looked == Step ? last : Guid.Empty);
    }

    private (int Count, Guid Last) LookAt(OutboxSession session)
    {
        using var row = session[LookSql].Read(tenantId, after, Step);
        return row.Read() ? (row.Number(0), row.Id(1)) : default;
    }
}
