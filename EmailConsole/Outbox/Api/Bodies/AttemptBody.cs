using System.Text.Json.Serialization;
using EmailConsole.Delivery;
using EmailConsole.Outbox.History;
using EmailConsole.Rest.Reference;

namespace EmailConsole.Outbox.Api.Bodies;

/// <summary>One attempt to deliver.</summary>
/// <param name="Number">From 1.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Stage">Where it failed.</param>
/// <param name="Kind">The class of the failure.</param>
/// <param name="Blame">Whose fault it is: the message, the recipient, the sender, the credentials, throttle (a limit), the provider, ours (the console's own).</param>
/// <param name="ReplyCode">The server's.</param>
/// <param name="EnhancedCode">RFC 3463, such as <c>4.7.0</c>.</param>
/// <param name="Reply">The server's own words.</param>
/// <param name="Cause">What happened and why.</param>
/// <param name="Cure">What to do.</param>
[NullsLeftOut]
internal sealed record AttemptBody(
    int Number,
    DateTimeOffset StartedAt,
    double DurationMs,
    [property: JsonConverter(typeof(EnumName<AttemptOutcome>))] AttemptOutcome Outcome,
    [property: JsonConverter(typeof(EnumName<DeliveryStage>))] DeliveryStage? Stage,
    [property: JsonConverter(typeof(EnumName<DeliveryFailureKind>))] DeliveryFailureKind? Kind,
    [property: JsonConverter(typeof(EnumName<Blame>))] Blame? Blame,
    int? ReplyCode,
    string? EnhancedCode,
    string? Reply,
    string? Cause,
    string? Cure)
{
    public static AttemptBody Of(EmailAttempt attempt) => new(
        attempt.Number,
        attempt.StartedAt,
        Math.Round(attempt.Duration.TotalMilliseconds, 1),
        attempt.Outcome,
        attempt.Stage,
        attempt.Kind,
        attempt.Blame,
        attempt.ReplyCode,
        attempt.EnhancedCode,
        attempt.ServerText,
        attempt.Cause,
        attempt.Cure);
}
