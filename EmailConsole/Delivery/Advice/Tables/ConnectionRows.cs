using EmailConsole.Delivery.Smtp;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Advice.Tables;

/// <summary>The way to the server, and encryption that does not suit the port.</summary>
internal static class ConnectionRows
{
    private const int ImplicitTlsPort = 465;

    private static readonly DeliveryFailureKind[] NoTalk =
        [DeliveryFailureKind.TimedOut, DeliveryFailureKind.ConnectionLost, DeliveryFailureKind.ProtocolViolation];

    private static readonly int[] ImplicitTlsPorts = [ImplicitTlsPort, 2465];

    /// <summary>What the server said then is about no sender and no recipient.</summary>
    public static readonly AdviceRow[] Groups =
    [
        new("{host} lost count of commands that were sent together (PIPELINING), as a server or a firewall in between does that reads one command at a time. The next attempt sends them one by one{text}",
            "If it comes back, ask the server's operator what its log says.")
        {
            Console = "{ask:pipelining}, if it comes back.",
            Kinds = [DeliveryFailureKind.ConnectionLost], When = facts => facts.Detail == SmtpTransaction.GroupLost,
        },
    ];

    public static readonly AdviceRow[] All =
    [
        new("{host} does not speak TLS from the first byte on port {port}: that port begins in clear text and turns to TLS with STARTTLS.",
            "{ask:starttls}.")
        {
            More = "Or {ask:port465}, if the server has it.",
            Kinds = [DeliveryFailureKind.TlsHandshakeFailed, DeliveryFailureKind.ConnectionLost, DeliveryFailureKind.TimedOut], Stages = [DeliveryStage.Encrypt],
            When = facts => facts.Settings.Encryption == SmtpEncryption.Tls && !ImplicitTlsPorts.Contains(facts.Settings.Port),
        },
        new("{host} says nothing on port {port}: that port expects TLS from the first byte.",
            "{ask:tls}.")
        {
            More = "Or {ask:port587}.",
            Kinds = NoTalk, Stages = [DeliveryStage.Greeting], When = facts => facts.Settings.Encryption != SmtpEncryption.Tls && ImplicitTlsPorts.Contains(facts.Settings.Port),
        },
        new("{host} and this server could not agree on TLS: what came back is not a TLS handshake{detail}.",
            "Encryption and port do not suit each other: {ask:otherport}.")
        {
            Kinds = [DeliveryFailureKind.TlsHandshakeFailed],
            Words = "wrong version number|not a TLS handshake|unexpected packet format|packet length|handshake failed due to an unexpected",
        },
        new("No connection to {host} on port 25: many networks and cloud providers block that port.",
            "{ask:otherport}.")
        {
            Console = "Let this machine open connections to {host} on port {port}: a firewall or the cloud provider keeps it from that.",
            Kinds = [DeliveryFailureKind.TimedOut, DeliveryFailureKind.Unreachable], Stages = [DeliveryStage.Connect], When = facts => facts.Settings.Port == 25,
        },
        new("No answer from {host} on port {port}: a firewall or the cloud provider blocks the port, or the host is wrong.",
            "Check Server Host, or {ask:otherport}.")
        {
            Console = "Let this machine open connections to {host} on port {port}: a firewall or the cloud provider may keep it from that.",
            Kinds = [DeliveryFailureKind.TimedOut], Stages = [DeliveryStage.Connect],
        },
        new("The name {host} could not be looked up in time: DNS does not answer.",
            "Check Server Host for typing errors.")
        {
            Console = "Check this machine's DNS settings: the name {host} was not answered in time.",
            Kinds = [DeliveryFailureKind.TimedOut], Stages = [DeliveryStage.Resolve],
        },
        new("{endpoint} did not answer in time.",
            "Check Token Endpoint. Then try again.")
        {
            Console = "Let this machine open https connections to {endpoint}.",
            Kinds = [DeliveryFailureKind.TimedOut], Stages = [DeliveryStage.Token],
        },
        new("{host} took the connection on port {port} and is slow to greet{detail}: many servers first look up the name of this server's address (reverse DNS) or ask block lists, which may take minutes.",
            "If it stays, have the server's operator see to its look-ups.")
        {
            Console = "See that this machine's public IP address has a reverse DNS record (PTR). How long a greeting may take is set by Delivery:GreetingTimeout in appsettings.json (5 minutes by default), and for a test by Delivery:CommandTimeout.",
            Kinds = [DeliveryFailureKind.TimedOut], Stages = [DeliveryStage.Greeting],
        },
        new("{host} took too long over {stage}{detail}: a server or a firewall in between that loses commands sent in one group (PIPELINING) behaves so, and a busy server or a slow content filter.",
            "Ask the server's operator what its log says.")
        {
            Console = "{ask:pipelining}, if every message ends so.",
            Kinds = [DeliveryFailureKind.TimedOut], Stages = [DeliveryStage.Sender, DeliveryStage.Recipient, DeliveryStage.Content],
        },
        new("{host} took too long over {stage}{detail}.", "If it stays, ask the server's operator; a busy server or a slow content filter behaves so.")
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
