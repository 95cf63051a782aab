using EmailConsole.Delivery;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Retry;

/// <summary>Whether and when a failed attempt is followed by another one. Pure.</summary>
internal sealed class RetryPolicy(IOptions<OutboxOptions> options)
{
    private const double Spread = 0.25;

    /// <summary>
    /// Given up is what is refused for good for the sake of the message, its recipient or its sender. What is the provider's or
    /// the sign-in's can be put right by an administrator while the mail waits, and before MAIL the server knows nothing of it. A
    /// 5yz of a limit that time alone cures (550 5.4.5, 554 5.2.0) is given up too: how long it lasts is not said, and whoever
    /// resends knows. An HTTP API says so of an account without credit, which somebody can pay for while the mail waits.
    /// </summary>
    public static bool IsPermanent(DeliveryFailure failure) =>
        failure.IsLasting
        && (failure.Blame is Blame.Message or Blame.Recipient or Blame.Sender
            || (failure.Blame is Blame.Throttle && failure.Stage is DeliveryStage.Sender or DeliveryStage.Recipient or DeliveryStage.Content));

    /// <summary>
    /// Whether a message goes on by the next provider of its tenant's route. Only what this one has certainly not accepted, through its own fault
    /// or its limits: whatever the message, a recipient or the sender's address is refused for, the next one would refuse as well. What it may have, only where the tenant wants that.
    /// </summary>
    /// <param name="report">Of an attempt behind whose provider there is another one.</param>
    /// <param name="due">When the next attempt would be made at this provider.</param>
    /// <param name="now">The time.</param>
    public bool IsSwitched(DeliveryReport report, DateTimeOffset due, DateTimeOffset now)
    {
        if (!report.HasNext)
        {
            return false;
        }

        // Whoever is refused for good is over, and does not keep the others
        var left = report.Outcome.RefusedRecipients.Select(r => r.Failure).Concat(report.Outcome.Reason is { } reason ? [reason] : [])
            .Where(f => !IsPermanent(f) || MaySwitch(report, f, due, now)).ToList();
        return left.Count > 0 && left.All(f => MaySwitch(report, f, due, now));
    }

    /// <summary>Whether the next provider may take what this one refused so.</summary>
    public bool MaySwitch(DeliveryReport report, DeliveryFailure failure, DateTimeOffset due, DateTimeOffset now) =>
        (failure.Outcome == FailureOutcome.NotAccepted || report.SwitchesAfterUnknown) && failure.Blame switch
        {
            Blame.Provider or Blame.Credentials => true,
            Blame.Throttle => failure.IsLasting || (failure.NotBefore > due ? failure.NotBefore.Value : due) - (report.ThrottledSince ?? now) > Patience(report.Email.Priority),
            _ => false,
        };

    /// <summary>How long a message waits for a provider, before it leaves by another one.</summary>
    public TimeSpan Patience(EmailPriority priority) => options.Value.SwitchAfter(priority);

    /// <summary>
    /// The pause doubles from attempt to attempt, from the first to the longest; up to a quarter of it is left to chance, so
    /// that messages which failed together do not come back together.
    /// </summary>
    /// <param name="attempts">Attempts so far, at least 1.</param>
    /// <param name="chance">From 0 up to 1.</param>
    public TimeSpan PauseAfter(int attempts, double chance)
    {
        var longest = options.Value.LongestRetry;
        var doubled = options.Value.FirstRetry * Math.Pow(2, Math.Clamp(attempts - 1, 0, 30));
        var pause = doubled < longest ? doubled * (1 + (Spread * chance)) : longest * (1 - (Spread * chance));

        // In whole milliseconds: what is stored is not finer than a microsecond, and is compared with what is in memory
        return TimeSpan.FromMilliseconds((long)(pause < longest ? pause : longest).TotalMilliseconds);
    }
}
