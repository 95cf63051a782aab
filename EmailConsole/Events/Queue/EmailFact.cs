using EmailConsole.Outbox.Store;

namespace EmailConsole.Events.Queue;

/// <summary>What has become of a message, with what the database says about it.</summary>
/// <param name="Event">As it was recorded.</param>
/// <param name="Domain">The tenant's.</param>
/// <param name="Message">Null: it is deleted already.</param>
/// <param name="Recipients">The first of them, in the order of the message.</param>
/// <param name="Attempt">The last by then; null: there was none.</param>
internal sealed record EmailFact(
    OutboxEvent Event, string Domain, OutboxMessage? Message, IReadOnlyList<OutboxRecipient> Recipients, OutboxAttempt? Attempt);
