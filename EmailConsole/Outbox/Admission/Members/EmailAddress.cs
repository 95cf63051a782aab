using System.Diagnostics.CodeAnalysis;
using System.Text;
using EmailConsole.Delivery.Mime;
using EmailConsole.EmailProviders.Validation;
using MimeKit;

namespace EmailConsole.Outbox.Admission.Members;

/// <summary>Reads one RFC 5322 mailbox, with or without a display name.</summary>
internal static class EmailAddress
{
    private const int LongestText = 512;

    // RFC 5321 sections 4.5.3.1.1 and 4.5.3.1.3, the latter less its brackets
    private const int LongestLocalPart = 64;
    private const int LongestAddress = 254;

    // RFC 1035 section 2.3.4
    private const int LongestLabel = 63;

    public const string Fault = "Use one address, such as someone@example.com or Some One <someone@example.com>.";

    /// <param name="text">As the caller wrote it.</param>
    /// <param name="mailbox">For the header.</param>
    /// <param name="wire">As SMTP carries it: the domain in lower-case A-labels.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out MailboxAddress? mailbox, [NotNullWhen(true)] out string? wire)
    {
        wire = null;
        mailbox = null;
        if (text.Length > LongestText
            || ControlCharacters.AreIn(text)
            || !MailboxAddress.TryParse(BareAddress.Strict, text, out var parsed)
            || parsed.Route.Count > 0
            || ControlCharacters.AreIn(parsed.Name)
            || !WireAddress.TryEncode(parsed, out var encoded)
            || Normalise(encoded.Address) is not { } normal)
        {
            return false;
        }

        (mailbox, wire) = (parsed, normal);
        return true;
    }

    private static string? Normalise(string address)
    {
        var at = address.LastIndexOf('@');
        if (at is < 1 or > LongestLocalPart
            || Encoding.UTF8.GetByteCount(address.AsSpan(0, at)) > LongestLocalPart
            || Encoding.UTF8.GetByteCount(address) > LongestAddress)
        {
            return null;
        }

        var domain = address.AsSpan(at + 1);
        if (IsNormal(domain))
        {
            return address;
        }

        // An address that the sender would write otherwise could not be found again in the server's replies
        return HostName.TryParseDomain(domain.ToString(), out var host) && address[^1] != '.'
            && $"{address.AsSpan(0, at)}@{host}" is var normal
            && WireAddress.TryEncode(new MailboxAddress(null, normal), out var again) && again.Address == normal
            ? normal
            : null;
    }

    // The usual case, without the cost of IDNA
    private static bool IsNormal(ReadOnlySpan<char> domain)
    {
        foreach (var label in domain.Split('.'))
        {
            var (start, length) = label.GetOffsetAndLength(domain.Length);
            if (length is 0 or > LongestLabel || domain.Slice(start, length).ContainsAnyExceptInRange('a', 'z'))
            {
                return false;
            }
        }

        return true;
    }
}
