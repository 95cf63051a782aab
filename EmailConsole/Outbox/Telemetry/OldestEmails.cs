namespace EmailConsole.Outbox.Telemetry;

/// <param name="Due">When the message was due whose attempt is awaited longest; null or later than now: none is late.</param>
/// <param name="Retrying">When the oldest message was accepted that failed at least once; null: there is none.</param>
internal sealed record OldestEmails(DateTimeOffset? Due, DateTimeOffset? Retrying);
