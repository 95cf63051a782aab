using EmailConsole.Outbox;
using EmailConsole.Outbox.History;

namespace EmailConsole.Deliveries.Components;

/// <summary>What became of an action on a message, for as long as the message has not gone on.</summary>
/// <param name="Words">In whole sentences.</param>
/// <param name="IsDone">Otherwise it was refused, which is said however fast the message goes on meanwhile: nothing else shows it.</param>
/// <param name="Holds">Whether the words are still true of the message.</param>
internal sealed record DeliveryAnswer(string Words, bool IsDone, Func<EmailSummary, bool> Holds)
{
    // The message as it was right after a refusal
    private EmailSummary? After { get; init; }

    public static DeliveryAnswer ToCancel(EmailChange change) => new(
        DeliveryWords.Cancelled(change),
        change == EmailChange.Done,
        change == EmailChange.BeingSent ? email => email.State == EmailState.Sending : email => !email.State.IsWaiting);

    /// <param name="change">What became of it.</param>
    /// <param name="before">The message as it was.</param>
    public static DeliveryAnswer ToResend(EmailChange change, EmailSummary before) => new(DeliveryWords.Resent(change), change == EmailChange.Done, change switch
    {
        // Its turn has come where it is being sent
        EmailChange.Done => email => email.State.IsWaiting && email.State != EmailState.Sending && email.Attempts == before.Attempts,
        EmailChange.StillWaiting => email => email.State.IsWaiting,
        _ => email => !email.State.IsWaiting,
    });

    /// <param name="outcome">What became of it.</param>
    /// <param name="before">The message as it was.</param>
    public static DeliveryAnswer ToRetry(RetryOutcome outcome, EmailSummary before) => new(DeliveryWords.Retried(outcome), outcome is RetryOutcome.Tried, outcome switch
    {
        RetryOutcome.Refused { Change: EmailChange.BeingSent } => email => email.State == EmailState.Sending,
        RetryOutcome.Refused { Change: EmailChange.AlreadyFinished } => email => !email.State.IsWaiting,
        RetryOutcome.Refused { Change: EmailChange.Scheduled } => email => email.State == EmailState.Scheduled,
        RetryOutcome.Refused => _ => true,
        _ => email => email.State.IsWaiting && email.Attempts == before.Attempts,
    });

    /// <param name="before">The message, of which nothing was changed.</param>
    public static DeliveryAnswer Unavailable(EmailSummary before) => new(
        "Nothing was changed: the database takes nothing at present. Try again; if it stays so, look at the disk.", IsDone: false, email => IsAsAt(before, email));

    /// <summary>What of it is left to say.</summary>
    /// <param name="email">As it was read since.</param>
    /// <returns>Null: the message has gone on.</returns>
    public DeliveryAnswer? Of(EmailSummary email) => !IsDone && After is null ? this with { After = email }
        : Holds(email) || (After is { } after && IsAsAt(after, email)) ? this
        : null;

    private static bool IsAsAt(EmailSummary before, EmailSummary email) => email.State == before.State && email.Attempts == before.Attempts;
}
