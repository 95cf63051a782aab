using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Outbox.History;

/// <summary>Which words stand in the history for an API key. Names outlive keys: what a revoked one handed in is found by its name.</summary>
internal sealed class KeyNames(IDbContextFactory<EmailConsoleDb> contexts)
{
    // All tenants together may have a million of them
    private const int MostLooked = 10_000;
    private const int Most = 100;

    /// <param name="acceptedBy">Gives those in the history with that one word in front of others.</param>
    /// <param name="tenantId">Whose keys; null: any tenant's.</param>
    /// <param name="text">A key's id, the beginning of the key itself, its name, or how that begins.</param>
    public IReadOnlyList<string> Find(Func<string, IEnumerable<string>> acceptedBy, Guid? tenantId, string text)
    {
        var words = RestCaller.Key.WordsFor(text.Trim());
        var start = RestCaller.Key.WordsFor("");
        return
        [
            .. ByKey(tenantId, text.Trim()).Select(Cut)
                .Concat(acceptedBy(start).Take(MostLooked).Where(by => by.StartsWith(words, StringComparison.OrdinalIgnoreCase)))
                .Distinct(StringComparer.Ordinal).Take(Most),
        ];
    }

    private List<string> ByKey(Guid? tenantId, string text)
    {
        // Also of a whole key that was pasted: what is secret of it is not looked for
        var prefix = text.Length > ApiKeyText.PrefixLength ? text[..ApiKeyText.PrefixLength] : text;
        var isKey = text.StartsWith(ApiKeyText.Start, StringComparison.Ordinal) && text.Length > ApiKeyText.Start.Length;
        Guid? id = Guid.TryParse(text, out var parsed) ? parsed : null;
        if (!isKey && id is null)
        {
            return [];
        }

        // A range over the index; LIKE would read every row
        var end = prefix + '\uffff';
        using var db = contexts.CreateDbContext();
        return
        [
            .. db.Set<ApiKey>().AsNoTracking()
                .Where(k => (tenantId == null || k.TenantId == tenantId) && ((isKey && k.Prefix.CompareTo(prefix) >= 0 && k.Prefix.CompareTo(end) < 0) || k.Id == id))
                .Select(k => k.Name).AsEnumerable().Select(RestCaller.Key.WordsFor),
        ];
    }

    private static string Cut(string words) => words.Length > NewEmail.MaxAcceptedBy ? words[..NewEmail.MaxAcceptedBy] : words;
}
