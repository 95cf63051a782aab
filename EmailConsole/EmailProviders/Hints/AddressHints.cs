using System.Text;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.Hints;

/// <summary>Senders that some servers, or some readers, do not take well.</summary>
internal static class AddressHints
{
    public static IEnumerable<FieldHint> Find(EmailProviderSettings settings)
    {
        var at = settings.FromAddress.LastIndexOf('@');
        if (at > 0 && !Ascii.IsValid(settings.FromAddress.AsSpan(0, at)))
        {
            yield return new FieldHint(
                nameof(EmailProviderSettings.FromAddress),
                "The part before the @ is not ASCII: only servers that offer SMTPUTF8 take it, the recipients' servers too. An ASCII address reaches everybody.");
        }

        if (settings is { DisplayNameMode: DisplayNameMode.Name, DisplayName: { } name } && IsAddress(name))
        {
            yield return new FieldHint(
                nameof(EmailProviderSettings.DisplayName),
                string.Equals(name, settings.FromAddress, StringComparison.OrdinalIgnoreCase)
                    ? "This repeats the From Address. Type a name, or choose Address only."
                    : "An address in place of a name looks like a forgery to spam filters and readers. Type a name, or choose Address only.");
        }
    }

    private static bool IsAddress(string name) => name.Contains('@', StringComparison.Ordinal) && BareAddress.FindFault(name.Trim('<', '>', '"', '\'')) is null;
}
