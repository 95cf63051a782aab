using System.Diagnostics.CodeAnalysis;
using System.Text;
using MimeKit;

namespace EmailConsole.Delivery.Mime;

/// <summary>A mailbox and its address as SMTP carries it: the domain in A-labels, so that SMTPUTF8 is needed for the local part alone.</summary>
internal sealed record WireAddress(MailboxAddress Mailbox, string Address)
{
    /// <summary>RFC 6531 section 3.2.</summary>
    public bool NeedsSmtpUtf8 => !Ascii.IsValid(Address);

    public string Domain => Address[(Address.LastIndexOf('@') + 1)..];

    /// <summary>Whether both are the same mailbox: the local part exactly, which is the receiving server's own (RFC 5321 section 2.4), the domain in any case.</summary>
    public bool IsSame(WireAddress other) =>
        LocalPart.SequenceEqual(other.LocalPart) && Domain.Equals(other.Domain, StringComparison.OrdinalIgnoreCase);

    private ReadOnlySpan<char> LocalPart => Address.AsSpan(0, Address.LastIndexOf('@'));

    /// <summary>Takes a bare address, without a name and angle brackets.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out WireAddress? address)
    {
        address = null;
        return !HasControls(text)
            && !text.Contains('<', StringComparison.Ordinal)
            && MailboxAddress.TryParse(text, out var parsed)
            && TryEncode(parsed, out address);
    }

    public static bool TryEncode(MailboxAddress mailbox, [NotNullWhen(true)] out WireAddress? address)
    {
        address = null;
        if (HasControls(mailbox.Address) || !mailbox.Address.Contains('@', StringComparison.Ordinal))
        {
            return false;
        }

        var encoded = MailboxAddress.EncodeAddrspec(mailbox.Address);
        if (!IsOneWord(encoded))
        {
            return false;
        }

        address = new WireAddress(mailbox, encoded);
        return true;
    }

    private static bool HasControls(string text) => text.Any(char.IsControl);

    // What stands between < and > of MAIL and RCPT; a quoted local part may hold a space
    private static bool IsOneWord(string address) => address.StartsWith('"') || !address.AsSpan().ContainsAny(' ', '<', '>');
}
