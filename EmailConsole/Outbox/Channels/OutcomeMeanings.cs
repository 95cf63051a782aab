using EmailConsole.Delivery;

namespace EmailConsole.Outbox.Channels;

internal static class OutcomeMeanings
{
    public static OutcomeMeaning Of(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Delivered delivered => delivered.RefusedRecipients.Any(r => AsksForLess(r.Failure))
            ? OutcomeMeaning.SlowDown
            : OutcomeMeaning.Works,
        _ => Of(outcome.Reason!),
    };

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
