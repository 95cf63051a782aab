using EmailConsole.EmailProviders.Presets;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.Hints;

/// <summary>What is allowed and rarely meant.</summary>
public static class ProviderHints
{
    /// <param name="settings">As typed.</param>
    /// <returns>In the order of the form; several for a field are possible.</returns>
    public static IReadOnlyList<FieldHint> Find(EmailProviderSettings settings)
    {
        if (settings.Server == ProviderServer.Platform)
        {
            return [];
        }

        var normal = Normalisation.Normalise(settings);
        var provider = ProviderPresets.FindByHost(normal.Host);
        return
        [
            .. PortHints.Find(normal, provider),
            .. SenderHints.Find(normal, provider),
            .. AuthenticationHints.Find(normal, provider),
        ];
    }
}
