using EmailConsole.EmailProviders.Validation;
using MimeKit;

namespace EmailConsole.EmailProviders.Api.Mapping;

/// <summary>What a sender puts into the headers From and Reply-To.</summary>
internal static class SenderHeaders
{
    private static readonly ParserOptions Lenient = new() { AllowAddressesWithoutDomain = false };

    /// <summary>Takes out of the address what nobody sees; a name may hold joiners of its script.</summary>
    public static string? Clean(string? from)
    {
        if (from is null || from.Length > ProviderText.MaxLong)
        {
            return from;
        }

        var address = from.LastIndexOf('<') + 1;
        return from[..address] + InvisibleCharacters.TakeOut(from[address..]);
    }

    public static EmailProviderSettings Read(WrittenSender sender, EmailProviderSettings settings)
    {
        var (address, name) = From(sender.FromAddress ?? "");
        var signature = sender[SenderKeys.Signature];
        return settings with
        {
            FromAddress = address,
            DisplayNameMode = signature is null
                ? (name is null ? DisplayNameMode.LeaveToServer : DisplayNameMode.Name)
                : (string.IsNullOrWhiteSpace(signature) ? DisplayNameMode.AddressOnly : DisplayNameMode.Name),
            DisplayName = signature ?? name,
            ReplyTo = sender.Text(SenderKeys.ReplyTo) is { } replyTo ? AddressList.WithoutNames(replyTo) : null,
        };
    }

    public static WrittenSender WriteFrom(WrittenSender sender, EmailProviderSettings settings) =>
        (sender with { FromAddress = settings.FromAddress.Length > 0 ? settings.FromAddress : null }).With(SenderKeys.Signature, settings.DisplayNameMode switch
        {
            DisplayNameMode.Name => settings.DisplayName,
            DisplayNameMode.AddressOnly => "",
            _ => null,
        });

    public static WrittenSender WriteReplyTo(WrittenSender sender, EmailProviderSettings settings) =>
        sender.With(SenderKeys.ReplyTo, settings.ReplyTo);

    // A bare address is judged as it stands; the parser is asked only for a name
    private static (string Address, string? Name) From(string text) =>
        text.Length <= ProviderText.MaxLong && text.Contains('<', StringComparison.Ordinal) && MailboxAddress.TryParse(Lenient, text, out var mailbox)
            ? (mailbox.Address, string.IsNullOrWhiteSpace(mailbox.Name) ? null : mailbox.Name)
            : (text, null);
}
