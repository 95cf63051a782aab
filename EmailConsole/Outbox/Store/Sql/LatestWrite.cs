using EmailConsole.Outbox.Trends;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>Something to note in the statistics that comes of no attempt.</summary>
internal sealed class LatestWrite(Action<TrendChanges> note) : OutboxWrite<bool>
{
    protected override bool Write(OutboxSession session)
    {
        note(session.Trends);
        return true;
    }
}
