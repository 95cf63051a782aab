using System.Globalization;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.Components;

/// <summary>A server as documentation writes it: <c>smtp.example.com:587</c>, <c>smtp://smtp.example.com:587/</c>, <c>[2001:db8::1]:25</c>.</summary>
/// <param name="Host">The host alone, as it was typed.</param>
/// <param name="Port">Null: none was typed.</param>
/// <param name="IsTls">The scheme says that TLS begins with the first byte.</param>
public sealed record HostEntry(string Host, int? Port, bool IsTls)
{
    private const int ImplicitTlsPort = 465;

    private static readonly (string Scheme, bool IsTls)[] Schemes =
        [("smtp://", false), ("smtps://", true), ("submission://", false), ("submissions://", true)];

    /// <returns>Null: a host alone, or something else that the validator has words for.</returns>
    public static HostEntry? Find(string text)
    {
        var rest = ProviderText.Trim(text);
        if (rest.Length > ProviderText.MaxOrdinary)
        {
            return null;
        }

        var (scheme, isTls) = Array.Find(Schemes, s => rest.StartsWith(s.Scheme, StringComparison.OrdinalIgnoreCase));
        rest = rest[(scheme?.Length ?? 0)..];
        rest = scheme is not null && rest.EndsWith('/') ? rest[..^1] : rest;
        var colon = rest.LastIndexOf(':');
        var isPort = colon > 0 && (rest[colon - 1] == ']' || rest.IndexOf(':', StringComparison.Ordinal) == colon);
        var port = 0;
        if (isPort && (!int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
        {
            return null;
        }

        var host = isPort ? rest[..colon] : rest;
        return (scheme is null && !isPort) || !HostName.TryParse(host, out _, out _)
            ? null
            : new HostEntry(host, isPort ? port : isTls ? ImplicitTlsPort : null, isTls);
    }

    public void Fill(EmailProviderDraft draft)
    {
        draft.Host = Host;
        draft.Port = Port?.ToString(CultureInfo.InvariantCulture) ?? draft.Port;
        draft.Encryption = IsTls ? SmtpEncryption.Tls : draft.Encryption;
    }
}
