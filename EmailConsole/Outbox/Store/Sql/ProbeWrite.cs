namespace EmailConsole.Outbox.Store.Sql;

/// <summary>Changes nothing: shows that the writer works, and that the disk takes a page, since after a failure only that tells that it is over.</summary>
internal sealed class ProbeWrite(bool reachesDisk) : OutboxWrite<bool>
{
    private const string PutSql = "INSERT INTO OutboxCounters (TenantId, State, NodeId, Count) VALUES (?1, -1, ?2, 0)";

    private const string TakeBackSql = "DELETE FROM OutboxCounters WHERE TenantId = ?1 AND State = -1 AND NodeId = ?2";

    protected override bool Write(OutboxSession session)
    {
        if (reachesDisk)
        {
            // Of no tenant and in no state; the page is written all the same
            session.Send(PutSql, OutboxTally.Everybody, session.Node);
            session.Send(TakeBackSql, OutboxTally.Everybody, session.Node);
        }

        return true;
    }
}
