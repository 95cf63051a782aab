using System.Text;
using System.Text.Unicode;

namespace EmailConsole.Submission.Intake;

/// <summary>What a signed message asks of the next server, since nothing of it may be encoded.</summary>
internal static class SignedContent
{
    /// <param name="header">Changed already, where it may be.</param>
    /// <param name="body">As received.</param>
    /// <param name="needs">8BITMIME and SMTPUTF8.</param>
    /// <returns>Why no server would take it; null: some would.</returns>
    public static string? Check(HeaderBlock header, ReadOnlyMemory<byte> body, out (bool EightBit, bool Utf8) needs)
    {
        var scan = ContentScan.Of(body.Span);
        needs = (scan.HasEightBit, false);
        if (scan.HasLongLine)
        {
            return "The message is signed, and a line of its body is longer than 998 characters.";
        }

        foreach (var field in header.Fields.Where(f => !f.IsCut && !f.IsReplaced))
        {
            var octets = field.Bytes.Span;
            if (ContentScan.Of(octets).HasLongLine)
            {
                return $"The message is signed, and a line of {field.Name} is longer than 998 characters.";
            }

            if (!Utf8.IsValid(octets))
            {
                return $"The message is signed, and {field.Name} is neither ASCII nor UTF-8.";
            }

            needs.Utf8 |= !Ascii.IsValid(octets);
        }

        return null;
    }
}
