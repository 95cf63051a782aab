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
        var normal = Normalisation.Normalise(settings);
        if (normal.Server == ProviderServer.Platform)
        {
            return [.. AddressHints.Find(normal)];
        }

        var provider = ProviderPresets.FindByHost(normal.Host);
        return
        [
            .. PortHints.Find(normal, provider),
            .. SenderHints.Find(normal, provider),
            .. AddressHints.Find(normal),
            .. AuthenticationHints.Find(normal, provider),
        ];
    }
}
