using EmailConsole.Outbox.Admission;
using EmailConsole.Rest.Errors;

namespace EmailConsole.Outbox.Api;

/// <summary>The errors that the endpoints of the outbox have in common.</summary>
internal static class EmailProblems
{
    public const string QueueFullDetail = "The tenant's queue is full: too many messages wait for their delivery (Outbox:QueueLimit). Nothing was accepted.";

    private static readonly TimeSpan WhenFull = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WhenUnavailable = TimeSpan.FromSeconds(5);

    public static Problem QueueFull => RestProblems.TooMany(QueueFullDetail, WhenFull);

    public static Problem Unavailable => RestProblems.Unavailable(
        "The outbox cannot write at the moment: its disk is full, or its database is locked. Nothing was changed; try again after the time in the header Retry-After.",
        WhenUnavailable);

    public static Problem KeyReused => RestProblems.Conflict(
        "This Idempotency-Key was used for another request within the last 24 hours. Nothing was accepted: use a new key for a new message.");

    public static Problem Refused(EmailFaults faults) =>
        faults.IsTooLargeOnly ? RestProblems.TooLarge(faults.TooLarge!) : RestProblems.Invalid(faults.ToErrors());
}
