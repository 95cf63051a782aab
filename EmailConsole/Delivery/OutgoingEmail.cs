using MimeKit;

namespace EmailConsole.Delivery;

/// <summary>What the caller wants said; From, Auto-Submitted and what is left out here are the sender's business.</summary>
/// <param name="Recipients">The To header's.</param>
/// <param name="Subject">Any language; no line breaks.</param>
/// <param name="Text">The plain text part; null for HTML alone.</param>
/// <param name="Html">The HTML part; null for plain text alone.</param>
public sealed record OutgoingEmail(IReadOnlyList<MailboxAddress> Recipients, string Subject, string? Text, string? Html)
{
    /// <summary>The Cc header's.</summary>
    public IReadOnlyList<MailboxAddress> Cc { get; init; } = [];

    /// <summary>
    /// Who gets it, where that is not everybody in To and Cc: blind copies, which no header names, or after a first attempt
    /// only those still waiting. The headers stay the same. Null: To and Cc.
    /// </summary>
    public IReadOnlyList<MailboxAddress>? Envelope { get; init; }

    /// <summary>Replaces the Reply-To of the settings; empty: theirs.</summary>
    public IReadOnlyList<MailboxAddress> ReplyTo { get; init; } = [];

    /// <summary>More headers. None that the sender sets itself.</summary>
    public IReadOnlyList<OutgoingHeader> Headers { get; init; } = [];

    public IReadOnlyList<OutgoingAttachment> Attachments { get; init; } = [];

    /// <summary>What of the content no page, log or history may show, where a server's reply repeats it: a link good for a password.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Without angle brackets, the same at every attempt; null: a new one.</summary>
    public string? MessageId { get; init; }

    /// <summary>
    /// The message as it stands, where a program wrote it as MIME; null: it is made of what is said here. Then recipients, subject and
    /// Message-ID repeat what stands in it, <see cref="Envelope"/> says who gets it, and everything else is empty.
    /// </summary>
    public RawMessage? Raw { get; init; }

    /// <summary>The Date header; null: now.</summary>
    public DateTimeOffset? Date { get; init; }
}

/// <param name="Name">Such as <c>List-Unsubscribe</c>.</param>
/// <param name="Value">Any language; one line.</param>
public sealed record OutgoingHeader(string Name, string Value);

/// <param name="Name">The file's name; no path.</param>
/// <param name="ContentType">Such as <c>application/pdf</c>; neither <c>multipart</c> nor <c>message</c>.</param>
/// <param name="Content">The bytes as they are.</param>
/// <param name="ContentId">
/// By which the HTML refers to it as <c>cid:…</c>, without angle brackets. Where it does, the attachment is shown within the HTML
/// (RFC 2387) and not as a file.
/// </param>
public sealed record OutgoingAttachment(string Name, string ContentType, ReadOnlyMemory<byte> Content, string? ContentId = null);
