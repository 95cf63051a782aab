using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>Refused credentials: each service has its own idea of user name and password.</summary>
internal static class SignInRows
{
    public static readonly AdviceRow[] All =
    [
        new("{host} cannot check the sign-in at the moment: a temporary failure of the server.", "Try again in some minutes.")
        {
            Kinds = [DeliveryFailureKind.AuthenticationRefused, DeliveryFailureKind.Refused], Stages = [DeliveryStage.Authenticate], Replies = [454, 421, 451],
        },
        At(KnownProvider.SendGrid, "SendGrid refused the sign-in.",
            "Username is the word apikey, Password is the API key itself (with the permission Mail Send). Watch for a line break pasted with the key."),
        At(KnownProvider.Mailgun, "Mailgun refused the sign-in of {user}.",
            "Use the SMTP credentials of the sending domain (Sending, Domain settings, SMTP credentials), and the host of the domain's region: smtp.mailgun.org or smtp.eu.mailgun.org."),
        At(KnownProvider.Postmark, "Postmark refused the sign-in.",
            "Put the server's API token into both Username and Password."),
        At(KnownProvider.Brevo, "Brevo refused the sign-in of {user}.",
            "Username is the login on Brevo's page SMTP & API; Password is an SMTP key from there, not an API key."),
        At(KnownProvider.Mailjet, "Mailjet refused the sign-in.",
            "Username is the API key, Password the secret key."),
        At(KnownProvider.SparkPost, "SparkPost refused the sign-in.",
            "Username is the word SMTP_Injection, Password an API key with the permission Send via SMTP. An EU account uses smtp.eu.sparkpostmail.com."),
        At(KnownProvider.Zoho, "Zoho refused the sign-in of {user}. A wrong data centre looks like a wrong password.",
            "Check the ending of Server Host against the address you see when signed in to Zoho Mail (.com, .eu, .in …), use smtppro for an own domain, and an app password where two-factor authentication is on."),
        At(KnownProvider.Resend, "Resend refused the sign-in.",
            "Username is the word resend, Password an API key."),
        new("{host} refused the access token for {from}{detail}.",
            "Check that the token is meant for this server (Scopes), and that the application may send as {from}.")
        {
            Kinds = [DeliveryFailureKind.AuthenticationRefused], When = s => s.AuthenticationType == AuthenticationType.ClientCredential,
        },
        new("{host} refused the user name or the password of {user}.",
            "Check Username and Password. Some servers want the whole address as user name, some only the part before the @; accounts with two-step verification want an app password.")
        {
            Kinds = [DeliveryFailureKind.AuthenticationRefused],
        },
    ];

    private static AdviceRow At(KnownProvider provider, string cause, string cure) =>
        new(cause, cure) { At = provider, Kinds = [DeliveryFailureKind.AuthenticationRefused] };
}
