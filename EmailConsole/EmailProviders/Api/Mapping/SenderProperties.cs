using System.Collections.Immutable;
using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.EmailProviders.Api.Mapping;

/// <summary>Sorts the properties of a request into those that are kept, and the secrets.</summary>
internal static class SenderProperties
{
    /// <summary>
    /// The last of two with the same key counts. A secret that nothing here would use is not kept: it could never be read
    /// again either.
    /// </summary>
    /// <param name="sent">As sent.</param>
    /// <param name="dropsBlank">Version 2 leaves out blank ones; an empty signature says <i>address only</i> and stays.</param>
    /// <param name="kind">Whose fields it knows; null: SMTP.</param>
    public static (ImmutableSortedDictionary<string, string> Kept, SentSecrets Secrets) Sort(
        IEnumerable<SenderProperty?>? sent, bool dropsBlank, IProviderKind? kind = null)
    {
        var kept = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var secrets = SentSecrets.None.Given.ToBuilder();
        foreach (var property in sent ?? [])
        {
            if (property is not { Key: { } key, Value: { } value }
                || (dropsBlank && (string.IsNullOrWhiteSpace(key) || (string.IsNullOrWhiteSpace(value) && key != SenderKeys.Signature))))
            {
                continue;
            }

            if (IsSecret(key, kind))
            {
                secrets[key] = value;
            }
            else
            {
                kept[key] = value;
            }
        }

        return (kept.ToImmutable(), SentSecrets.None with { Given = secrets.ToImmutable() });
    }

    /// <summary>Whether the value of a key is never kept beside the settings and never answered.</summary>
    /// <param name="key">Of a property.</param>
    /// <param name="kind">Whose fields are known to be none; null: SMTP.</param>
    public static bool IsSecret(string key, IProviderKind? kind) =>
        kind?.Secrets.Any(s => s.Key == key) == true || (SenderKeys.SpeaksOfSecret(key) && !SenderKind.HasField(kind, key));
}
