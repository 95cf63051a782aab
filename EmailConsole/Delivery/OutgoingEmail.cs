using MimeKit;

namespace EmailConsole.Delivery;

/// <summary>What the caller wants said; From, Reply-To, Date, Message-ID and Auto-Submitted are the sender's business.</summary>
/// <param name="Recipients">At least one; these are the envelope's and the To header's.</param>
/// <param name="Subject">Any language; no line breaks.</param>
/// <param name="Text">The plain text part.</param>
/// <param name="Html">The HTML part; null for plain text alone.</param>
public sealed record OutgoingEmail(IReadOnlyList<MailboxAddress> Recipients, string Subject, string Text, string? Html);
