using EmailConsole.Outbox.Admission;
using EmailConsole.Rest.Errors;

namespace EmailConsole.Outbox.Api;

/// <summary>The errors that the endpoints of the outbox have in common.</summary>
internal static class EmailProblems
{
    private const string QueueFullDetail = "The tenant's queue is full: too many messages wait for their delivery (Outbox:QueueLimit). Nothing was accepted.";

    /// <summary>Of one message of a batch, of which others were accepted.</summary>
    public const string NoRoomDetail = "The tenant's queue is full: there was no room for this message (Outbox:QueueLimit), and it was not accepted. "
        + "Send it later in a new request, with a new Idempotency-Key: repeated under the same one, this request gets the same answer.";

    private static readonly TimeSpan WhenFull = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WhenUnavailable = TimeSpan.FromSeconds(5);

    public static Problem QueueFull => RestProblems.TooMany(QueueFullDetail, WhenFull, "waiting messages of a tenant (Outbox:QueueLimit)");

    public static Problem Unavailable => RestProblems.Unavailable(
        "The outbox cannot write at the moment: its disk is full, or its database is locked. Nothing was changed; try again after the time in the header Retry-After.",
        WhenUnavailable);

    /// <summary>Not told apart from a credential that is refused at the start, as it would be now.</summary>
    public static Problem TenantInactive => RestProblems.Unauthorized;

    /// <summary>For what was not accepted.</summary>
    public static Problem Of(AcceptOutcome outcome) => outcome switch
    {
        AcceptOutcome.KeyReused => RestProblems.Conflict(
            "This Idempotency-Key was used for another request. Nothing was accepted: use a new key for a new request."),
        AcceptOutcome.QueueFull => QueueFull,
        AcceptOutcome.TenantInactive => TenantInactive,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not a refusal."),
    };

    public static Problem Refused(EmailFaults faults) =>
        faults.IsTooLargeOnly ? RestProblems.TooLarge(faults.TooLarge!) : RestProblems.Invalid(faults.ToErrors());
}
