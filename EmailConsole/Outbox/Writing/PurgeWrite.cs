using EmailConsole.Outbox.Storage;
using EmailConsole.Outbox.Trends;

namespace EmailConsole.Outbox.Writing;

/// <summary>What one step of the retention has done.</summary>
/// <param name="Last">The last message deleted; null: none.</param>
/// <param name="HasMore">Whether another step may find more.</param>
internal readonly record struct PurgeStep(Guid? Last, bool HasMore);

/// <summary>One small step of the retention: old history with all that belongs to it, dropped contents, forgotten keys, old statistics.</summary>
/// <param name="after">Messages up to this one were looked at.</param>
/// <param name="historyBefore">Messages finished before then go.</param>
/// <param name="now">The time.</param>
internal sealed class PurgeWrite(Guid after, DateTimeOffset historyBefore, DateTimeOffset now) : OutboxWrite<PurgeStep>
{
    public const int Step = 200;

    private const string HistorySql =
        "DELETE FROM OutboxMessages WHERE Id IN (SELECT Id FROM OutboxMessages WHERE Id > ?1 AND Id < ?2 AND FinishedAt < ?3 ORDER BY Id LIMIT ?4) "
        + "RETURNING Id, TenantId, State";

    private const string ContentSql =
        "DELETE FROM OutboxContents WHERE MessageId IN (SELECT MessageId FROM OutboxContents WHERE DropAt < ?1 LIMIT ?2)";

    private const string KeySql = "DELETE FROM OutboxKeys WHERE rowid IN (SELECT rowid FROM OutboxKeys WHERE ExpiresAt < ?1 LIMIT ?2)";

    private const string TrendSql = "DELETE FROM OutboxTrends WHERE rowid IN (SELECT rowid FROM OutboxTrends WHERE Start < ?1 LIMIT ?2)";

    protected override PurgeStep Write(OutboxSession session)
    {
        Guid? last = null;
        var deleted = 0;

        // Ids are in the order of acceptance, and nothing is finished before it is accepted
        using (var rows = session[HistorySql].Read(
            SortableGuid.ToBytes(after), SortableGuid.ToBytes(SortableGuid.FirstAt(historyBefore)), historyBefore.UtcTicks, Step))
        {
            while (rows.Read())
            {
                var id = SortableGuid.FromBytes(rows.GetFieldValue<byte[]>(0));
                last = last is { } latest && latest.CompareTo(id) > 0 ? latest : id;
                session.Count(SortableGuid.FromBytes(rows.GetFieldValue<byte[]>(1)), (EmailState)rows.GetInt32(2), -1);
                deleted++;
            }
        }

        var contents = session[ContentSql].Run(now.UtcTicks, Step);
        var keys = session[KeySql].Run(now.UtcTicks, Step);
        var trends = session[TrendSql].Run((now - TrendInterval.Kept).UtcTicks, Step);
        return new PurgeStep(last, deleted == Step || contents == Step || keys == Step || trends == Step);
    }
}
