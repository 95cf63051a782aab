namespace EmailConsole.EmailProviders.Presets;

/// <summary>The presets that a form offers here and now.</summary>
public sealed class OfferedPresets(IEnumerable<IDevelopmentServer> development)
{
    public IReadOnlyList<ProviderPreset> All => Development is { } preset ? [.. ProviderPresets.All, preset] : ProviderPresets.All;

    private ProviderPreset? Development => development.Select(d => d.Port).FirstOrDefault(port => port is not null) is { } port
        ? ProviderPresets.DevelopmentMailbox with { Ports = [new PresetPort(port, SmtpEncryption.None)] }
        : null;

    /// <returns>Null for a server of one's own, or one that is neither known nor offered.</returns>
    public ProviderPreset? Find(string? id) => All.FirstOrDefault(p => p.Id == id) ?? ProviderPresets.Find(id);

    /// <summary>Whether the console's own mailbox was chosen, and these settings have come to lead to another server.</summary>
    public bool IsLeft(EmailProviderSettings settings) =>
        settings.Preset == ProviderPresets.DevelopmentMailbox.Id
        && development.Any(server => server.Port is not null)
        && !development.Any(server => server.IsServerOf(settings));

    /// <summary>Whose server these settings name, where the preset says something else; else null.</summary>
    /// <param name="settings">In their normal form.</param>
    public ProviderPreset? FindOther(EmailProviderSettings settings)
    {
        var known = ProviderPresets.FindByHost(settings.Host)
            ?? (development.Any(server => server.IsServerOf(settings)) ? Development : null);
        return known?.Id == settings.Preset ? null : known;
    }
}
