namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>Replies of Gmail and the Google Workspace relay.</summary>
internal static class GoogleRows
{
    private const string AppPassword =
        "Create an App Password (Google Account, Security, 2-Step Verification, App passwords) and put its 16 characters into Password.";

    public static readonly AdviceRow[] All =
    [
        Row("Gmail refused the password of {user}: the account uses two-step verification, which the ordinary password does not pass.", AppPassword)
            with { Codes = ["5.7.9"] },
        Row("Gmail wants the owner of {user} to sign in with a browser first.",
            "Sign in to the account in a browser and confirm that it was you. " + AppPassword)
            with { Codes = ["5.7.14"] },
        Row("Gmail refused user name or password of {user}. The ordinary password of the account is not taken.", AppPassword)
            with { Codes = ["5.7.8"] },
        Row("{user} has reached Gmail's daily sending limit (500 messages, 2,000 in Google Workspace).",
            "Wait up to 24 hours, then resend on the Deliveries page what failed meanwhile. For more, use the Google Workspace relay, smtp-relay.gmail.com.")
            with { Codes = ["5.4.5"] },
        Row("Gmail refused the message: {from}'s domain passes neither SPF nor DKIM for this server.",
            "Publish SPF and DKIM records of the domain in From Address that cover the server that sends, aligned with From Address.")
            with { Codes = ["5.7.26", "4.7.26"] },
        Row("Google's relay does not know this server: its IP address is not registered.",
            "In the Google Admin console open Apps, Google Workspace, Gmail, Routing, SMTP relay service: add this server's public IP address, or require SMTP authentication and choose the authentication type Basic.")
            with { Codes = ["5.7.1", "4.7.0"], Texts = ["relay", "not in whitelist", "not in allowlist"] },
        Row("Google's relay has reached its daily limit for this user or domain.", "Wait up to 24 hours, then resend on the Deliveries page what failed meanwhile.")
            with { Codes = ["5.7.1", "4.2.1", "5.4.5"], Texts = ["limit"] },
        Row("Gmail refused the name in EHLO.",
            "Set Delivery:EhloName in appsettings.json to this server's real domain name, such as mail.foo.com.")
            with { Codes = ["4.7.0"], Texts = ["EHLO", "HELO"] },
    ];

    private static AdviceRow Row(string cause, string cure) => new(cause, cure) { At = KnownProvider.Google };
}
