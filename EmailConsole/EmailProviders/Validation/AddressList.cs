using MimeKit;

namespace EmailConsole.EmailProviders.Validation;

/// <summary>One bare address, or several with commas between them.</summary>
internal static class AddressList
{
    private static readonly ParserOptions Lenient = new() { AllowAddressesWithoutDomain = false };

    /// <returns>What to type instead; null: fine.</returns>
    public static string? FindFault(string text)
    {
        if (ProviderText.FindFault(text, ProviderText.MaxOrdinary) is { } fault)
        {
            return fault;
        }

        if (text.Contains(';', StringComparison.Ordinal)
            && text.Split([',', ';']).All(part => ProviderText.Trim(part) is var address && (address.Length == 0 || BareAddress.FindFault(address) is null)))
        {
            return "Separate addresses by a comma, not by a semicolon.";
        }

        return text.Split(',').Select(part => BareAddress.FindFault(ProviderText.Trim(part))).FirstOrDefault(found => found is not null);
    }

    /// <summary>Leaves out names, of which a Reply-To has none here: <c>Help &lt;help@example.com&gt;, desk@example.com</c>.</summary>
    /// <returns>Bare addresses; the text itself where it is no list of addresses.</returns>
    public static string WithoutNames(string text) =>
        text.Length <= ProviderText.MaxLong && InternetAddressList.TryParse(Lenient, text, out var list) && list.Count > 0
            && list.All(address => address is MailboxAddress)
            ? string.Join(", ", list.Cast<MailboxAddress>().Select(mailbox => mailbox.Address))
            : text;
}
