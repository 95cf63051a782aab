using System.Globalization;
using EmailConsole.Tenants;
using MudBlazor;

namespace EmailConsole.Outbox.Components;

/// <summary>What the Deliveries page calls things.</summary>
internal static class DeliveryWords
{
    public static string Icon(EmailState state) => state switch
    {
        EmailState.Queued => Icons.Material.Outlined.Schedule,
        EmailState.Sending => Icons.Material.Outlined.Send,
        EmailState.Retrying => Icons.Material.Outlined.Autorenew,
        EmailState.Delivered => Icons.Material.Outlined.CheckCircle,
        EmailState.Failed => Icons.Material.Outlined.ErrorOutline,
        EmailState.Expired => Icons.Material.Outlined.TimerOff,
        _ => Icons.Material.Outlined.Block,
    };

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Messages(long count) => count == 1 ? "1 message" : $"{Count(count)} messages";

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 1000 } => Say(time.TotalMilliseconds, "0", "ms"),
        { TotalSeconds: < 60 } => Say(time.TotalSeconds, "0.0", "s"),
        { TotalMinutes: < 60 } => Two(time.Minutes, "min", time.Seconds, "s"),
        { TotalHours: < 24 } => Two(time.Hours, "h", time.Minutes, "min"),
        _ => Two((int)time.TotalDays, "d", time.Hours, "h"),
    };

    /// <summary>When the next attempt comes.</summary>
    public static string In(DateTimeOffset at, DateTimeOffset now) => at <= now ? "now" : $"in {Duration(TimeSpan.FromSeconds(Math.Ceiling((at - now).TotalSeconds)))}";

    public static string Exact(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Cancelled(EmailChange change) => change switch
    {
        EmailChange.Done => "Cancelled. It will not be sent.",
        EmailChange.BeingSent => "Too late: it is being sent at this moment.",
        EmailChange.AlreadyFinished => "Too late: nothing of it is left to cancel.",
        _ => "There is no such message any more.",
    };

    public static string Resent(EmailChange change) => change switch
    {
        EmailChange.Done => "Queued again. It leaves as soon as its turn comes.",
        EmailChange.StillWaiting => "It still waits for an attempt, so there is nothing to resend.",
        EmailChange.ContentGone => "Its content was dropped after delivery, so it cannot be sent again. Ask its sender to send it anew.",
        EmailChange.Expired => "Its sender gave it a time that is over, as with one-time codes. Ask its sender to send it anew.",
        EmailChange.QueueFull => "The tenant's queue is full. Try again when it is shorter.",
        EmailChange.TenantInactive => "The tenant is not active, so its mail does not leave. Resend it when the tenant is active again.",
        _ => "There is no such message any more.",
    };

    public static string Retried(RetryOutcome outcome) => outcome switch
    {
        RetryOutcome.Tried => "It is tried now.",
        RetryOutcome.Refused { Change: EmailChange.BeingSent } => "It is being sent at this moment.",
        RetryOutcome.Refused { Change: EmailChange.AlreadyFinished } => "Nothing of it waits any more.",
        RetryOutcome.Refused { Change: EmailChange.Scheduled } => "Its sender asked for a later time, so it waits for that.",
        RetryOutcome.Refused { Change: EmailChange.Expired } => "Its time is over.",
        RetryOutcome.Refused => "There is no such message any more.",
        _ => ProviderTried(outcome),
    };

    public static string ProviderTried(RetryOutcome outcome) => outcome switch
    {
        RetryOutcome.Tried => "One message is tried now. When the server takes it, the others follow.",
        RetryOutcome.NoProvider => "There is no email provider that could send it. An administrator sets one up under Email Provider.",
        RetryOutcome.BeingReplaced replaced =>
            $"The tenant's provider is being replaced: its mail waits for the new one until {replaced.Until.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)}.",
        RetryOutcome.NotPermitted refused => $"The tenant's own sender may not be used: {refused.Reason}",
        RetryOutcome.Inherited => $"The platform's email provider pauses, and only an administrator of {TenantDomain.Super} can have it tried now. Tell them.",
        RetryOutcome.TooSoon soon =>
            $"It was tried a moment ago, and each try may count as a sign-in. Try again {In(DateTimeOffset.UnixEpoch + soon.Wait, DateTimeOffset.UnixEpoch)}.",
        _ => "There is nothing here that you may have tried.",
    };

    /// <summary>What became of trying all of a filter, or does so far.</summary>
    public static string RetriedAll(BulkRetryResult result, bool isRunning)
    {
        var waits = result.Scheduled == 0 ? "" : $" {Messages(result.Scheduled)} {(result.Scheduled == 1 ? "waits" : "wait")} for the time that the sender asked for.";
        var not = result.Why is { } why ? $" {Messages(result.NotTried)} {(result.NotTried == 1 ? "is" : "are")} not: {ProviderTried(why)}" : "";
        var broad = result.IsTooBroad ? " Too many recipients begin with what was typed: type more of the address." : "";
        return isRunning ? $"{Messages(result.Done)} so far…"
            : $"{(result.Done == 0 ? "Nothing" : Messages(result.Done))} {(result.Done > 1 ? "are" : "is")} tried now.{waits}{not}{broad}";
    }

    /// <summary>In the result of a bulk resend, after a number.</summary>
    public static string BulkOf(EmailChange change) => change switch
    {
        EmailChange.Done => "queued again",
        EmailChange.StillWaiting => "wait for an attempt already",
        EmailChange.ContentGone => "have no content any more",
        EmailChange.Expired => "left as they are: their sender's time for them is over",
        EmailChange.QueueFull => "left as they are: the queue is full",
        EmailChange.TenantInactive => "left as they are: their tenant is not active",
        EmailChange.BeingSent => "are being sent at this moment",
        EmailChange.AlreadyFinished => "are finished",
        EmailChange.Scheduled => "wait for their sender's time",
        _ => "are not kept any more",
    };

    private static string Say(double amount, string format, string unit) => $"{amount.ToString(format, CultureInfo.InvariantCulture)} {unit}";

    private static string Two(int big, string bigUnit, int small, string smallUnit) =>
        small == 0 ? $"{big} {bigUnit}" : $"{big} {bigUnit} {small} {smallUnit}";
}
