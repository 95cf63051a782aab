using EmailConsole.Outbox.Admission;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;

namespace EmailConsole.Outbox.Api;

/// <summary>The errors that the endpoints of the outbox have in common.</summary>
internal static class EmailProblems
{
    private static readonly TimeSpan WhenFull = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WhenKeysAreFull = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WhenUnavailable = TimeSpan.FromSeconds(5);

    /// <summary>Of what is resent.</summary>
    public static Problem QueueFull => RestProblems.TooMany(
        "The tenant's queue is full: too many messages, or too many bytes of them, wait for their delivery (Outbox:QueueLimit, Outbox:QueueBytes). Nothing was queued.",
        WhenFull,
        "what a tenant has waiting (Outbox:QueueLimit, Outbox:QueueBytes)");

    public static Problem Unavailable => RestProblems.Unavailable(
        "The outbox cannot write at the moment: its disk is full, or its database is locked. Nothing was changed; try again after the time in the header Retry-After.",
        WhenUnavailable,
        RefusalCause.NotStored);

    /// <summary>Of one message of a batch, of which others were accepted.</summary>
    public static string NoRoom(QueueBound bound) => $"{Words(bound)} There was no room for this message, and it was not accepted. "
        + "Send it later in a new request, with a new Idempotency-Key: repeated under the same one, this request gets the same answer.";

    /// <summary>Not told apart from a credential that is refused at the start, as it would be now.</summary>
    public static Problem TenantInactive => RestProblems.Unauthorized;

    /// <summary>For what was not accepted.</summary>
    public static Problem Of(AcceptOutcome outcome) => outcome switch
    {
        AcceptOutcome.KeyReused => RestProblems.Conflict(
            "This Idempotency-Key was used for another request. Nothing was accepted: use a new key for a new request."),
        AcceptOutcome.QueueFull full => RestProblems.TooMany(
            $"{Words(full.Bound)} Nothing was accepted.", full.Bound == QueueBound.Keys ? WhenKeysAreFull : WhenFull, Limit(full.Bound), RefusalCause.QueueFull),
        AcceptOutcome.TenantInactive => TenantInactive,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not a refusal."),
    };

    public static Problem Refused(EmailFaults faults) =>
        faults.IsTooLargeOnly ? RestProblems.TooLarge(faults.TooLarge!) : RestProblems.Invalid(faults.ToErrors());

    private static string Words(QueueBound bound) => bound switch
    {
        QueueBound.Messages => "The tenant's queue is full: too many messages wait for their delivery (Outbox:QueueLimit).",
        QueueBound.Bytes => "The tenant's queue is full: the messages that wait for their delivery take too many bytes (Outbox:QueueBytes).",
        _ => "Too many Idempotency-Keys of the tenant are remembered (Outbox:KeyBytes): they are forgotten after Outbox:KeyRetention, and a request without one needs none.",
    };

    private static string Limit(QueueBound bound) => bound switch
    {
        QueueBound.Messages => "messages that a tenant has waiting (Outbox:QueueLimit)",
        QueueBound.Bytes => "bytes that a tenant has waiting (Outbox:QueueBytes)",
        _ => "keys that are remembered for a tenant (Outbox:KeyBytes)",
    };
}
