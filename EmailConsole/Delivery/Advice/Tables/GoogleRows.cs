namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>Replies of Gmail and the Google Workspace relay.</summary>
internal static class GoogleRows
{
    private const string AppPassword =
        "Create an App Password (Google Account, Security, 2-Step Verification, App passwords) and put its 16 characters into Password.";

    public static readonly AdviceRow[] All =
    [
        new("Google's relay does not know this server: its IP address is not registered.",
            "In the Google Admin console open Apps, Google Workspace, Gmail, Routing, SMTP relay service: add this server's public IP address, or require SMTP authentication there.")
        {
            Words = "invalid credentials for relay|mail relay denied|relay.{0,60}not in (white|allow)list", More = "For SMTP authentication {ask:basic}.", Lasts = true,
        },
        new("Gmail refused the password of {user}: the account uses two-step verification, which the ordinary password does not pass.", AppPassword)
        {
            Words = "InvalidSecondFactor",
        },
        new("Gmail refused the password of {user}: the account uses two-step verification, which the ordinary password does not pass.", AppPassword)
        {
            Words = "application-specific password",
        },
        new("Gmail wants the owner of {user} to sign in with a browser first.", "Sign in to the account in a browser and confirm that it was you. " + AppPassword)
        {
            Words = "log ?in (with|via) your web ?browser|WebLoginRequired",
        },
        new("{user} has reached Gmail's daily sending limit (500 messages, 2,000 in Google Workspace).",
            "Wait up to 24 hours, then resend on the Deliveries page what failed meanwhile.")
        {
            At = KnownProvider.Google, Codes = ["4.5"], More = "For more, {ask:googlerelay}.",
        },
        new("Gmail slows down or blocks mail from this server's IP address, or from the domain of {from}: too much of it was taken for unsolicited.",
            "Send less and more slowly for some days, and find out what else is sent from there.")
        {
            Words = "unusual (rate|amount) of unsolicited",
        },
        new("Google's relay has reached its daily limit for this user or domain.", "Wait up to 24 hours, then resend on the Deliveries page what failed meanwhile.")
        {
            Words = "Daily SMTP (relay )?(sending )?(limit|quota)",
        },
    ];

    /// <summary>Below the rows for what is wrong with no password.</summary>
    public static readonly AdviceRow[] Passwords =
    [
        new("Gmail refused user name or password of {user}. The ordinary password of the account is not taken.", AppPassword)
        {
            At = KnownProvider.Google, Kinds = [DeliveryFailureKind.AuthenticationRefused], Class = 5,
        },
    ];
}
