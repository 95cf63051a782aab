using System.Text;
using MimeKit;

namespace EmailConsole.EmailProviders.Validation;

/// <summary>An email address without a name: RFC 5321, with RFC 6531's international local parts and domains.</summary>
internal static class BareAddress
{
    // RFC 5321 section 4.5.3.1.1
    private const int MaxLocalPart = 64;

    /// <summary>One address, with a domain, as RFC 5322 writes it today.</summary>
    public static ParserOptions Strict { get; } = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Strict,
        AllowAddressesWithoutDomain = false,
        AllowUnquotedCommasInAddresses = false,
    };

    /// <returns>What to type instead; null: fine.</returns>
    public static string? FindFault(string text)
    {
        if (ProviderText.FindFault(text, ProviderText.MaxOrdinary) is { } fault)
        {
            return fault;
        }

        if (!MailboxAddress.TryParse(Strict, text, out var mailbox))
        {
            return InternetAddressList.TryParse(Strict, text, out var several) && several.Count > 1
                ? "Enter one address only."
                : "Use an address such as no-reply@example.com.";
        }

        if (text.Contains('<', StringComparison.Ordinal) || text.EndsWith(')'))
        {
            return string.IsNullOrEmpty(mailbox.Name)
                ? $"Enter the address alone: {mailbox.Address}"
                : $"Enter the address alone, {mailbox.Address}, and the name, {mailbox.Name}, in Display Name.";
        }

        var at = text.LastIndexOf('@');
        if (Encoding.UTF8.GetByteCount(text.AsSpan(0, at)) > MaxLocalPart)
        {
            return "Use an address with at most 64 characters before the @.";
        }

        return HostName.TryParseDomain(text[(at + 1)..], out _) && !text.EndsWith('.')
            ? null
            : "Use an address whose domain, after the @, is a name such as example.com.";
    }
}
