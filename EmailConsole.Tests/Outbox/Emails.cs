using EmailConsole.Delivery;
using EmailConsole.Outbox;
using MimeKit;

namespace EmailConsole.Tests.Outbox;

/// <summary>Messages and outcomes for tests.</summary>
internal static class Emails
{
    public static readonly DeliveryOutcome Delivered = new DeliveryOutcome.Delivered("4Z1", "250 2.0.0 Ok: queued as 4Z1", []);

    public static NewEmail New(params string[] to) => new(
        new OutgoingEmail([.. Or(to).Select(a => new MailboxAddress(null, a))], "Your code", "Code 421337", "<p>Code 421337</p>"),
        [.. Or(to).Select(a => new NewRecipient(a, RecipientKind.To))],
        EmailPriority.Normal,
        SendAt: null,
        ExpiresAt: null,
        Metadata: null,
        Size: 700,
        "foo.example");

    public static DeliveryFailure Failure(
        int? code, DeliveryStage stage = DeliveryStage.Recipient, DeliveryFailureKind kind = DeliveryFailureKind.Refused) => new(
        kind,
        stage,
        code,
        null,
        code is null ? null : $"{code} words of the server",
        BlameTable.Of(kind, stage, code, null, "words of the server"),
        IsLasting: code >= 500
            || kind is DeliveryFailureKind.InvalidMessage or DeliveryFailureKind.SmtpUtf8NotOffered or DeliveryFailureKind.EightBitMimeNotOffered
            || (kind == DeliveryFailureKind.MessageTooLarge && code is null),
        new DeliveryAdvice("The cause.", "The cure."))
        {
            IsProviderReached = stage >= DeliveryStage.Sender && kind != DeliveryFailureKind.InvalidMessage,
        };

    public static DeliveryOutcome Failed(int? code, DeliveryStage stage = DeliveryStage.Recipient) => new DeliveryOutcome.Failed(Failure(code, stage));

    public static DeliveryOutcome DeliveredBut(params (string Address, int Code)[] refused) => new DeliveryOutcome.Delivered(
        null, "250 Ok", [.. refused.Select(r => new RefusedRecipient(r.Address, Failure(r.Code, kind: DeliveryFailureKind.RecipientRefused)))]);

    private static string[] Or(string[] to) => to.Length == 0 ? ["someone@bar.example"] : to;
}
