using EmailConsole.Outbox.Trends;
using EmailConsole.Persistence;

namespace EmailConsole.Outbox.Store.Sqlite;

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
        "SELECT COUNT(*), MAX(Id) FROM (SELECT Id FROM OutboxMessages WHERE Id > ?1 AND Id < ?2 ORDER BY Id LIMIT ?3)";

    private const string HistorySql =
        "DELETE FROM OutboxMessages WHERE Id IN (SELECT Id FROM OutboxMessages WHERE Id > ?1 AND Id <= ?2 AND FinishedAt < ?3 ORDER BY Id LIMIT ?4) "
        + "RETURNING Id, TenantId, State, Metadata";

    private const string ContentSql =
        "DELETE FROM OutboxContents WHERE MessageId IN (SELECT MessageId FROM OutboxContents WHERE DropAt < ?1 LIMIT ?2)";

    private const string KeySql = "DELETE FROM OutboxKeys WHERE rowid IN (SELECT rowid FROM OutboxKeys WHERE ExpiresAt < ?1 LIMIT ?2) "
        + "RETURNING TenantId, length(Answer)";

    private const string TrendSql = "DELETE FROM OutboxTrends WHERE rowid IN (SELECT rowid FROM OutboxTrends WHERE Start < ?1 LIMIT ?2)";

    protected override PurgeStep Write(OutboxSession session)
    {
        var (looked, last) = LookAt(session);
        var (deleted, lastDeleted) = looked == 0 ? (0, null) : Delete(session, last!);
        var next = deleted == Step ? SortableGuid.FromBytes(lastDeleted!) : looked == Look ? SortableGuid.FromBytes(last!) : Guid.Empty;
        var contents = session[ContentSql].Run(now.ToMicroseconds(), Step);
        var keys = Forget(session);
        var trends = session[TrendSql].Run((now - TrendInterval.Kept).ToMicroseconds(), Step);
        return new PurgeStep(next, (deleted > 0 && next != Guid.Empty) || contents == Step || keys == Step || trends == Step);
    }

    private int Forget(OutboxSession session)
    {
        var count = 0;
        using var rows = session[KeySql].Read(now.ToMicroseconds(), Step);
        for (; rows.Read(); count++)
        {
            session.Size(SortableGuid.FromBytes(rows.GetFieldValue<byte[]>(0)), keys: -OutboxKey.Cost(rows.GetInt64(1)));
        }

        return count;
    }

    private (int Count, byte[]? Last) LookAt(OutboxSession session)
    {
        // Ids are in the order of acceptance, and nothing is finished before it is accepted
        using var row = session[LookSql].Read(SortableGuid.ToBytes(after), SortableGuid.ToBytes(SortableGuid.FirstAt(historyBefore)), Look);
        row.Read();
        return row.GetInt32(0) is > 0 and var count ? (count, row.GetFieldValue<byte[]>(1)) : (0, null);
    }

    private (int Count, byte[]? Last) Delete(OutboxSession session, byte[] upTo)
    {
        var count = 0;
        byte[]? last = null;
        using var rows = session[HistorySql].Read(SortableGuid.ToBytes(after), upTo, historyBefore.ToMicroseconds(), Step);
        while (rows.Read())
        {
            session.RemoveTags(rows.GetFieldValue<byte[]>(1), rows.GetFieldValue<byte[]>(0), rows.IsDBNull(3) ? null : rows.GetString(3));
            var id = rows.GetFieldValue<byte[]>(0);
            last = last is not null && last.AsSpan().SequenceCompareTo(id) > 0 ? last : id;
            session.Count(SortableGuid.FromBytes(rows.GetFieldValue<byte[]>(1)), (EmailState)rows.GetInt32(2), -1);
            count++;
        }

        return (count, last);
    }
}
