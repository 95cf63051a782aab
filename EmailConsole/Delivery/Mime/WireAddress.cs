using System.Diagnostics.CodeAnalysis;
using System.Text;
using MimeKit;

namespace EmailConsole.Delivery.Mime;

/// <summary>Addresses as SMTP and header fields carry them.</summary>
internal static class WireAddress
{
    /// <summary>A bare address with its domain in A-labels, so that SMTPUTF8 is needed for the local part alone.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MailboxAddress? address)
    {
        address = null;
        if (text.AsSpan().ContainsAny('\r', '\n', '\0') || text.Contains('<', StringComparison.Ordinal)
            || !MailboxAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        return TryEncode(parsed, out address);
    }

    /// <summary>The same mailbox, its name kept.</summary>
    public static bool TryEncode(MailboxAddress mailbox, [NotNullWhen(true)] out MailboxAddress? address)
    {
        address = null;
        if (mailbox.Address.AsSpan().ContainsAny('\r', '\n', '\0') || !mailbox.Address.Contains('@', StringComparison.Ordinal))
        {
            return false;
        }

        var encoded = MailboxAddress.EncodeAddrspec(mailbox.Address);
        address = new MailboxAddress(Encoding.UTF8, mailbox.Name, encoded);
        return IsOneWord(encoded);
    }

    public static bool NeedsSmtpUtf8(string address) => !Ascii.IsValid(address);

    // What stands between < and > of MAIL and RCPT; a quoted local part may hold a space
    private static bool IsOneWord(string address) =>
        address.All(c => !char.IsControl(c)) && (address.StartsWith('"') || !address.AsSpan().ContainsAny(' ', '<', '>'));
}
