using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>
/// Replies of Exchange, and of Microsoft 365 Exchange Online above all. 535 5.7.139 has several causes that only its text tells
/// apart. They come from any host: a hybrid, a relay and a proxy repeat them.
/// </summary>
internal static class Microsoft365Rows
{
    private const string Connect = "Connect-ExchangeOnline\n";
    private const string GrantAccess =
        Connect
        + "New-ServicePrincipal -AppId {'client} -ObjectId '<object id of the Enterprise application>'\n"
        + "Add-MailboxPermission -Identity {'from} -User '<object id of the Enterprise application>' -AccessRights FullAccess";

    private const string SwitchOn = Connect + "Set-CASMailbox -Identity {'user} -SmtpClientAuthenticationDisabled $false";

    private const string SendAsWords = "SendAsDenied|permissions? to send as this sender|not allowed to send as";

    public static readonly AdviceRow[] All =
    [
        Row("Microsoft 365 refused the sign-in: SMTP AUTH is switched off for the whole organisation.",
            "Switch it on for this mailbox alone, which overrides the organisation's setting, in Exchange Online PowerShell; allow some minutes.", SwitchOn)
            with { Words = "disabled for the (tenant|organi[sz]ation)" },
        Row("Microsoft 365 refused the sign-in: SMTP AUTH is switched off for the mailbox {user}.",
            "Switch it on for this mailbox in Exchange Online PowerShell; allow some minutes.", SwitchOn)
            with { Words = "SmtpClientAuthentication is disabled|disabled for the mailbox" },
        Row("Microsoft 365 refused the sign-in: the security defaults of the organisation forbid a password alone.",
            "{ask:token}, which security defaults do not block; or replace security defaults by Conditional Access policies in the Microsoft Entra admin center (Identity, Overview, Properties).")
            with { Words = "security defaults" },
        Row("Microsoft 365 refused the sign-in of {user}: a policy of the organisation (Conditional Access, or an authentication policy) does not let it in.",
            "Ask the administrator which policy applies; the sign-in log of Microsoft Entra names it.")
            with { Words = "security defaults|did not meet the criteria|basic authentication is disabled|Conditional Access", More = "Or {ask:token}: a token is judged by other policies than a password." },
        Row("Microsoft 365 no longer takes a password here: basic authentication is retired for this organisation.",
            "{ask:token}; the guide beside the form lists the steps.")
            with { Codes = ["7.30"] },
        Row("Microsoft 365 no longer takes a password here: basic authentication is retired for this organisation.",
            "{ask:token}; the guide beside the form lists the steps.")
            with { Words = "basic authentication is not supported" },
        Row("Microsoft 365 takes no mail from {from} before a sign-in that it accepts.", "{ask:token}; the guide beside the form lists the steps.")
            with { Codes = ["7.57"] },
        Row("Microsoft 365 does not let {user} send as {from}.",
            "{ask:from}, the mailbox that signs in; or give that mailbox the right Send As.",
            Connect + "Add-RecipientPermission -Identity {'from} -Trustee {'user} -AccessRights SendAs")
            with { Words = SendAsWords },
        Row("Microsoft 365 does not let application {client} send as {from}.",
            "Give the application's service principal access to that mailbox in Exchange Online, and allow 15 to 30 minutes.", GrantAccess)
            with { Words = SendAsWords, When = facts => facts.Settings.AuthenticationType == AuthenticationType.ClientCredential },
        Row("Microsoft 365 does not let {sendas}.", "Set up the right Send As for {from}.",
            Connect + "Add-RecipientPermission -Identity {'from} -Trustee {'user} -AccessRights SendAs")
            with { Words = SendAsWords, When = facts => facts.IsSignedIn },
        Row("Microsoft 365 does not let {sendas}.", "Set up the right Send As for {from}.",
            Connect + "Add-RecipientPermission -Identity {'from} -Trustee {'user} -AccessRights SendAs")
            with { Codes = ["7.60", "2.252"] },
        Row("More connections send from {user} at the same time than the 3 that Microsoft 365 allows.",
            "Every program that uses this mailbox counts: keep within the limit to 3 connections for all of them together.")
            with { Replies = [432], Codes = ["4.3.2"] },
        Row("The mailbox {user} is full: Microsoft 365 keeps a copy of everything sent in Sent Items.",
            "Empty its Sent Items, and set a retention policy that deletes old ones.")
            with { At = KnownProvider.Microsoft365, Codes = ["5.2.2"] },
        Row("The mailbox {user} has reached Microsoft 365's daily limit of recipients.",
            "Wait: the limit counts the last 24 hours. Then resend on the Deliveries page what failed meanwhile. For more, spread the mail over several mailboxes or use a bulk mail service.")
            with { Words = "SubmissionQuotaExceeded" },
        Row("The mailbox {user} has reached Microsoft 365's daily limit of recipients.",
            "Wait: the limit counts the last 24 hours. Then resend on the Deliveries page what failed meanwhile. For more, spread the mail over several mailboxes or use a bulk mail service.")
            with { At = KnownProvider.Microsoft365, Codes = ["2.0"], Words = "quota|limit" },
        Row("Microsoft 365 does not know this server: neither its IP address nor its certificate belongs to a connector of the organisation.",
            "In the Exchange admin center add this server's public IP address to an inbound connector, with {from}'s domain among the accepted domains.")
            with { Words = "TenantAttribution|7\\.64" },
    ];

    /// <summary>Below the rows for what is wrong with no password.</summary>
    public static readonly AdviceRow[] Passwords =
    [
        Row("Microsoft 365 refused the sign-in of {user}: user name or password is wrong, or the account needs a second factor.",
            "Check Username (the mailbox's user principal name) and Password.")
            with { Codes = ["5.7.139"], More = "With a second factor {ask:token}.", When = WithPassword },
        Row("Microsoft 365 refused the token: application {client} may not send as {from}.",
            "Register the application's service principal in Exchange Online with the object id of the Enterprise application (not of the app registration), give it FullAccess to the mailbox, and allow 15 to 30 minutes. Check the permission SMTP.SendAsApp with admin consent. A token for Microsoft Graph is refused alike.",
            GrantAccess)
            with { Codes = ["7.3", "7.139"], Stages = SignIn, When = facts => !WithPassword(facts), More = "{ask:outlookscope}." },
        Row("Microsoft 365 refused the sign-in of {user}: user name or password is wrong, or SMTP AUTH is off for the mailbox.",
            "Check Username (the mailbox's user principal name) and Password, and that SMTP AUTH is on for the mailbox.", SwitchOn)
            with { At = KnownProvider.Microsoft365, Codes = ["7.3"], Stages = SignIn, More = "Passwords are off by default from the end of December 2026; after that {ask:token}." },
        Row("The Exchange server {host} refused the sign-in of {user}: user name or password is wrong, or SMTP AUTH is off for the mailbox.",
            "Check Username (a whole address, or DOMAIN\\name) and Password, and that SMTP AUTH is on for the mailbox.")
            with { Codes = ["7.3"], Stages = SignIn },
    ];

    private static DeliveryStage[] SignIn => [DeliveryStage.Authenticate];

    private static bool WithPassword(DeliveryFailureFacts facts) => facts.Settings.AuthenticationType == AuthenticationType.Basic;

    private static AdviceRow Row(string cause, string cure, string? command = null) => new(cause, cure, command);
}
