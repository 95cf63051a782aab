using System.Net;
using System.Net.Security;

namespace EmailConsole.SmtpServing;

/// <summary>Whose mail an SMTP server takes, and where it goes. One for all its connections. Thread-safe.</summary>
internal interface ISmtpDoor
{
    SmtpRules Rules { get; }

    /// <summary>The server's certificate, with its chain, as it is now; null: there is none, and no encryption is offered.</summary>
    SslStreamCertificateContext? Certificate { get; }

    /// <summary>A client has connected, and has not been greeted.</summary>
    ISmtpVisit Open(SmtpClient client);

    /// <summary>A client has connected for which there is no place, and is told so.</summary>
    void TurnedAway(SmtpReply reply);
}

/// <summary>One client's connection, as the door sees it: called by one at a time, in the order of the client's commands. Whatever throws is answered 451.</summary>
internal interface ISmtpVisit : IDisposable
{
    /// <summary>What the content of a message may hold; null: as much as it needs.</summary>
    IMessageMemory? Memory { get; }

    /// <returns>235: signed in. 454: nobody can tell now.</returns>
    ValueTask<SmtpReply> SignInAsync(SmtpCredentials credentials, CancellationToken stopping);

    /// <summary>MAIL, of a client that may send it.</summary>
    /// <param name="sender">Its address and parameters.</param>
    /// <param name="size">What it says that the content will have, in octets; 0: nothing.</param>
    /// <param name="stopping">Ends it.</param>
    /// <returns>250: go on.</returns>
    ValueTask<SmtpReply> SenderAsync(SmtpPath sender, long size, CancellationToken stopping);

    /// <summary>RCPT.</summary>
    /// <returns>250: it counts.</returns>
    ValueTask<SmtpReply> RecipientAsync(SmtpPath recipient, CancellationToken stopping);

    /// <summary>The end of a message. It is waited for to its end, whatever becomes of the client.</summary>
    /// <param name="envelope">To whom.</param>
    /// <param name="content">Dots removed, else as it came. Good until this ends.</param>
    ValueTask<SmtpReply> MessageAsync(SmtpEnvelope envelope, ReadOnlyMemory<byte> content);

    /// <summary>A message, or a command, was refused before the door saw it.</summary>
    void Refused(SmtpReply reply);
}

/// <summary>Bounds what the content of messages holds. Of one message at a time.</summary>
internal interface IMessageMemory
{
    /// <summary>So much in all now, instead of before.</summary>
    /// <returns>False: there is no room, and it stays as it was.</returns>
    bool TryHold(int bytes);

    void Release();

    /// <summary>Whether there would be room at this moment.</summary>
    bool HasRoomFor(long bytes);
}

/// <param name="Address">Where it connects from; an IPv4 address as such.</param>
internal sealed record SmtpClient(IPAddress Address);

/// <param name="Mechanism">In capitals.</param>
/// <param name="UserName">As the client gave it.</param>
/// <param name="Password">With XOAUTH2 the token.</param>
internal sealed record SmtpCredentials(string Mechanism, string UserName, string Password)
{
    // It stands in no log
    public override string ToString() => Mechanism;
}

/// <param name="Sender">Of MAIL.</param>
/// <param name="Recipients">Of RCPT, those that were taken.</param>
/// <param name="ClientName">Of EHLO or HELO, printable ASCII; whatever the client likes to be called.</param>
/// <param name="IsExtended">EHLO.</param>
/// <param name="IsEncrypted">By TLS.</param>
internal sealed record SmtpEnvelope(SmtpPath Sender, IReadOnlyList<SmtpPath> Recipients, string ClientName, bool IsExtended, bool IsEncrypted);

/// <summary>How a port is encrypted.</summary>
internal enum SmtpTls
{
    /// <summary>Not at all: on this machine alone.</summary>
    None = 0,

    /// <summary>Before sign-in and mail, by STARTTLS (RFC 3207).</summary>
    StartTls = 1,

    /// <summary>From the first octet on (RFC 8314 section 3).</summary>
    Implicit = 2,
}
