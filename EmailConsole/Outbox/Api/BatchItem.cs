using EmailConsole.Outbox.Admission;

namespace EmailConsole.Outbox.Api;

/// <summary>One message of a batch.</summary>
/// <param name="Email">Null: it is refused.</param>
/// <param name="Faults">Why.</param>
internal readonly record struct BatchItem(NewEmail? Email, EmailFaults Faults);
