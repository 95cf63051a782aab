using MimeKit;

namespace EmailConsole.DevelopmentMailbox.Messages;

/// <summary>What the list shows of a message. Anything at all may have been sent: what cannot be read is empty.</summary>
internal static class MessageSummary
{
    private const int MaxLength = 500;

    public static (string Subject, string From) Read(ReadOnlyMemory<byte> source)
    {
        using var stream = MailboxMessage.Open(source);
        try
        {
            var headers = HeaderList.Load(stream);
            return (Cut(headers[HeaderId.Subject]), Cut(headers[HeaderId.From]));
        }
        catch (FormatException)
        {
            return ("", "");
        }
    }

    private static string Cut(string? text) => text is null ? "" : text.Length <= MaxLength ? text : $"{text[..MaxLength]}…";
}
