using System.Text;
using System.Text.Unicode;
using EmailConsole.Delivery.Mime;
using MimeKit;

namespace EmailConsole.Submission.Intake;

/// <summary>Writes fields again that a server might not take: with octets above 127, or with lines that are too long.</summary>
internal sealed class FieldRepair
{
    private static readonly HashSet<string> AddressLists = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "Sender", "Reply-To", "To", "Cc", "Resent-From", "Resent-Sender", "Resent-To", "Resent-Cc",
        "Disposition-Notification-To", "Return-Receipt-To", "Errors-To",
    };

    // Longer ones are attacks; and their parser is somebody else's
    private const int LongestParameters = 4 * 1024;
    private const int LongestWritten = 16 * 1024;

    /// <summary>An address has letters beyond ASCII before its @, which only SMTPUTF8 carries.</summary>
    public bool NeedsUtf8 { get; private set; }

    /// <param name="header">Of a message or a part; changed.</param>
    /// <returns>What cannot be repaired; null: nothing.</returns>
    public string? Apply(HeaderBlock header)
    {
        foreach (var field in header.Fields)
        {
            if (!field.IsCut && !field.IsReplaced && Repair(field) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private string? Repair(HeaderField field)
    {
        var octets = field.Bytes.Span;
        if (!Utf8.IsValid(octets))
        {
            return $"{field.Name} is neither ASCII nor UTF-8.";
        }

        if (AddressLists.Contains(field.Name) && !octets[(field.Name.Length + 1)..].ContainsAnyExcept(" \t\r\n"u8))
        {
            // RFC 5322 section 3.6.3 knows none without an address
            field.Cut();
            return null;
        }

        var lines = WithoutBlankLines(octets);
        var scan = ContentScan.Of(lines);
        if (scan.IsPlain)
        {
            if (lines.Length != octets.Length)
            {
                field.ReplaceLines(lines);
            }

            return null;
        }

        var text = field.Read();
        if (!scan.HasEightBit && AsciiHeader.FoldWire(field.Name, Printable(text)) is { } folded)
        {
            field.Replace(folded);
            return null;
        }

        return AddressLists.Contains(field.Name) ? RepairAddresses(field, text)
            : field.Is("Content-Type") || field.Is("Content-Disposition") ? RepairParameters(field, text)
            : RepairText(field, text);
    }

    // Some readers take a line of blanks for the end of the header
    private static byte[] WithoutBlankLines(ReadOnlySpan<byte> octets)
    {
        var kept = new byte[octets.Length];
        var length = 0;
        for (var at = 0; at < octets.Length;)
        {
            var end = octets[at..].IndexOf((byte)'\n');
            var next = end < 0 ? octets.Length : at + end + 1;
            var line = octets[at..next];
            if (line.ContainsAnyExcept(" \t\r\n"u8))
            {
                line.CopyTo(kept.AsSpan(length));
                length += line.Length;
            }

            at = next;
        }

        return kept[..length];
    }

    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) && c != '\t' ? ' ' : c));

    private string? RepairAddresses(HeaderField field, string text)
    {
        if (HeaderText.Mailboxes(text) is not { } mailboxes)
        {
            return $"{field.Name} is no list of addresses.";
        }

        if (mailboxes.Count == 0)
        {
            field.Cut();
            return null;
        }

        if (AddressWriter.Write(field.Name, mailboxes) is not { } value)
        {
            return $"{field.Name} has an address that cannot be written.";
        }

        NeedsUtf8 |= !Ascii.IsValid(value);
        field.Replace(value);
        return null;
    }

    /// <summary>Whether parameters of that length are read at all.</summary>
    public static bool IsReadable(string parameters) => parameters.Length <= LongestParameters;

    /// <returns>With its name and line breaks; null where it would not fit a header.</returns>
    public static byte[]? Write(ContentType type) => Checked(type.ToString(Format(), Encoding.UTF8, encode: true));

    private static string? RepairParameters(HeaderField field, string text)
    {
        var lines = !IsReadable(text) ? null
            : field.Is("Content-Type")
                ? ContentType.TryParse(text, out var type) ? Write(type) : null
                : ContentDisposition.TryParse(text, out var disposition) ? Checked(disposition.ToString(Format(), Encoding.UTF8, encode: true)) : null;
        if (lines is null)
        {
            return $"{field.Name} cannot be read.";
        }

        field.ReplaceLines(lines);
        return null;
    }

    // A long name of a parameter stands before each piece of its value
    private static byte[]? Checked(string written)
    {
        var lines = Encoding.UTF8.GetBytes(written);
        return written.Length <= LongestWritten && ContentScan.Of(lines).IsPlain ? lines : null;
    }

    private static string? RepairText(HeaderField field, string text)
    {
        field.Replace(AsciiHeader.Encode(field.Name, HeaderText.Decode(text)));
        return null;
    }

    private static FormatOptions Format()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }
}
