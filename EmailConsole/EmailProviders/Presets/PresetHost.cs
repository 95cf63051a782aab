namespace EmailConsole.EmailProviders.Presets;

/// <param name="Host">The host name.</param>
/// <param name="Place">The region, data centre or purpose; null where there is one only.</param>
public sealed record PresetHost(string Host, string? Place = null);
