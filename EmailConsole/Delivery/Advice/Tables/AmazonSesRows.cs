namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>Replies of Amazon SES.</summary>
internal static class AmazonSesRows
{
    public static readonly AdviceRow[] All =
    [
        Row("Amazon SES does not know an address of this message as verified in the region of {host}, or the account is still in the sandbox.",
            "In the SES console of that region verify {from} or its domain. In the sandbox recipients must be verified too: request production access.")
            with { Texts = ["not verified"] },
        Row("Amazon SES accepts no more for today: the account's daily quota is used up.",
            "Wait until the last 24 hours hold less, or ask for a higher sending quota in the SES console.")
            with { Texts = ["Daily message quota"] },
        Row("Amazon SES slows this account down: it sends faster than its quota allows.",
            "Lower the rate. Wait 5, 10, then 30 seconds between tries, then 20 minutes.")
            with { Texts = ["Throttling", "Maximum sending rate"] },
        Row("Amazon SES is too busy for this connection.",
            "Lower the rate. Wait 5, 10, then 30 seconds between tries, then 20 minutes.")
            with { Replies = [421] },
        Row("Amazon SES refused the SMTP user name or password.",
            "Use SMTP credentials of the region of {host} (SES console, SMTP settings, Create SMTP credentials). An AWS access key and its secret do not work, nor do those of another region.")
            with { Kinds = [DeliveryFailureKind.AuthenticationRefused] },
    ];

    private static AdviceRow Row(string cause, string cure) => new(cause, cure) { At = KnownProvider.AmazonSes };
}
