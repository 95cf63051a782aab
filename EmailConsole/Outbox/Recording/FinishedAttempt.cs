using EmailConsole.Outbox.Lanes;

namespace EmailConsole.Outbox.Recording;

/// <summary>An attempt that has ended and is to be recorded.</summary>
/// <param name="Lane">Told when it is.</param>
/// <param name="Item">The message.</param>
/// <param name="Report">What became of it.</param>
/// <param name="Place">Given back then; null: it came to no handover.</param>
/// <param name="HasAnswered">Whether the server said what it thinks of the message.</param>
internal sealed record FinishedAttempt(Lane Lane, LaneItem Item, DeliveryReport Report, WindowPlace? Place, bool HasAnswered);
