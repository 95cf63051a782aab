using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>Replies of Microsoft 365 Exchange Online. 535 5.7.139 has several causes that only its text tells apart.</summary>
internal static class Microsoft365Rows
{
    private const string Connect = "Connect-ExchangeOnline\n";
    private const string GrantAccess =
        Connect
        + "New-ServicePrincipal -AppId {'client} -ObjectId '<object id of the Enterprise application>'\n"
        + "Add-MailboxPermission -Identity {'from} -User '<object id of the Enterprise application>' -AccessRights FullAccess";

    private static readonly string[] SmtpAuthSwitch = ["5.7.139"];

    public static readonly AdviceRow[] All =
    [
        Row("Microsoft 365 refused the sign-in: SMTP AUTH is switched off for the whole organisation.",
            "Switch it on for this mailbox alone, which overrides the organisation's setting, in Exchange Online PowerShell; allow some minutes.",
            Connect + "Set-CASMailbox -Identity {'user} -SmtpClientAuthenticationDisabled $false")
            with { Codes = SmtpAuthSwitch, Texts = ["disabled for the Tenant", "disabled for the organization"] },
        Row("Microsoft 365 refused the sign-in: SMTP AUTH is switched off for the mailbox {user}.",
            "Switch it on for this mailbox in Exchange Online PowerShell; allow some minutes.",
            Connect + "Set-CASMailbox -Identity {'user} -SmtpClientAuthenticationDisabled $false")
            with { Codes = SmtpAuthSwitch, Texts = ["disabled for the Mailbox", "SmtpClientAuthentication is disabled"] },
        Row("Microsoft 365 refused the sign-in: the security defaults of the organisation forbid a password alone.",
            "Choose the authentication type Client Credentials, which security defaults do not block; or replace security defaults by Conditional Access policies in the Microsoft Entra admin center (Identity, Overview, Properties).")
            with { Codes = SmtpAuthSwitch, Texts = ["security defaults"] },
        Row("Microsoft 365 refused the sign-in of {user}: a policy of the organisation (Conditional Access, or an authentication policy) does not let it in.",
            "Ask the administrator which policy applies; the sign-in log of Microsoft Entra names it. Client Credentials are judged by other policies than a password.")
            with { Codes = SmtpAuthSwitch, Texts = ["did not meet the criteria", "basic authentication is disabled", "Conditional Access"] },
        Row("Microsoft 365 refused the sign-in of {user}: user name or password is wrong, or the account needs a second factor.",
            "Check Username (the mailbox's user principal name) and Password. With a second factor choose the authentication type Client Credentials.")
            with { Codes = SmtpAuthSwitch },
        Row("Microsoft 365 refused the token: application {client} may not send as {from}.",
            "Register the application's service principal in Exchange Online with the object id of the Enterprise application (not of the app registration), give it FullAccess to the mailbox, and allow 15 to 30 minutes. Check the permission SMTP.SendAsApp with admin consent, and that Scopes is https://outlook.office365.com/.default: a token for Microsoft Graph is refused alike.",
            GrantAccess)
            with { Codes = ["5.7.3"], When = s => s.AuthenticationType == AuthenticationType.ClientCredential },
        Row("Microsoft 365 refused the sign-in of {user}: user name or password is wrong, or basic authentication is off for it.",
            "Check Username (the mailbox's user principal name) and Password, and that SMTP AUTH is on for the mailbox. Basic authentication is off by default from the end of December 2026: the authentication type Client Credentials stays.",
            Connect + "Set-CASMailbox -Identity {'user} -SmtpClientAuthenticationDisabled $false")
            with { Codes = ["5.7.3"], Kinds = [DeliveryFailureKind.AuthenticationRefused] },
        Row("Microsoft 365 no longer takes a password here: basic authentication is retired for this organisation.",
            "Choose the authentication type Client Credentials; the guide beside the form lists the steps.")
            with { Codes = ["5.7.30"] },
        Row("Microsoft 365 takes no mail from {from} before a sign-in.",
            "Choose the authentication type Client Credentials (or Basic, where it is still on).")
            with { Codes = ["5.7.57"] },
        Row("Microsoft 365 does not let {user} send as {from}.",
            "Set From Address to the mailbox that signs in, or give that mailbox the right Send As.",
            Connect + "Add-RecipientPermission -Identity {'from} -Trustee {'user} -AccessRights SendAs")
            with { Codes = ["5.7.60", "5.2.252"] },
        Row("Microsoft 365 does not let {user} send as {from}.",
            "Set From Address to the mailbox that signs in, or give that mailbox the right Send As.",
            Connect + "Add-RecipientPermission -Identity {'from} -Trustee {'user} -AccessRights SendAs")
            with { Texts = ["SendAsDenied"] },
        Row("More than 3 connections send from {user} at the same time, which is Microsoft 365's limit.",
            "Set the connection limit to 3 or less, counting other programs that use this mailbox, and try again.")
            with { Replies = [432], Codes = ["4.3.2"] },
        Row("The mailbox {user} is full: Microsoft 365 keeps a copy of everything sent in Sent Items.",
            "Empty its Sent Items, and set a retention policy that deletes old ones.")
            with { Codes = ["5.2.2"] },
        Row("The mailbox {user} has reached Microsoft 365's daily limit of recipients.",
            "Wait: the limit counts the last 24 hours. Then resend on the Deliveries page what failed meanwhile. For more, spread the mail over several mailboxes or use a bulk mail service.")
            with { Codes = ["5.2.0"], Texts = ["quota", "limit"] },
    ];

    private static AdviceRow Row(string cause, string cure, string? command = null) =>
        new(cause, cure, command) { At = KnownProvider.Microsoft365 };
}
