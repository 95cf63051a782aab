using System.Text;
using MimeKit;
using MimeKit.Utils;

namespace EmailConsole.Submission.Intake;

/// <summary>Reads what fields say.</summary>
internal static class HeaderText
{
    // In UTF-16 code units: a line of a header (RFC 5322 section 2.1.1)
    private const int LongestSubject = 998;

    private static readonly ParserOptions Options = new() { AllowUnquotedCommasInAddresses = false };

    /// <summary>Encoded words are decoded, control characters are blanks, what is no Unicode is U+FFFD.</summary>
    public static string Decode(string value)
    {
        return Clean(value.Contains("=?", StringComparison.Ordinal) ? Rfc2047.DecodeText(Encoding.UTF8.GetBytes(value)) : value);
    }

    /// <summary>The same without decoding.</summary>
    public static string Clean(string decoded)
    {
        var text = new StringBuilder(decoded.Length);
        foreach (var rune in decoded.EnumerateRunes())
        {
            text.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return text.ToString().Trim(' ');
    }

    /// <summary>As pages show it.</summary>
    public static string Subject(HeaderBlock header)
    {
        var subject = header.First("Subject") is { } field ? Decode(field.Read()) : "";
        return subject.Length <= LongestSubject ? subject
            : subject[..(char.IsHighSurrogate(subject[LongestSubject - 1]) ? LongestSubject - 1 : LongestSubject)];
    }

    /// <summary>The members of groups as well.</summary>
    /// <returns>Null where it is no list of addresses.</returns>
    public static IReadOnlyList<MailboxAddress>? Mailboxes(string value) =>
        InternetAddressList.TryParse(Options, value, out var list) ? [.. list.Mailboxes] : null;

    /// <returns>Null where it is not exactly one mailbox.</returns>
    public static MailboxAddress? OneMailbox(string value) =>
        InternetAddressList.TryParse(Options, value, out var list) && list is [MailboxAddress { Route.Count: 0 } mailbox] ? mailbox : null;
}
