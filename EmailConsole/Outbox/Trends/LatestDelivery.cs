using EmailConsole.Delivery;

namespace EmailConsole.Outbox.Trends;

/// <summary>The last time that mail was delivered, or that it failed.</summary>
/// <param name="At">When.</param>
/// <param name="MessageId">Which message; perhaps not kept any more.</param>
/// <param name="Stage">Where it failed; null: it did not.</param>
/// <param name="Cause">Why; null: it did not.</param>
public sealed record LatestDelivery(DateTimeOffset At, Guid MessageId, DeliveryStage? Stage, string? Cause);
