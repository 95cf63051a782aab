namespace EmailConsole.Outbox;

/// <summary>What the database says after a report.</summary>
/// <param name="Id">The message.</param>
/// <param name="State">Of the message; null: it is not there any more.</param>
/// <param name="Retry">What waits for the next attempt, for those recipients that are still to get it; null: none is to come.</param>
public sealed record RecordedEmail(Guid Id, EmailState? State, WaitingEmail? Retry);
