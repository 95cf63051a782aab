namespace EmailConsole.Accounts;

/// <summary>The credential of an <c>Authorization: Bearer</c> header (RFC 6750, section 2.1), whatever it is.</summary>
internal static class BearerCredential
{
    private const string Prefix = "Bearer ";

    /// <returns>Null where the request has none, or more than one credential.</returns>
    public static string? Of(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? header[Prefix.Length..].Trim()
            : null;
}
