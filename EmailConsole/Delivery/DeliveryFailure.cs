namespace EmailConsole.Delivery;

/// <summary>What went wrong, for a person and for a machine. All texts are scrubbed of the known secrets.</summary>
/// <param name="Kind">The class of the failure.</param>
/// <param name="Stage">Where it happened.</param>
/// <param name="ReplyCode">The SMTP reply code, where there was one.</param>
/// <param name="EnhancedCode">The enhanced status code (RFC 3463), such as <c>5.7.8</c>.</param>
/// <param name="ServerText">The server's own words, or those of the token endpoint; at most 2,000 characters.</param>
/// <param name="IsRetryable">
/// Whether to try the same message again by itself is worth it with the same settings: the server said so with a 4yz, or what
/// failed was the way to it. False for every 5yz (RFC 5321 section 4.2.1), also where the cure is to wait for a limit to pass
/// (550 5.4.5, 554 5.2.0): such a message fails at once, and is resent by a person.
/// </param>
/// <param name="Advice">The cause and the cure.</param>
public sealed record DeliveryFailure(
    DeliveryFailureKind Kind,
    DeliveryStage Stage,
    int? ReplyCode,
    string? EnhancedCode,
    string? ServerText,
    bool IsRetryable,
    DeliveryAdvice Advice)
{
    /// <summary>Whether the connection can carry the next message: the server refused this one, and goes on.</summary>
    public bool ConnectionSurvives { get; init; }
}

/// <summary>The words beside a failure.</summary>
/// <param name="Cause">What happened and why, one or two sentences.</param>
/// <param name="Cure">What to do; null when nothing better than the server's words is known.</param>
/// <param name="Command">A command to copy (PowerShell), where the cure is one.</param>
public sealed record DeliveryAdvice(string Cause, string? Cure, string? Command = null);
