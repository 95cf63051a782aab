using EmailConsole.Delivery.Smtp;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>What remains when no reply says more: one for each kind but those the server's own words explain best.</summary>
internal static class KindRows
{
    public static readonly AdviceRow[] All =
    [
        new("The message cannot be sent as it is{detail}.", "Check From Address, Display Name, Reply-To Address and the recipients.") { Kinds = [DeliveryFailureKind.InvalidMessage] },
        new("The stored secret cannot be read: the keys it was protected with are missing. Nothing was sent.",
            "An administrator can enter it again on the Email Provider page.")
        {
            Console = "Or restore the key ring (KeyRing:Path) from its backup.",
            Kinds = [DeliveryFailureKind.SecretUnreadable],
        },
        new("The name {host} was not found in DNS{detail}.", "Check Server Host for typing errors.") { Console = "If the name {host} is right, see whether this machine's DNS knows it.", Kinds = [DeliveryFailureKind.HostNotFound] },
        new("A tenant's token endpoint may not be there: {endpoint} is a private, local or reserved address{detail}.",
            "Use a public token endpoint.")
        {
            Console = "To allow {endpoint}, add its address and port to Network:Allow in appsettings.json.",
            Kinds = [DeliveryFailureKind.TargetNotAllowed], Stages = [DeliveryStage.Token],
        },
        new("A tenant's provider may not connect to {host} on port {port}{detail}: only to public addresses, on the ports 25, 465, 587, 2465, 2525 and 2587.",
            "Use a public mail server on one of those ports.")
        {
            Console = "To allow {host} on port {port}, add its address and port to Network:Allow in appsettings.json.",
            Kinds = [DeliveryFailureKind.TargetNotAllowed],
        },
        new("{host} refused the connection: nothing listens on port {port}.", "Check Server Host, or {ask:otherport}.") { Kinds = [DeliveryFailureKind.ConnectionRefused], More = "For trying out {ask:mailboxport}." },
        new("{host} cannot be reached from this server{detail}.", "Check Server Host.") { Console = "Check this machine's network, and whether a firewall lets it out to {host} on port {port}.", Kinds = [DeliveryFailureKind.Unreachable] },
        new("The connection to {host} was lost during {stage}{detail}.", "Try again. If it stays, ask the server's operator what its log says.") { Kinds = [DeliveryFailureKind.ConnectionLost] },
        new("What answers on {host}:{port} is not an SMTP server{text}", "Check Server Host and Server Port.") { Kinds = [DeliveryFailureKind.ProtocolViolation], Stages = [DeliveryStage.Greeting] },
        new("{host} answered something that is not SMTP during {stage}{text}", "Check Server Host and Server Port, and whether a firewall in between rewrites SMTP.") { Kinds = [DeliveryFailureKind.ProtocolViolation] },
        new("{host} offers no encryption (STARTTLS) on port {port}: a plain-text server, a wrong port, or something on the way removes it. No credentials were sent.",
            "{ask:otherport}, where it encrypts.")
        {
            Kinds = [DeliveryFailureKind.StartTlsNotOffered],
        },
        new("{host} and this server could not agree on TLS{detail}.", "Check Encryption and Server Port. A very old server may speak no TLS version that is still safe (1.2 or 1.3).") { Kinds = [DeliveryFailureKind.TlsHandshakeFailed] },
        new("{endpoint} refused the token{text}", "Check User name and Password, and whether the client may ask for tokens with them.")
        {
            Kinds = [DeliveryFailureKind.TokenRefused], Words = "invalid_grant", When = facts => facts.Settings.Kind != ProviderKinds.Smtp,
        },
        new("{endpoint} refused the token{text}", "Check Client ID, Client Secret, Token Endpoint and Scopes.") { Kinds = [DeliveryFailureKind.TokenRefused] },
        new("No token from {endpoint}{text}", "Check Token Endpoint; its operator must give it a certificate of a public authority.")
        {
            Kinds = [DeliveryFailureKind.TokenUnavailable], Words = "certificate is not trusted",
            Console = "To trust an authority of one's own, put its certificate (PEM) into the file that Tls:AdditionalCaFile in appsettings.json names.",
        },
        new("No token from {endpoint}{text}", "Check Token Endpoint.") { Console = "Let this machine open https connections to {endpoint}.", Kinds = [DeliveryFailureKind.TokenUnavailable] },
        new("{host} offers no sign-in with a token (XOAUTH2) on port {port}{detail}.", "{ask:basic}, or {ask:otherport}, where it may offer XOAUTH2.")
        {
            Kinds = [DeliveryFailureKind.AuthenticationNotOffered], When = facts => facts.Settings.AuthenticationType == AuthenticationType.ClientCredential,
        },
        new("{host} offers no sign-in on port 25{detail}.", "{ask:otherport}; or {ask:nosignin}, if the server takes mail without.")
        {
            Kinds = [DeliveryFailureKind.AuthenticationNotOffered], When = facts => facts.Settings.Port == 25,
        },
        new("{host} offers no sign-in over an unencrypted connection{detail}.", "{ask:encrypt}.") { Kinds = [DeliveryFailureKind.AuthenticationNotOffered], Words = "no AUTH" },
        new("{host} offers no sign-in with user name and password (PLAIN or LOGIN) on port {port}{detail}.",
            "Check that SMTP AUTH is switched on at the server, with PLAIN or LOGIN; or {ask:otherport}.")
        {
            Kinds = [DeliveryFailureKind.AuthenticationNotOffered], More = "A server that takes tokens: {ask:token}.",
        },
        new("{host} refused the message for that recipient{text}",
            "The server's words say whether it is about the recipient, the sender or this server; it does not say that the address is wrong. Else ask the server's operator.")
        {
            Kinds = [DeliveryFailureKind.RecipientRefused],
        },
        new("The message is larger than {host} takes{detail}.", "Send a smaller message.") { Lasts = true, Kinds = [DeliveryFailureKind.MessageTooLarge] },
        new("{host} does not take headers in UTF-8 (it offers no SMTPUTF8), and the header of this message is. Its program signed it, so that it cannot be written in another way.",
            "Have the program write other characters of the header as encoded words (RFC 2047), or use a server that offers SMTPUTF8.")
        {
            Kinds = [DeliveryFailureKind.SmtpUtf8NotOffered], When = facts => facts.Detail == SmtpTransaction.Utf8Header,
        },
        new("{host} takes 7-bit messages alone (it offers no 8BITMIME), and the body of this one has other characters. Its program signed it, so that it cannot be encoded in another way.",
            "Have the program encode its texts as quoted-printable or base64 before it signs, or use a server that offers 8BITMIME.")
        {
            Kinds = [DeliveryFailureKind.EightBitMimeNotOffered],
        },
        new("{host} does not take addresses with other than ASCII characters before the @ (it offers no SMTPUTF8).", "Use an address whose part before the @ is ASCII, or a server that offers SMTPUTF8.") { Kinds = [DeliveryFailureKind.SmtpUtf8NotOffered] },
        new("The console has no free file handles, so it could not talk to {host} during {stage}. The server is not at fault.",
            "Try again in a moment.")
        {
            Console = "Raise the limit of open files of the console's process (LimitNOFILE of a systemd unit, ulimit -n), or lower Delivery:MaxSockets in appsettings.json.",
            Kinds = [DeliveryFailureKind.InternalError], Words = FaultClassifier.NoFileHandles,
        },
        new("The console ran into an error of its own during {stage}. It is in the console's log.", "Try again.") { Console = "If it stays, look into the console's log at that time.", Kinds = [DeliveryFailureKind.InternalError] },
        new("Cancelled during {stage}.") { Kinds = [DeliveryFailureKind.Cancelled] },
    ];
}
