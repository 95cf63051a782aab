using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>What servers say at the sign-in: first what their words tell, then each service's idea of user name and password.</summary>
internal static class SignInRows
{
    private static readonly DeliveryStage[] SignIn = [DeliveryStage.Authenticate];

    /// <summary>What is wrong is not the password alone.</summary>
    public static readonly AdviceRow[] ByWords =
    [
        Row("{host} takes no more sign-ins of {user} for now: there were too many.",
            "Wait some minutes. Other programs that use the account count too; one that tries with an old password is enough.")
            with { Words = @"too many (\w{1,30} )?(log ?ins?|sign ?ins?|auth\w{0,30}|attempts|fail\w{0,30}|tries)|(login|authentication|auth) attempts|authenticate too many|too frequent|login (rate|limit)|(rate|login) limit exceeded" },
        Row("{host} refuses the sign-in from this server's IP address.", "Add this server's public IP address to those that the account allows, in the service's settings.")
            with { Words = @"unauthori[sz]ed ip|\b(denied|rejected|refused|blocked|banned|forbidden)\b.{0,60}\bip\b|\bip\b.{0,60}\b(denied|rejected|refused|blocked|banned|forbidden)|\bip\b.{0,60}not (allowed|authori[sz]ed|permitted|registered|in)|not .{0,20}from (this|your) ip" },
        Row("The account {user} at {host} has used up what it may send, or was not paid for.", "Sign in to the service in a browser: raise the account's limit, or wait until it starts anew.")
            with { Words = @"credits? (exceeded|expired|blocked)|maximum credits|quota exceeded|limit (exceeded|reached)" },
        Row("{host} does not know this mechanism of the sign-in{detail}.", "Ask the server's operator which mechanisms it takes from programs, and on which port.")
            with { Words = @"(unrecogni[sz]ed|unsupported|unknown|invalid|no) (auth\w{0,30} )?(type|mechanism|method)|(mechanism|authentication (type|method)).{0,40}(not|un)\w{0,30}|no .{0,20}mechanism|mechanism.{0,40}\bweak", More = "Or {ask:otherport}." },
        Row("{host} lists a mechanism of the sign-in and does not take it{detail}.", "Ask the server's operator which mechanisms work for programs that send.")
            with { Kinds = [DeliveryFailureKind.AuthenticationNotOffered], Replies = [500, 501, 502, 503, 504, 534, 535], More = "Or {ask:otherport}." },
        Row("SMTP AUTH is not switched on at {host}'s port {port}.", "Ask the server's operator where programs sign in.")
            with { Words = @"auth\w{0,30} (is )?(not (enabled|available|supported|allowed)|disabled)", Replies = [500, 502, 503, 504], More = "Or {ask:otherport}." },
        Row("{host} holds the connection for signed in before user name and password were given{text}",
            "It knows this server already, by its IP address or its certificate: {ask:nosignin}, or ask the server's operator.")
            with { Words = @"already .{0,20}(auth|logged|signed)", Replies = [503] },
        Row("{host} takes no sign-in at this point of the conversation: it finds the commands out of order{text}",
            "Ask the server's operator on which port, and with which encryption, programs sign in; a firewall in between that rewrites SMTP behaves so.")
            with { Replies = [503], More = "Or {ask:encrypt}." },
        Row("The password of {user} at {host} has expired, or must be changed.", "Set a new password where the account is kept, and put it into Password.")
            with { Words = @"password.{0,40}(expired|must be (changed|reset)|needs? to be (changed|reset)|change required)|expired password|(must|needs? to|have to|please) (change|reset|renew) (your |the )?password" },
        Row("{host} wants the owner of {user} to sign in with a browser first.", "Sign in to the account in a browser and confirm that it was you.")
            with { Words = "web ?browser|web ?login" },
        Row("{host} wants an app password or authorisation code for {user} instead of the account's own password, or SMTP is switched off for the mailbox.",
            "Sign in to the mailbox in a browser, switch SMTP on in its settings, create an app password (authorisation code, 授权码) there and put it into Password.")
            with { Words = @"app(lication)?[- ]?(specific )?password|authori[sz]ation code|authori[sz]ed code|授权码|parol prilozheniya|(two|2)[- ]?(step|factor)|\b2fa\b|external (app|program)\w{0,30}" },
        Row("SMTP is switched off for the account {user} at {host}.",
            "Sign in to the mailbox in a browser and switch SMTP (mail programs) on in its settings; some services then want an app password.")
            with { Words = @"no permission|access rights to this service|smtp\b.{0,40}(disabled|not (enabled|allowed|activated|open)|turned off|switched off)|(service|feature|protocol|access) (is )?(disabled|not (enabled|open|allowed))|(not|n't) (enabled|allowed) .{0,20}smtp" },
        Row("The account {user} at {host} is locked, suspended or blocked.", "Sign in to the account in a browser and see what the service wants, or ask the server's operator to unlock it.")
            with { Words = @"\b(account|user|mailbox|login|username|sender|address)\b.{0,40}\b(lock|suspend|disabl|block|deactivat|inactiv|expir|frozen|closed|banned|terminat)\w{0,30}|\b(lock|suspend|disabl|block|deactivat)\w{0,30} .{0,20}\b(account|user|mailbox)" },
        Row("{host} cannot check the sign-in at the moment: a temporary failure of the server.", "Try again in some minutes; if it lasts, ask the server's operator.")
            with { Class = 4, Lasts = true },
    ];

    /// <summary>Each service's own idea of user name and password.</summary>
    public static readonly AdviceRow[] ByService =
    [
        new("{host} refused the sign-in of {user}: the mailbox wants an authorisation code instead of its own password, or SMTP is switched off for it.",
            "Sign in to the mailbox in a browser, switch SMTP on in its settings, create an authorisation code (授权码) there and put it into Password.")
        {
            At = KnownProvider.Tencent, Kinds = [DeliveryFailureKind.AuthenticationRefused], Class = 5,
        },
        new("{host} refused the sign-in of {user}: the mailbox wants an authorisation code instead of its own password, or SMTP is switched off for it.",
            "Sign in to the mailbox in a browser, switch SMTP on in its settings, create an authorisation code (授权码) there and put it into Password.")
        {
            At = KnownProvider.NetEase, Kinds = [DeliveryFailureKind.AuthenticationRefused], Class = 5,
        },
        At(KnownProvider.SendGrid, "SendGrid refused the sign-in; its user name is always the same word, its password an API key.",
            "Password is the API key itself (with the permission Mail Send). Watch for a line break pasted with the key.", "{ask:apikey}."),
        At(KnownProvider.Mailgun, "Mailgun refused the sign-in of {user}.",
            "Check Username and Password: the SMTP credentials of the sending domain (Sending, Domain settings, SMTP credentials), and the host of the domain's region: smtp.mailgun.org or smtp.eu.mailgun.org."),
        At(KnownProvider.Postmark, "Postmark refused the sign-in.", "The server's API token belongs into both Username and Password."),
        At(KnownProvider.Brevo, "Brevo refused the sign-in of {user}.",
            "Username is the login on Brevo's page SMTP & API; Password is an SMTP key from there, not an API key."),
        At(KnownProvider.Mailjet, "Mailjet refused the sign-in.", "Username is the API key, Password the secret key."),
        At(KnownProvider.SparkPost, "SparkPost refused the sign-in; its user name is always the same word, its password an API key.",
            "Password is an API key with the permission Send via SMTP. An EU account has a host of its own, smtp.eu.sparkpostmail.com.", "{ask:injection}."),
        At(KnownProvider.Zoho, "Zoho refused the sign-in of {user}. A wrong data centre looks like a wrong password.",
            "Check Username and Password, and the ending of Server Host against the address you see when signed in to Zoho Mail (.com, .eu, .in …); an own domain has the host smtppro. Where two-factor authentication is on, Password is an app password."),
        At(KnownProvider.Resend, "Resend refused the sign-in; its user name is always the same word, its password an API key.", "Password is an API key.", "{ask:resend}."),
        At(KnownProvider.Yahoo, "Yahoo refused user name or password of {user}. The ordinary password of the account is not taken.",
            "Create an app password (Account Info, Security, Generate app password) and put it into Password; Username is the whole address."),
        At(KnownProvider.Apple, "iCloud refused user name or password of {user}. The ordinary password of the account is not taken.",
            "Create an app-specific password (app password) at account.apple.com and put it into Password; Username is the whole iCloud address."),
        At(KnownProvider.MailRu, "Mail.ru refused user name or password of {user}. The ordinary password of the account is not taken.",
            "Create an app password (Security, Passwords for external applications) and put it into Password; Username is the whole address."),
        At(KnownProvider.Yandex, "Yandex refused user name or password of {user}. The ordinary password of the account is not taken.",
            "Allow mail programs in the mailbox's settings, create an app password for mail and put it into Password; Username is the whole address."),

        new("{host} refuses the sign-in by a rule of its own, before it looked at the password{text}",
            "Ask the server's operator from where, and with which settings, {user} may sign in.")
        {
            Kinds = [DeliveryFailureKind.AuthenticationRefused], Replies = [550, 553, 554], Words = @"denied|not (allowed|permitted)|forbidden|reject|block|polic|prohibit",
        },
        new("{host} refused the access token for {from}{detail}.", "Check that the token is meant for this server (Scopes), and that the application may send as {from}.")
        {
            Kinds = [DeliveryFailureKind.AuthenticationRefused], When = facts => facts.Settings.AuthenticationType == AuthenticationType.ClientCredential,
        },
        new("{host} refused the user name or the password of {user}.",
            "Check Username and Password. Some servers want the whole address as user name, some only the part before the @; accounts with two-step verification want an app password.")
        {
            Kinds = [DeliveryFailureKind.AuthenticationRefused],
        },
    ];

    private static AdviceRow Row(string cause, string cure) => new(cause, cure) { Stages = SignIn };

    private static AdviceRow At(KnownProvider provider, string cause, string cure, string? more = null) =>
        new(cause, cure) { At = provider, Kinds = [DeliveryFailureKind.AuthenticationRefused], Class = 5, More = more };
}
