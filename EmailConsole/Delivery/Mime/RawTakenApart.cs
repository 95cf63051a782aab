using MimeKit;

namespace EmailConsole.Delivery.Mime;

/// <summary>
/// A message that a program wrote, in the parts that an API asks for which takes no MIME: text, HTML, files and headers. What has no place there
/// (the order of parts, alternatives beyond text and HTML, trace fields) is lost, and so would a signature be: whoever asks looks first.
/// </summary>
/// <param name="Email">As the structured ones are; without envelope and Message-ID.</param>
/// <param name="FromName">The name in its From header; null: none.</param>
/// <param name="AutoSubmitted">What the header of that name says (RFC 3834); null: there is none.</param>
internal sealed record RawTakenApart(OutgoingEmail Email, string? FromName, string? AutoSubmitted)
{
    // Whatever is nested deeper is none that a person wrote
    private const int MostNested = 32;

    /// <returns>Null where it cannot be read.</returns>
    public static RawTakenApart? Of(RawMessage raw)
    {
        try
        {
            using var stream = new MemoryStream(raw.Content.ToArray(), writable: false);
            using var message = MimeMessage.Load(ParserOptions.Default, stream, persistent: true);
            return Of(message);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static RawTakenApart Of(MimeMessage message)
    {
        var parts = new Parts();
        if (message.Body is { } body)
        {
            parts.Add(body, 0);
        }

        var email = new OutgoingEmail(Mailboxes(message.To), OneLine(message.Subject ?? ""), parts.Text ?? (parts.Html is null ? "" : null), parts.Html)
        {
            Cc = Mailboxes(message.Cc),
            ReplyTo = Mailboxes(message.ReplyTo),
            Headers = [.. message.Headers.Select(h => new OutgoingHeader(h.Field, OneLine(h.Value))).Where(h => OwnHeaders.FindFault(h) is null)],
            Attachments = parts.Files,
        };
        return new RawTakenApart(
            email,
            message.From.Mailboxes.FirstOrDefault()?.Name is { Length: > 0 } name ? OneLine(name) : null,
            message.Headers["Auto-Submitted"] is { Length: > 0 } automatic ? OneLine(automatic) : null);
    }

    // What is no address stands there for readers; who gets the message the envelope says
    private static List<MailboxAddress> Mailboxes(InternetAddressList list) =>
        [.. list.Mailboxes.Where(m => WireAddress.TryEncode(m, out _)).Select(m => new MailboxAddress(m.Name is null ? null : OneLine(m.Name), m.Address))];

    private static string OneLine(string text) => string.Concat(text.Where(c => !char.IsControl(c) || c == '\t')).Trim();

    /// <summary>The body: the first text and the first HTML that are meant to be read, everything else as files.</summary>
    private sealed class Parts
    {
        private readonly List<OutgoingAttachment> _files = [];

        public string? Text { get; private set; }

        public string? Html { get; private set; }

        public IReadOnlyList<OutgoingAttachment> Files => _files;

        public void Add(MimeEntity entity, int depth)
        {
            switch (entity)
            {
                case Multipart multipart when depth < MostNested:
                    foreach (var part in multipart)
                    {
                        Add(part, depth + 1);
                    }

                    break;
                case TextPart { IsAttachment: false } text when text.IsPlain && Text is null:
                    Text = text.Text;
                    break;
                case TextPart { IsAttachment: false } text when text.IsHtml && Html is null:
                    Html = text.Text;
                    break;
                case MimePart part:
                    AddFile(NameOf(part), TypeOf(part), part.ContentId, Decoded(part));
                    break;
                default:
                    // A message within the message; as such no API takes it
                    AddFile(Named(entity.ContentDisposition?.FileName ?? entity.ContentType.Name, "message.eml"), "application/octet-stream", null, Inner(entity));
                    break;
            }
        }

        private void AddFile(string name, string type, string? contentId, byte[] content) =>
            _files.Add(new OutgoingAttachment(name, type, content, contentId is not null && ContentIds.IsValid(contentId) ? contentId : null));

        private static byte[] Decoded(MimePart part)
        {
            using var decoded = new MemoryStream();
            part.Content?.DecodeTo(decoded);
            return decoded.ToArray();
        }

        private static byte[] Inner(MimeEntity entity)
        {
            using var written = new MemoryStream();
            if (entity is MessagePart { Message: { } message })
            {
                message.WriteTo(written);
            }
            else
            {
                entity.WriteTo(written, contentOnly: true);
            }

            return written.ToArray();
        }

        // Of its parameters those that say how to read it
        private static string TypeOf(MimePart part)
        {
            var type = part.ContentType.MimeType;
            return part.ContentType.Charset is { Length: > 0 } charset && AttachmentPart.IsContentType($"{type}; charset={charset}", out _) ? $"{type}; charset={charset}"
                : AttachmentPart.IsContentType(type, out _) ? type
                : "application/octet-stream";
        }

        private static string NameOf(MimePart part) =>
            Named(part.FileName, $"{(part.ContentDisposition?.Disposition == ContentDisposition.Inline ? "inline" : "attachment")}{(MimeTypes.TryGetExtension(part.ContentType.MimeType, out var extension) ? extension : "")}");

        private static string Named(string? name, string otherwise)
        {
            var clean = OneLine(name ?? "");
            clean = clean[(clean.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
            return clean.Length == 0 ? otherwise : clean.Length > AttachmentName.Longest ? clean[^AttachmentName.Longest..] : clean;
        }
    }
}
