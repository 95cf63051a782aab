using EmailConsole.Rest.Reference;

namespace EmailConsole.Outbox.Api.Bodies;

/// <summary>
/// A message to send, as the OpenAPI document describes it; <see cref="Admission.EmailReader"/> reads it from the bytes.
/// At least one recipient in to, cc or bcc, a subject, and a text or an html are required.
/// </summary>
/// <param name="To">Addresses, with or without a name; at most 50 in to, cc and bcc together.</param>
/// <param name="Cc">Addresses of copies.</param>
/// <param name="Bcc">Addresses of blind copies, which no header names.</param>
/// <param name="ReplyTo">Where answers go; one address or up to 10. Absent: as the tenant's email provider says.</param>
/// <param name="Subject">One line, in any language.</param>
/// <param name="Text">The plain text part.</param>
/// <param name="Html">The HTML part.</param>
/// <param name="Attachments">Up to 100 files.</param>
/// <param name="Headers">More headers, from a list of those that are allowed, such as <c>List-Unsubscribe</c>.</param>
/// <param name="Priority"><c>high</c>, <c>normal</c> (unless given) or <c>bulk</c>.</param>
/// <param name="SendAt">Not before then, such as 2026-01-31T12:00:00Z; at most 366 days ahead.</param>
/// <param name="ExpiresAt">Not after then: what could not be delivered by then is never sent. Instead of timeToLive.</param>
/// <param name="TimeToLive">The same in seconds from sendAt or now, 1 to 2,592,000.</param>
/// <param name="Metadata">Up to 20 short texts to find again with the message.</param>
[NullsLeftOut]
internal sealed record SendBody(
    IReadOnlyList<string>? To,
    IReadOnlyList<string>? Cc,
    IReadOnlyList<string>? Bcc,
    IReadOnlyList<string>? ReplyTo,
    string Subject,
    string? Text,
    string? Html,
    IReadOnlyList<SendAttachmentBody>? Attachments,
    IReadOnlyDictionary<string, string>? Headers,
    string? Priority,
    DateTimeOffset? SendAt,
    DateTimeOffset? ExpiresAt,
    long? TimeToLive,
    IReadOnlyDictionary<string, string>? Metadata);

/// <summary>
/// A message to send, as a form (<c>application/x-www-form-urlencoded</c>) in UTF-8; <see cref="Admission.Forms.FormReader"/> reads it from the
/// bytes. At least one recipient in to, cc or bcc, a subject, and a body, a text or an html are required. An empty field is as one that is absent.
/// </summary>
/// <param name="To">An address, with or without a name; several by commas, or by repeating the field. At most 50 in to, cc and bcc together.</param>
/// <param name="Cc">Copies, written alike.</param>
/// <param name="Bcc">Blind copies, which no header names, written alike.</param>
/// <param name="ReplyTo">Where answers go, up to 10 addresses, written alike. Absent: as the tenant's email provider says.</param>
/// <param name="Subject">One line, in any language.</param>
/// <param name="Text">The plain text part.</param>
/// <param name="Html">The HTML part.</param>
/// <param name="Body">Instead of text and html: one of the two, as contentType says, else as it looks.</param>
/// <param name="ContentType"><c>text/html</c> or <c>text/plain</c>, of body; parameters are ignored.</param>
/// <param name="Footer">Appended to body, of the same type.</param>
/// <param name="Priority"><c>high</c>, <c>normal</c> (unless given) or <c>bulk</c>.</param>
/// <param name="SendAt">Not before then, such as 2026-01-31T12:00:00Z; at most 366 days ahead.</param>
/// <param name="ExpiresAt">Not after then: what could not be delivered by then is never sent. Instead of timeToLive.</param>
/// <param name="TimeToLive">The same in seconds from sendAt or now, 1 to 2,592,000.</param>
[NullsLeftOut]
internal sealed record SendFormBody(
    string? To,
    string? Cc,
    string? Bcc,
    string? ReplyTo,
    string Subject,
    string? Text,
    string? Html,
    string? Body,
    string? ContentType,
    string? Footer,
    string? Priority,
    DateTimeOffset? SendAt,
    DateTimeOffset? ExpiresAt,
    long? TimeToLive);

/// <summary>An attached file, or an image within the HTML.</summary>
/// <param name="Name">Of the file, without a path.</param>
/// <param name="ContentType">A media type such as <c>application/pdf</c>.</param>
/// <param name="Content">The bytes in base64.</param>
/// <param name="ContentId">
/// A name within this message, such as <c>logo</c>: where the HTML refers to it (<c>cid:logo</c>) the attachment is shown there
/// and not as a file.
/// </param>
[NullsLeftOut]
internal sealed record SendAttachmentBody(string Name, string ContentType, byte[] Content, string? ContentId);

/// <summary>Many messages.</summary>
/// <param name="Emails">1 to 1,000 messages.</param>
internal sealed record SendBatchBody(IReadOnlyList<SendBody> Emails);
