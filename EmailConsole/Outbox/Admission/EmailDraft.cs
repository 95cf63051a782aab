using EmailConsole.Delivery;
using MimeKit;

namespace EmailConsole.Outbox.Admission;

/// <summary>What of a message has been read so far, each member by itself checked.</summary>
internal sealed class EmailDraft
{
    public List<MailboxAddress> To { get; } = [];

    public List<MailboxAddress> Cc { get; } = [];

    public List<MailboxAddress> ReplyTo { get; } = [];

    /// <summary>To, Cc and Bcc, each address once.</summary>
    public List<NewRecipient> Recipients { get; } = [];

    /// <summary>Entries of to, cc and bcc, also those that are wrong.</summary>
    public int Named { get; set; }

    public string? Subject { get; set; }

    public string? Text { get; set; }

    public string? Html { get; set; }

    public List<OutgoingAttachment> Attachments { get; } = [];

    public List<OutgoingHeader> Headers { get; } = [];

    public EmailPriority Priority { get; set; } = EmailPriority.Normal;

    public DateTimeOffset? SendAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public TimeSpan? TimeToLive { get; set; }

    public string? Metadata { get; set; }
}
