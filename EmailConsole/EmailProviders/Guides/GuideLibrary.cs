using System.Collections.Frozen;

namespace EmailConsole.EmailProviders.Guides;

/// <summary>The guides, by the id of the preset they belong to.</summary>
internal static class GuideLibrary
{
    public const string Gmail = "gmail";
    public const string Microsoft365 = "microsoft365";

    private static readonly Lazy<FrozenDictionary<string, Guide>> Guides = new(() =>
        new[] { Gmail, Microsoft365 }.ToFrozenDictionary(id => id, Load, StringComparer.Ordinal));

    /// <returns>Null when there is no guide of that id.</returns>
    public static Guide? Find(string? id) => id is null ? null : Guides.Value.GetValueOrDefault(id);

    private static Guide Load(string id)
    {
        using var stream = typeof(GuideLibrary).Assembly.GetManifestResourceStream($"guides/{id}.md")
            ?? throw new InvalidOperationException($"The guide {id} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return GuideReader.Read(reader.ReadToEnd());
    }
}
