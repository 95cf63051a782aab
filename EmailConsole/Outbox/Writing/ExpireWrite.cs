namespace EmailConsole.Outbox.Writing;

/// <summary>Ends the waiting recipients of messages whose time is over.</summary>
internal sealed class ExpireWrite(IReadOnlyList<Guid> ids, DateTimeOffset now) : OutboxWrite<int>
{
    /// <returns>How many expired; one whose time is not over, or that is finished, stays as it is.</returns>
    protected override int Write(OutboxSession session)
    {
        var expired = 0;
        foreach (var id in ids)
        {
            if (WaitingRow.Find(session, id) is { State.IsWaiting: true } row && row.ExpiresAt <= now)
            {
                row.End(session, EmailState.Expired, now);
                expired++;
            }
        }

        return expired;
    }
}
