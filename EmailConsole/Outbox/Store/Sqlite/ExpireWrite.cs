namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>Ends the waiting recipients of messages whose time is over.</summary>
/// <param name="ids">The messages.</param>
/// <param name="now">The time.</param>
/// <param name="why">Why they could not leave, for those of which no attempt says it; null: not known.</param>
internal sealed class ExpireWrite(IReadOnlyList<Guid> ids, DateTimeOffset now, string? why) : OutboxWrite<int>
{
    private const string WhySql = "UPDATE OutboxMessages SET LastReply = ?2 WHERE Id = ?1 AND LastReply IS NULL";

    /// <returns>How many expired; one whose time is not over, or that is finished, stays as it is.</returns>
    protected override int Write(OutboxSession session)
    {
        var expired = 0;
        foreach (var id in ids)
        {
            if (WaitingRow.Find(session, id) is { State.IsWaiting: true } row && row.ExpiresAt <= now)
            {
                row.End(session, EmailState.Expired, now);
                if (why is not null)
                {
                    session[WhySql].Run(row.Key, OutboxMessageMapping.Short(why));
                }

                expired++;
            }
        }

        return expired;
    }
}
