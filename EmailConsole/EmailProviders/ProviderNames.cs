using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.EmailProviders;

/// <summary>What a provider is called where people see it among others.</summary>
public static class ProviderNames
{
    /// <summary>What tenants call the super tenant's.</summary>
    public const string OfPlatform = "The super tenant's provider";

    /// <summary>Where its mail goes: a host, a service, or the super tenant's server.</summary>
    public static string Through(this EmailProviderSettings settings) =>
        settings.Server == ProviderServer.Platform ? "the super tenant's server" : ProviderKinds.Find(settings.Kind)?.Through(settings) ?? settings.Host;

    /// <summary>Its name, else what it is.</summary>
    /// <param name="name">As its administrators call it; empty: they do not.</param>
    /// <param name="settings">Of the provider.</param>
    public static string Of(string name, EmailProviderSettings settings) =>
        name.Length > 0 ? name
        : settings.IsPlatformItself ? OfPlatform
        : settings.Server == ProviderServer.Platform ? "The super tenant's server"
        : ProviderKinds.Find(settings.Kind)?.ServiceOf(settings) ?? settings.Through();

    /// <inheritdoc cref="Of"/>
    public static string CalledName(this StoredEmailProvider provider) => Of(provider.Name, provider.Settings);
}
