namespace EmailConsole.EmailProviders.Validation;

/// <summary>Scopes as RFC 6749 section 3.3 writes them: separated by blanks.</summary>
internal static class ScopeList
{
    /// <returns>What to type instead; null: fine.</returns>
    public static string? FindFault(string text)
    {
        if (ProviderText.FindFault(text, ProviderText.MaxLong) is { } fault)
        {
            return fault;
        }

        var scopes = text.Split(' ');
        if (scopes.Any(scope => scope.EndsWith(',') || scope.EndsWith(';')))
        {
            return "Separate scopes by blanks, not by commas.";
        }

        return scopes.FirstOrDefault(scope => !scope.All(IsScopeCharacter)) is { } odd
            ? $"Use letters, digits and punctuation without quotes and backslashes in a scope; this one has others: {odd}"
            : null;
    }

    private static bool IsScopeCharacter(char c) => c is >= '!' and <= '~' and not ('"' or '\\');
}
