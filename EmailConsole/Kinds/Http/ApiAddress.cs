namespace EmailConsole.Kinds.Http;

/// <summary>An address that somebody types.</summary>
internal static class ApiAddress
{
    /// <returns>What to type instead; null: fine.</returns>
    public static string? FindFault(string text) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps
            || !text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.AsSpan().IndexOfAny(" \\\t") >= 0
            ? "Use an address that starts with https://."
            : uri.UserInfo.Length > 0 ? "Remove the user name and password before the host; the authentication has fields of its own."
            : text.Contains('#', StringComparison.Ordinal) ? "Remove the # and what follows."
            : text.AsSpan().IndexOfAny("{}<>") >= 0 ? "Replace the placeholder in the address by its value."
            : null;
}
