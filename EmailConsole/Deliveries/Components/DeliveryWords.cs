using System.Globalization;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Tenants;
using MudBlazor;

namespace EmailConsole.Deliveries.Components;

/// <summary>What the Deliveries page calls things.</summary>
internal static class DeliveryWords
{
    private const int MostNames = 5;

    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static string Icon(EmailState state) => state switch
    {
        EmailState.Scheduled => Icons.Material.Outlined.Event,
        EmailState.Queued => Icons.Material.Outlined.Schedule,
        EmailState.Sending => Icons.Material.Outlined.Send,
        EmailState.Retrying => Icons.Material.Outlined.Autorenew,
        EmailState.Delivered => Icons.Material.Outlined.CheckCircle,
        EmailState.Failed => Icons.Material.Outlined.ErrorOutline,
        EmailState.Expired => Icons.Material.Outlined.TimerOff,
        _ => Icons.Material.Outlined.Block,
    };

    /// <summary>By whom of several a message is called.</summary>
    /// <param name="email">The message.</param>
    /// <param name="looked">Who is looked for; null: nobody, and it is whoever the message's state is about.</param>
    public static EmailRecipient? ShownOf(EmailSummary email, RecipientFilter? looked) =>
        email.Recipients.FirstOrDefault(r => looked?.Matches(r.Address) ?? r.State == email.State) ?? (email.Recipients is [var first, ..] ? first : null);

    /// <summary>The first of many names.</summary>
    public static string Names(IReadOnlyList<string> names) =>
        names.Count <= MostNames ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNames))} and {Count(names.Count - MostNames)} more";

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

    /// <summary>What is done with a message that is being sent; null: it is about to begin, or to end.</summary>
    public static string UnderWay(StageUnderWay? at, DateTimeOffset now)
    {
        var does = at?.Stage switch
        {
            _ when at is null => "Is being handed to the server at this moment",
            null => "Waits for a connection to the server that is free",
            DeliveryStage.Resolve => "The server's name is being looked up",
            DeliveryStage.Connect => "A connection to the server is being opened",
            DeliveryStage.Greeting => "Waits for the server's greeting",
            DeliveryStage.Encrypt => "The connection to the server is being encrypted",
            DeliveryStage.Token => "Waits for an access token",
            DeliveryStage.Authenticate => "Waits for the server's answer to the sign-in",
            DeliveryStage.Answer => "Waits for the server's answer",
            _ => "Is being handed to the server at this moment",
        };
        var passed = now - at?.Since;
        var limit = at?.Limit is { } most ? $" of at most {Whole(most)}" : "";
        return passed >= Noticeable ? $"{does}, for {Whole(passed.Value)}{limit}." : $"{does}.";

        static string Whole(TimeSpan time) => time < Minute ? Say(Math.Floor(time.TotalSeconds), "0", "s") : Duration(time);
    }

    /// <summary>Behind who handed it in; the API is the usual way and is not said.</summary>
    public static string Way(EmailDoor door) => door switch
    {
        EmailDoor.Smtp => ", by SMTP",
        EmailDoor.Form => ", as a form",
        _ => "",
    };

    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Before it is done: what a cancellation comes to.</summary>
    public static string CancelPromise(EmailStory story) => story switch
    {
        { IsServerTold: true } => "The server has been told of it already, so it is probably too late. If this attempt fails, it can be cancelled then.",
        { Email.State: EmailState.Sending } => "An attempt is under way. It will not be sent to those who have not got it yet, unless the server is told of it first. It stays in the list and can be resent.",
        _ => "It will not be sent to those who have not got it yet. It stays in the list and can be resent.",
    };

    public static string Cancelled(EmailChange change) => change switch
    {
        EmailChange.Done => "Cancelled. It will not be sent.",
        EmailChange.BeingSent => "Too late: it is being handed to the server. If this attempt fails, it can be cancelled then.",
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

    /// <param name="outcome">Of the try.</param>
    /// <param name="waiting">So many messages wait for it; null: not known.</param>
    public static string ProviderTried(RetryOutcome outcome, long? waiting = null) => outcome switch
    {
        RetryOutcome.Tried when waiting == 0 => "No message waits: the next one tries it.",
        RetryOutcome.Tried => "One waiting message is tried now; the others follow when it is taken." + (waiting is null ? " Where none waits, the next one tries it." : ""),
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

    public const string TimeIsOver = "Its sender gave it a time that is over, as with one-time codes, so it cannot be sent again. Ask its sender to send it anew.";

    /// <summary>Before a bulk resend, after a number: why so many cannot be queued again.</summary>
    public static string BulkNot(EmailChange change, int count) => change switch
    {
        EmailChange.Expired => count == 1 ? "has passed its time" : "have passed their time",
        EmailChange.ContentGone => count == 1 ? "has no content any more" : "have no content any more",
        _ => count == 1 ? "is not kept any more" : "are not kept any more",
    };

    /// <summary>Why messages are not delivered, in few words.</summary>
    public static string Cause(FailureCause cause) => cause.Kind switch
    {
        null => "time ran out before an attempt",
        DeliveryFailureKind.InvalidMessage => "message cannot be sent as it is",
        DeliveryFailureKind.SecretUnreadable => "stored secret cannot be read",
        DeliveryFailureKind.HostNotFound => "server's name not found",
        DeliveryFailureKind.TargetNotAllowed => "server's address not allowed",
        DeliveryFailureKind.ConnectionRefused => "connection refused",
        DeliveryFailureKind.Unreachable => "server cannot be reached",
        DeliveryFailureKind.TimedOut => $"no answer in time ({cause.Stage})",
        DeliveryFailureKind.ConnectionLost => $"connection lost ({cause.Stage})",
        DeliveryFailureKind.ProtocolViolation => "server does not speak SMTP",
        DeliveryFailureKind.StartTlsNotOffered => "STARTTLS not offered",
        DeliveryFailureKind.TlsHandshakeFailed => "TLS failed",
        DeliveryFailureKind.CertificateUntrusted => "certificate not trusted",
        DeliveryFailureKind.CertificateExpired => "certificate expired",
        DeliveryFailureKind.CertificateNameMismatch => "certificate of another name",
        DeliveryFailureKind.CertificateRevoked => "certificate revoked",
        DeliveryFailureKind.TokenRefused => "access token refused",
        DeliveryFailureKind.TokenUnavailable => "no access token to be had",
        DeliveryFailureKind.AuthenticationNotOffered => "sign-in not offered",
        DeliveryFailureKind.AuthenticationRefused => "sign-in refused",
        DeliveryFailureKind.MessageTooLarge => "message too large",
        DeliveryFailureKind.SmtpUtf8NotOffered => "address or header needs SMTPUTF8",
        DeliveryFailureKind.EightBitMimeNotOffered => "body needs 8BITMIME",
        DeliveryFailureKind.Cancelled => "cancelled",
        DeliveryFailureKind.InternalError => "a fault of this console",
        _ => Refused(cause),
    };

    private static string Refused(FailureCause cause)
    {
        var code = cause.Code is { } known ? $" ({known})" : "";
        var subject = cause.Code is { Length: >= 5 } enhanced && enhanced[1] == '.' ? enhanced[2..] : "";
        return subject switch
        {
            "1.1" or "1.10" => $"no such mailbox{code}",
            "1.2" => $"no such domain{code}",
            "2.1" => $"mailbox disabled{code}",
            "2.2" => $"mailbox full{code}",
            "2.3" or "3.4" => $"message too large{code}",
            _ when cause.Blame == Blame.Throttle => $"server asks for less or for later ({cause.Stage})",
            _ => cause.Stage switch
            {
                DeliveryStage.Sender when cause.Blame is null => $"sender refused{code}",
                DeliveryStage.Recipient when cause.Code is not null => $"recipient refused{code}",
                DeliveryStage.Content when cause.Code is not null => $"content refused{code}",
                var stage => $"refused by the provider at {stage}{code}",
            },
        };
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
