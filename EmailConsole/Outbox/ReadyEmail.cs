using EmailConsole.Delivery;

namespace EmailConsole.Outbox;

/// <summary>A waiting message with its content, or why it cannot be sent: one of the two.</summary>
/// <param name="Waiting">The message.</param>
/// <param name="Email">Ready for the shared sender, to those still waiting.</param>
/// <param name="Failure">The content is gone or cannot be decrypted; to be reported as the outcome of an attempt, which ends the message.</param>
public sealed record ReadyEmail(WaitingEmail Waiting, OutgoingEmail? Email, DeliveryFailure? Failure);
