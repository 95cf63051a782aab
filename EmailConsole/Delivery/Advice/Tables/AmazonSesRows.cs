namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>Replies of Amazon SES, whose words a relay in front of it passes on.</summary>
internal static class AmazonSesRows
{
    public static readonly AdviceRow[] All =
    [
        new("Amazon SES does not know an address of this message as verified in its region, or the account is still in the sandbox.",
            "In the SES console of that region verify {from} or its domain. In the sandbox recipients must be verified too: request production access.")
        {
            Words = "email address is not verified|identities failed the check",
        },
        new("Amazon SES accepts no more for today: the account's daily quota is used up.",
            "Wait until the last 24 hours hold less, or ask for a higher sending quota in the SES console.")
        {
            Words = "daily message quota",
        },
        new("Amazon SES slows this account down: it sends faster than its quota allows.",
            "Lower the rate. Wait 5, 10, then 30 seconds between tries, then 20 minutes.")
        {
            Words = "Throttling failure|maximum sending rate",
        },
        new("Amazon SES is too busy for this connection.", "Lower the rate. Wait 5, 10, then 30 seconds between tries, then 20 minutes.")
        {
            At = KnownProvider.AmazonSes, Replies = [421],
        },
    ];

    /// <summary>Below the rows for what is wrong with no password.</summary>
    public static readonly AdviceRow[] Passwords =
    [
        new("Amazon SES refused the SMTP user name or password.",
            "Use SMTP credentials of the region of {host} (SES console, SMTP settings, Create SMTP credentials). An AWS access key and its secret do not work, nor do those of another region.")
        {
            At = KnownProvider.AmazonSes, Kinds = [DeliveryFailureKind.AuthenticationRefused], Class = 5,
        },
    ];
}
