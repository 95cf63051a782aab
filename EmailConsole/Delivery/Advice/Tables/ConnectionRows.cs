using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>The way to the server, and encryption that does not suit the port.</summary>
internal static class ConnectionRows
{
    private const int ImplicitTlsPort = 465;

    private static readonly DeliveryFailureKind[] NoTalk =
        [DeliveryFailureKind.TimedOut, DeliveryFailureKind.ConnectionLost, DeliveryFailureKind.ProtocolViolation];

    private static readonly int[] ImplicitTlsPorts = [ImplicitTlsPort, 2465];

    public static readonly AdviceRow[] All =
    [
        new("{host} does not speak TLS from the first byte on port {port}: that port begins in clear text and turns to TLS with STARTTLS.",
            "Set Encryption to STARTTLS required, or Server Port to 465.")
        {
            Kinds = [DeliveryFailureKind.TlsHandshakeFailed, DeliveryFailureKind.ConnectionLost, DeliveryFailureKind.TimedOut], Stages = [DeliveryStage.Encrypt],
            When = s => s.Encryption == SmtpEncryption.Tls && !ImplicitTlsPorts.Contains(s.Port),
        },
        new("{host} says nothing on port {port}: that port expects TLS from the first byte.",
            "Set Encryption to TLS, or Server Port to 587 with STARTTLS required.")
        {
            Kinds = NoTalk, Stages = [DeliveryStage.Greeting], When = s => s.Encryption != SmtpEncryption.Tls && ImplicitTlsPorts.Contains(s.Port),
        },
        new("{host} and this server could not agree on TLS: what came back is not a TLS handshake{detail}.",
            "Encryption does not suit the port: TLS belongs to port 465, STARTTLS required to 587 and 2525.")
        {
            Kinds = [DeliveryFailureKind.TlsHandshakeFailed],
            Texts = ["wrong version number", "not a TLS handshake", "unexpected packet format", "packet length", "handshake failed due to an unexpected"],
        },
        new("No connection to {host} on port 25: many networks and cloud providers block that port.",
            "Use port 587 (STARTTLS required), 465 (TLS) or 2525 if the server has them, or ask for port 25 to be opened.")
        {
            Kinds = [DeliveryFailureKind.TimedOut, DeliveryFailureKind.Unreachable], Stages = [DeliveryStage.Connect], When = s => s.Port == 25,
        },
        new("No answer from {host} on port {port}: a firewall or the cloud provider blocks the port, or the host is wrong.",
            "Check Server Host. Try another port of the server (587, 465 or 2525), or ask for outgoing connections to port {port} to be allowed.")
        {
            Kinds = [DeliveryFailureKind.TimedOut], Stages = [DeliveryStage.Connect],
        },
        new("The name {host} could not be looked up in time: DNS does not answer.",
            "Check this server's DNS settings, and Server Host for typing errors.")
        {
            Kinds = [DeliveryFailureKind.TimedOut], Stages = [DeliveryStage.Resolve],
        },
        new("{endpoint} did not answer in time.",
            "Check Token Endpoint, and that this server may open https connections to it. Then try again.")
        {
            Kinds = [DeliveryFailureKind.TimedOut], Stages = [DeliveryStage.Token],
        },
        new("{host} took the connection on port {port} and then said nothing.",
            "Check that port {port} is the server's SMTP port. A port for TLS from the first byte (465) stays silent without it.")
        {
            Kinds = [DeliveryFailureKind.TimedOut], Stages = [DeliveryStage.Greeting],
        },
        new("{host} took too long over {stage}{detail}.", "Try again. If it stays, ask the server's operator; a busy server or a slow content filter behaves so.")
        {
            Kinds = [DeliveryFailureKind.TimedOut],
        },
        new("{host} ended the connection before it said anything.",
            "Check that port {port} is the server's SMTP port and that it takes connections from this server's address.")
        {
            Kinds = [DeliveryFailureKind.ConnectionLost], Stages = [DeliveryStage.Connect, DeliveryStage.Greeting],
        },
    ];
}
