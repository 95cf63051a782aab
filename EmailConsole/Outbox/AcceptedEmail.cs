using EmailConsole.Delivery;

namespace EmailConsole.Outbox;

/// <summary>A message that was just committed, with its content still in memory.</summary>
/// <param name="Waiting">As <see cref="IOutboxStore.TakeDueAsync"/> would give it; perhaps due later only.</param>
/// <param name="Content">Ready for the shared sender.</param>
public sealed record AcceptedEmail(WaitingEmail Waiting, OutgoingEmail Content);
