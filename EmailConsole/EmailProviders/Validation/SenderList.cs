using System.Text;

namespace EmailConsole.EmailProviders.Validation;

/// <summary>Addresses and domains that programs may name in From.</summary>
internal static class SenderList
{
    public const int Most = 100;

    /// <summary>Characters of the list as it is stored.</summary>
    public const int MaxStored = Most * (LongestEntry + 1);

    /// <summary>Characters of the list as it is typed.</summary>
    public const int MaxTyped = 2 * MaxStored;

    // RFC 5321 section 4.5.3.1.3, less its brackets
    private const int LongestEntry = 254;

    /// <param name="text">One a line, or with commas, semicolons or blanks between them.</param>
    /// <param name="entries">In their normal form, each once, in the order typed.</param>
    /// <returns>What to type instead; null: fine.</returns>
    public static string? FindFault(string text, out IReadOnlyList<string> entries)
    {
        entries = [];
        if (text.Length > MaxTyped)
        {
            return $"Use at most {Most} addresses and domains.";
        }

        var found = new List<string>();
        foreach (var entry in text.Split([' ', '\t', '\r', '\n', ',', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Normal(entry) is not { } normal)
            {
                return !entry.Contains('@', StringComparison.Ordinal) && entry.Contains('.', StringComparison.Ordinal) && Normal($"@{entry}") is not null
                    ? $"'{Shown(entry)}' is no address. For all addresses of a domain put an @ before it: @{Shown(entry)}."
                    : $"'{Shown(entry)}' is neither an address such as alarm@example.com nor a domain such as @example.com.";
            }

            if (!found.Contains(normal, StringComparer.Ordinal))
            {
                found.Add(normal);
            }

            if (found.Count > Most)
            {
                return $"Use at most {Most} addresses and domains.";
            }
        }

        entries = found;
        return null;
    }

    /// <param name="stored">As <see cref="Store"/> wrote it.</param>
    public static IReadOnlyList<string> Read(string stored) => stored.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static string Store(IReadOnlyList<string> entries) => string.Join('\n', entries);

    // The local part as it is: only its own server knows what its case means
    private static string? Normal(string entry)
    {
        var at = entry.LastIndexOf('@');
        return at >= 0
            && (at == 0 || BareAddress.FindFault(entry) is null)
            && HostName.TryParseDomain(entry[(at + 1)..], out var domain)
            && $"{entry.AsSpan(0, at + 1)}{domain}" is var normal
            && Encoding.UTF8.GetByteCount(normal) <= LongestEntry
                ? normal
                : null;
    }

    private static string Shown(string entry) => entry.Length <= 80 ? entry : entry[..79] + "…";
}
