using System.Collections.Immutable;

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
    public static (ImmutableSortedDictionary<string, string> Kept, string? Password, string? ClientSecret) Sort(
        IEnumerable<KeyValuePair<string?, string?>> sent, bool dropsBlank)
    {
        var kept = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in sent)
        {
            if (key is null || value is null
                || (dropsBlank && (string.IsNullOrWhiteSpace(key) || (string.IsNullOrWhiteSpace(value) && key != SenderKeys.Signature))))
            {
                continue;
            }

            if (SenderKeys.SpeaksOfSecret(key))
            {
                secrets[key] = value;
            }
            else
            {
                kept[key] = value;
            }
        }

        return (kept.ToImmutable(), Find(secrets, SenderKeys.Password), Find(secrets, SenderKeys.ClientSecret));
    }

    private static string? Find(Dictionary<string, string> secrets, string key) =>
        SentSecret.Given(secrets.GetValueOrDefault(key)) ?? SentSecret.Given(secrets.GetValueOrDefault(SenderKeys.Java(key)));
}
