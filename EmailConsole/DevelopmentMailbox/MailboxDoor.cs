using System.Net.Security;
using EmailConsole.DevelopmentMailbox.Messages;
using EmailConsole.SmtpServing;

namespace EmailConsole.DevelopmentMailbox;

/// <summary>Takes every sender, recipient, user and password; credentials are read and forgotten.</summary>
internal sealed class MailboxDoor(MailboxStore store) : ISmtpDoor
{
    public SmtpRules Rules { get; } = new()
    {
        HostName = "localhost",
        Greeting = "EmailConsole development mailbox ESMTP",
        MaxMessageSize = 25 * 1024 * 1024,
        Mechanisms = ["PLAIN", "LOGIN", "XOAUTH2"],
        RequiresSignIn = false,
        IsStrict = false,

        // Whoever tries something out by hand is not kept waiting
        Pause = TimeSpan.Zero,
        Connections = 20,
        ConnectionsPerAddress = 20,
    };

    public SslStreamCertificateContext? Certificate => null;

    public ISmtpVisit Open(SmtpClient client) => new Visit(store);

    public void TurnedAway(SmtpReply reply)
    {
    }

    private sealed class Visit(MailboxStore store) : ISmtpVisit
    {
        public IMessageMemory? Memory => null;

        public ValueTask<SmtpReply> SignInAsync(SmtpCredentials credentials, CancellationToken stopping) =>
            new("235 2.7.0 Accepted, as any user and password");

        public ValueTask<SmtpReply> SenderAsync(SmtpPath sender, long size, CancellationToken stopping) => new(SmtpReply.SenderOk);

        public ValueTask<SmtpReply> RecipientAsync(SmtpPath recipient, CancellationToken stopping) => new(SmtpReply.RecipientOk);

        public ValueTask<SmtpReply> MessageAsync(SmtpEnvelope envelope, ReadOnlyMemory<byte> content)
        {
            // One of a kind: a message may have a hundred recipients
            var notes = envelope.Recipients.Select(r => Note(r, "RCPT TO")).Prepend(Note(envelope.Sender, "MAIL FROM")).OfType<string>().Distinct();
            var kept = store.Add(envelope.Sender.Address, [.. envelope.Recipients.Select(r => r.Address)], content.ToArray(), [.. notes]);
            return new($"250 2.0.0 In the development mailbox, queued as {kept.Id:N}");
        }

        public void Refused(SmtpReply reply)
        {
        }

        public void Dispose()
        {
        }

        private static string? Note(SmtpPath path, string command) => path.Fault switch
        {
            PathFault.Blank => $"The program put a blank beside the colon of {command}. Strict servers refuse that: it should send {command}:<address> (RFC 5321 section 4.1.1).",
            PathFault.NoBrackets => $"The program sent the address of {command} without angle brackets. Strict servers refuse that: it should send {command}:<address> (RFC 5321 section 4.1.1).",
            _ => null,
        };
    }
}
