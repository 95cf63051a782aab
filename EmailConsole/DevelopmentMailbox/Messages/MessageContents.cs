using MimeKit;

namespace EmailConsole.DevelopmentMailbox.Messages;

/// <summary>A message taken apart, ready to be shown.</summary>
/// <param name="Headers">In their order, decoded.</param>
/// <param name="Text">The first text part that is no attachment; null: there is none.</param>
/// <param name="Html">The first HTML part that is no attachment, as sent; null: there is none.</param>
/// <param name="Files">Every other part.</param>
internal sealed record MessageContents(
    IReadOnlyList<MessageHeader> Headers, string? Text, string? Html, IReadOnlyList<MimeEntity> Files)
{
    /// <returns>Null when the source is no message that can be taken apart.</returns>
    public static MessageContents? Read(MailboxMessage message)
    {
        try
        {
            using var source = message.OpenSource();
            var mime = MimeMessage.Load(source);
            var parts = mime.BodyParts.ToList();
            var html = parts.OfType<TextPart>().FirstOrDefault(part => part.IsHtml && !part.IsAttachment);
            var text = parts.OfType<TextPart>().FirstOrDefault(part => part.IsPlain && !part.IsAttachment);
            return new MessageContents(
                [.. mime.Headers.Select(header => new MessageHeader(header.Field, header.Value))],
                TextOf(text),
                TextOf(html),
                [.. parts.Where(part => part != html && part != text)]);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string? TextOf(TextPart? part) => part is null ? null : part.Content is null ? "" : part.Text;
}

/// <param name="Name">As sent.</param>
/// <param name="Value">Unfolded, encoded words decoded.</param>
public sealed record MessageHeader(string Name, string Value);
