using EmailConsole.Delivery;

namespace EmailConsole.Outbox.Channels;

internal static class OutcomeMeanings
{
    public static OutcomeMeaning Of(DeliveryOutcome outcome)
    {
        var meaning = outcome.Reason is { } reason ? Of(reason) : OutcomeMeaning.Works;

        // The word on the whole may be another's: of those refused by name each has its own
        return meaning == OutcomeMeaning.Works && outcome.RefusedRecipients.Any(r => AsksForLess(r.Failure)) ? OutcomeMeaning.SlowDown : meaning;
    }

    private static OutcomeMeaning Of(DeliveryFailure failure) => failure.Kind switch
    {
        _ when AsksForLess(failure) => OutcomeMeaning.SlowDown,
        DeliveryFailureKind.Cancelled or DeliveryFailureKind.InvalidMessage or DeliveryFailureKind.InternalError => OutcomeMeaning.Nothing,
        DeliveryFailureKind.SmtpUtf8NotOffered or DeliveryFailureKind.MessageTooLarge => OutcomeMeaning.Works,
        DeliveryFailureKind.SecretUnreadable => OutcomeMeaning.Fails,
        DeliveryFailureKind.ConnectionLost or DeliveryFailureKind.TimedOut or DeliveryFailureKind.ProtocolViolation => OutcomeMeaning.Fails,
        _ => failure.Stage >= DeliveryStage.Sender ? OutcomeMeaning.Works : OutcomeMeaning.Fails,
    };

    private static bool AsksForLess(DeliveryFailure failure) => failure.ReplyCode is 421 or 432 or 450 or 454;
}
