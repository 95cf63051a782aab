namespace EmailConsole.EmailProviders.Validation;

/// <summary>The address that gives tokens for client credentials.</summary>
internal static class TokenEndpointRule
{
    private const string Wanted = "Use an address that starts with https://, such as https://login.microsoftonline.com/TENANT-ID/oauth2/v2.0/token.";

    /// <returns>What to type instead; null: fine.</returns>
    public static string? FindFault(string text)
    {
        if (ProviderText.FindFault(text, ProviderText.MaxLong) is { } fault)
        {
            return fault;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || !uri.Scheme.Equals(Uri.UriSchemeHttps, StringComparison.Ordinal)
            || !text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.Any(c => c is '\\' or ' '))
        {
            return Wanted;
        }

        if (uri.UserInfo.Length > 0)
        {
            return "Remove the user name and password before the host; the Client ID and the Client Secret have fields of their own.";
        }

        if (uri.Fragment.Length > 0 || text.Contains('#', StringComparison.Ordinal))
        {
            return "Remove the # and what follows.";
        }

        return text.AsSpan().IndexOfAny('{', '}', '<') >= 0
            ? "Replace the placeholder in the address, such as {tenant_id}, by its value."
            : null;
    }

    /// <summary>Two spellings of one request: case of the host, A-labels, the default port, escapes.</summary>
    public static bool IsSame(string? one, string? other) =>
        string.Equals(one, other, StringComparison.Ordinal)
        || Uri.TryCreate(one, UriKind.Absolute, out var a) && Uri.TryCreate(other, UriKind.Absolute, out var b)
        && string.Equals(Canonical(a), Canonical(b), StringComparison.Ordinal);

    private static string Canonical(Uri uri) => $"{uri.Scheme}://{uri.UserInfo}@{uri.IdnHost}:{uri.Port}{uri.PathAndQuery}";
}
