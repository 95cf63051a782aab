namespace EmailConsole.Outbox.Deliveries;

/// <summary>Why nothing leaves at this moment, as whoever asks may read it.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Until">When the next message tries.</param>
/// <param name="IsTrying">The pause is over: one message tries.</param>
/// <param name="MayTry">Whoever asks may have it tried before then: the provider is theirs.</param>
public sealed record SendingPause(string Cause, DateTimeOffset Until, bool IsTrying, bool MayTry);
