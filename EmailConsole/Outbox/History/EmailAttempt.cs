using EmailConsole.Delivery;

namespace EmailConsole.Outbox.History;

/// <summary>One attempt. All texts are scrubbed of the known secrets.</summary>
/// <param name="Number">From 1.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Stage">Where it failed; null: the server took the message, for all recipients. Where it took it and refused some by name, this, kind, cause and cure are of the first of those.</param>
/// <param name="Kind">The class of the failure.</param>
/// <param name="ReplyCode">The server's.</param>
/// <param name="EnhancedCode">RFC 3463, such as <c>4.7.0</c>.</param>
/// <param name="ServerText">The server's own words.</param>
/// <param name="Cause">What happened and why.</param>
/// <param name="Cure">What to do.</param>
public sealed record EmailAttempt(
    int Number,
    DateTimeOffset StartedAt,
    TimeSpan Duration,
    AttemptOutcome Outcome,
    DeliveryStage? Stage,
    DeliveryFailureKind? Kind,
    int? ReplyCode,
    string? EnhancedCode,
    string? ServerText,
    string? Cause,
    string? Cure)
{
    /// <summary>Whose fault it is; null: the server took the message.</summary>
    public Blame? Blame { get; init; }

    /// <summary>The tenant whose email provider it went through; null: none was reached, or it is not known.</summary>
    public Guid? ProviderOwner { get; init; }

    /// <summary>Which of that tenant's providers; null: the first, or it is not known.</summary>
    public Guid? ProviderId { get; init; }

    /// <summary>What it was called then; null: it had no name, or was the only one.</summary>
    public string? ProviderName { get; init; }
}
