using System.Text;
using EmailConsole.Delivery.Mime;
using MimeKit;

namespace EmailConsole.Submission.Intake;

/// <summary>Writes lists of addresses: names in ASCII, domains in A-labels, an address a line.</summary>
internal static class AddressWriter
{
    // With its brackets, its comma and a short name it fits a line of 998
    private const int LongestAddress = 900;

    // RFC 5322 section 2.1.1
    private const int UsualLine = 78;

    // In quotes on one line; what is longer is encoded, which can be folded
    private const int LongestQuoted = 60;

    /// <param name="name">The field's.</param>
    /// <param name="mailboxes">At least one.</param>
    /// <returns>What stands behind the colon, with the last line break; null where an address cannot be written.</returns>
    public static string? Write(string name, IReadOnlyList<MailboxAddress> mailboxes)
    {
        var value = new StringBuilder();
        var column = name.Length + 1;
        for (var i = 0; i < mailboxes.Count; i++)
        {
            if (i > 0)
            {
                value.Append(",\r\n");
                column = 0;
            }

            var address = WireAddress.TryEncode(mailboxes[i], out var wire) ? wire.Address : mailboxes[i].Address;
            if (address.Length > LongestAddress || (wire is null && !address.All(IsAtom)))
            {
                return null;
            }

            Append(value, column, mailboxes[i].Name, address);
        }

        return value.Append("\r\n").ToString();
    }

    // Without a domain, as programs of one machine write it
    private static bool IsAtom(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+';

    private static void Append(StringBuilder value, int column, string? name, string address)
    {
        var phrase = HeaderText.Clean(name ?? "");
        if (phrase.Length == 0)
        {
            value.Append(' ').Append(address);
            return;
        }

        if (phrase.Length <= LongestQuoted && Ascii.IsValid(phrase) && !EncodedWords.LooksLike(phrase))
        {
            var quoted = $"\"{phrase.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
            var fits = column + quoted.Length + address.Length + 4 <= UsualLine;
            value.Append(' ').Append(quoted).Append(fits ? " <" : "\r\n <").Append(address).Append('>');
            return;
        }

        EncodedWords.Append(value, column, " ", phrase);
        value.Append("\r\n <").Append(address).Append('>');
    }
}
