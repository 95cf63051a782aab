using EmailConsole.Delivery;

namespace EmailConsole.Outbox.Store;

/// <summary>One attempt to deliver a message. All texts are scrubbed of the known secrets.</summary>
public sealed class OutboxAttempt
{
    public Guid MessageId { get; init; }

    /// <summary>From 1.</summary>
    public int Number { get; init; }

    /// <summary>The tenant whose email provider it went through; null: none was reached, or it is not known.</summary>
    public Guid? ProviderOwner { get; init; }

    /// <summary>The email provider's id; null: as <see cref="ProviderOwner"/>, or not known.</summary>
    public Guid? ProviderId { get; init; }

    /// <summary>What it was called then; null: it was the only one.</summary>
    public string? ProviderName { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public TimeSpan Duration { get; init; }

    public AttemptOutcome Outcome { get; init; }

    /// <summary>Where it failed; null: the server took the message, for all recipients. Where it refused some by name, this and what follows is of the first of them.</summary>
    public DeliveryStage? Stage { get; init; }

    public DeliveryFailureKind? Kind { get; init; }

    /// <summary>Whose fault it is; null: the server took the message.</summary>
    public Blame? Blame { get; init; }

    public int? ReplyCode { get; init; }

    /// <summary>RFC 3463, such as <c>4.7.0</c>.</summary>
    public string? EnhancedCode { get; init; }

    public string? ServerText { get; init; }

    public string? Cause { get; init; }

    public string? Cure { get; init; }
}
