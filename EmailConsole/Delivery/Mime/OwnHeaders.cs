using System.Buffers;

namespace EmailConsole.Delivery.Mime;

/// <summary>What a caller's header may be: well-formed, and none that says who sends, to whom, or how to read the message.</summary>
internal static class OwnHeaders
{
    // RFC 5322 section 3.6.8: printable US-ASCII except the colon
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create([.. Enumerable.Range(33, 94).Select(c => (char)c).Where(c => c != ':')]);

    private static readonly HashSet<string> Set = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Message-ID", "Subject", "Auto-Submitted", "MIME-Version",
        "Return-Path", "Received", "DKIM-Signature", "Authentication-Results",
    };

    private static readonly string[] Families = ["Content-", "Resent-", "ARC-"];

    /// <returns>What is wrong with it; null: fine.</returns>
    public static string? FindFault(OutgoingHeader header)
    {
        if (header.Name.Length is 0 or > 76 || header.Name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            return "a header's name must be printable ASCII without a colon";
        }

        if (Set.Contains(header.Name) || Families.Any(family => header.Name.StartsWith(family, StringComparison.OrdinalIgnoreCase)))
        {
            return $"the header {header.Name} is the sender's own";
        }

        return header.Value.Any(c => char.IsControl(c) && c != '\t')
            ? $"the header {header.Name} must be one line"
            : AsciiHeader.FindFault(header.Name, header.Value);
    }
}
