namespace EmailConsole.EmailProviders.Presets;

/// <summary>A known provider: what choosing it fills in, and what to know about it.</summary>
/// <param name="Id">Stored with the settings.</param>
/// <param name="Name">As the provider calls itself.</param>
/// <param name="Hosts">The first is the usual one; several where there are regions or data centres.</param>
/// <param name="Ports">The first is the usual one.</param>
/// <param name="Credentials">Who signs in, and how.</param>
/// <param name="Notes">Sentences for beside the form.</param>
/// <param name="Limits">What the provider allows; null: by plan, or not published.</param>
/// <param name="GuideId">The checklist that leads through the set-up; null: none.</param>
public sealed record ProviderPreset(
    string Id,
    string Name,
    IReadOnlyList<PresetHost> Hosts,
    IReadOnlyList<PresetPort> Ports,
    PresetCredentials Credentials,
    IReadOnlyList<string> Notes,
    PresetLimits? Limits = null,
    string? GuideId = null);
