using EmailConsole.Outbox;
using EmailConsole.Sending.Lanes;

namespace EmailConsole.Sending.Recording;

/// <summary>An attempt that has ended and is to be recorded.</summary>
/// <param name="Lane">Told when it is.</param>
/// <param name="Item">The message.</param>
/// <param name="Report">What became of it.</param>
internal sealed record FinishedAttempt(Lane Lane, LaneItem Item, DeliveryReport Report);
