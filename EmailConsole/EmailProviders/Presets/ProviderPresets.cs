namespace EmailConsole.EmailProviders.Presets;

/// <summary>The known providers.</summary>
public static class ProviderPresets
{
    public static IReadOnlyList<ProviderPreset> All { get; } = [];

    /// <returns>Null for a server of one's own, or an unknown id.</returns>
    public static ProviderPreset? Find(string? id) => All.FirstOrDefault(p => string.Equals(p.Id, id, StringComparison.Ordinal));
}
