using EmailConsole.Outbox.Trends;
using EmailConsole.Persistence;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>One small step of the retention: old history with all that belongs to it, dropped contents, forgotten keys, old statistics.</summary>
/// <param name="after">Messages up to this one were looked at.</param>
/// <param name="historyBefore">Messages finished before then go.</param>
/// <param name="now">The time.</param>
internal sealed class PurgeWrite(Guid after, DateTimeOffset historyBefore, DateTimeOffset now) : OutboxWrite<PurgeStep>
{
    public const int Step = 200;

    /// <summary>Messages that are looked at: those that wait for long yet must not hold up the others' writes.</summary>
    public const int Look = 2000;

    private const string LookSql =
        "SELECT COUNT(*) OVER (), Id FROM (SELECT Id FROM OutboxMessages WHERE Id > ?1 AND Id < ?2 ORDER BY Id LIMIT ?3) l ORDER BY Id DESC LIMIT 1";

    // Each says twice what goes: another process may change a row between the two looks at it
    private const string HistorySql =
        "DELETE FROM OutboxMessages WHERE Id IN (SELECT Id FROM OutboxMessages WHERE Id > ?1 AND Id <= ?2 AND FinishedAt < ?3 ORDER BY Id LIMIT ?4) "
        + "AND FinishedAt < ?3 RETURNING Id, TenantId, State, Metadata, InternetMessageId";

    private const string ContentSql =
        "DELETE FROM OutboxContents WHERE MessageId IN (SELECT MessageId FROM OutboxContents WHERE DropAt < ?1 LIMIT ?2) AND DropAt < ?1";

    private const string KeySql =
        "DELETE FROM OutboxKeys WHERE (TenantId, KeyHash) IN (SELECT TenantId, KeyHash FROM OutboxKeys WHERE ExpiresAt < ?1 LIMIT ?2) AND ExpiresAt < ?1 "
        + "RETURNING TenantId, octet_length(Answer)";

    private const string TrendSql =
        "DELETE FROM OutboxTrends WHERE (TenantId, Start, Measure) IN (SELECT TenantId, Start, Measure FROM OutboxTrends WHERE Start < ?1 LIMIT ?2)";

    protected override PurgeStep Write(OutboxSession session)
    {
        var (looked, last) = LookAt(session);
        var (deleted, lastDeleted) = looked == 0 ? default : Delete(session, last);
        var next = deleted == Step ? lastDeleted : looked == Look ? last : Guid.Empty;
        var contents = session[ContentSql].Run(now, Step);
        var keys = Forget(session);
        var trends = session[TrendSql].Run(now - TrendInterval.Kept, Step);
        return new PurgeStep(next, (deleted > 0 && next != Guid.Empty) || contents == Step || keys == Step || trends >= Step);
    }

    private int Forget(OutboxSession session)
    {
        var count = 0;
        using var rows = session[KeySql].Read(now, Step);
        for (; rows.Read(); count++)
        {
            session.Size(rows.Id(0), keys: -OutboxKey.Cost(rows.LongNumber(1)));
        }

        return count;
    }

    private (int Count, Guid Last) LookAt(OutboxSession session)
    {
        // Ids are in the order of acceptance, and nothing is finished before it is accepted
        using var row = session[LookSql].Read(after, SortableGuid.FirstAt(historyBefore), Look);
        return row.Read() ? (row.Number(0), row.Id(1)) : default;
    }

    private (int Count, Guid Last) Delete(OutboxSession session, Guid upTo)
    {
        var (count, last) = (0, Guid.Empty);
        using var rows = session[HistorySql].Read(after, upTo, historyBefore, Step);
        for (; rows.Read(); count++)
        {
            var (id, tenantId) = (rows.Id(0), rows.Id(1));
            session.RemoveTags(tenantId, id, rows.TextOrNull(3), rows.Text(4));
            session.Count(tenantId, (EmailState)rows.Number(2), -1);
            last = id.CompareTo(last) > 0 ? id : last;
        }

        return (count, last);
    }
}
