using System.Diagnostics.CodeAnalysis;
using EmailConsole.EmailProviders.Validation;
using MimeKit;

namespace EmailConsole.TestEmail;

/// <summary>Reads the addresses that a test goes to.</summary>
internal static class TestRecipients
{
    public const int Max = 5;

    /// <summary>RFC 5321 section 4.5.3.1.3: a path of 256 octets, less its brackets.</summary>
    private const int MaxLength = 254;

    /// <param name="typed">As typed; blank entries are skipped, the same address twice counts once.</param>
    /// <param name="recipients">One to five.</param>
    /// <param name="error">What to type instead.</param>
    public static bool TryParse(
        IReadOnlyList<string> typed,
        [NotNullWhen(true)] out IReadOnlyList<MailboxAddress>? recipients,
        [NotNullWhen(false)] out string? error)
    {
        recipients = null;
        var found = new Dictionary<string, MailboxAddress>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in typed.Select(t => t.Trim(' ')).Where(t => t.Length > 0))
        {
            if (!TryParse(text, out var address))
            {
                error = $"“{Shown(text)}” is not an email address. Type addresses such as admin@foo.com, separated by commas.";
                return false;
            }

            found.TryAdd(address.GetAddress(idnEncode: true), address);
            if (found.Count > Max)
            {
                error = $"A test goes to at most {Max} addresses.";
                return false;
            }
        }

        if (found.Count == 0)
        {
            error = "Type the address that the test email shall go to.";
            return false;
        }

        recipients = [.. found.Values];
        error = null;
        return true;
    }

    private static bool TryParse(string text, [NotNullWhen(true)] out MailboxAddress? address)
    {
        address = null;
        if (text.Length > MaxLength || text.Any(char.IsControl) || !MailboxAddress.TryParse(BareAddress.Strict, text, out var parsed)
            || parsed.Route.Count > 0 || parsed.LocalPart.Length == 0 || parsed.Domain.Length == 0)
        {
            return false;
        }

        address = new MailboxAddress(null, parsed.Address);
        return true;
    }

    private static string Shown(string text)
    {
        var visible = string.Concat(text.Where(c => !char.IsControl(c)));
        return visible.Length > 60 ? visible[..60] + "…" : visible;
    }
}
