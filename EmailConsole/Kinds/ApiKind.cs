using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.Kinds;

/// <summary>What the kinds that send by HTTP requests have in common.</summary>
internal abstract class ApiKind : IProviderKind
{
    /// <summary>The first note of a kind that nobody has run yet.</summary>
    public const string FromDocumentation = "Made from its documentation; nobody has run it against the real service yet.";

    public abstract string Name { get; }

    public virtual string ApiName => Name;

    public abstract string Label { get; }

    public abstract IReadOnlyList<ProviderField> Fields { get; }

    public abstract IReadOnlyList<ProviderSecret> Secrets { get; }

    public abstract IReadOnlyList<string> Notes { get; }

    public virtual KindValues Defaults => KindValues.None;

    public virtual PresetLimits? Limits => null;

    public virtual bool UsesToken(EmailProviderSettings settings) => false;

    public virtual bool NeedsSender(EmailProviderSettings settings) => true;

    public virtual IEnumerable<FieldError> FindErrors(EmailProviderSettings settings) => [];

    protected FieldError Error(string name, string message) => new(KindFields.FullName(Name, name), message);
}

/// <summary>Reading the settings of a kind.</summary>
internal static class KindReading
{
    /// <summary>Whether a choice has that value.</summary>
    public static bool Has(this EmailProviderSettings settings, string name, string value) => settings.Values[name] == value;

    /// <returns>Empty: there is none.</returns>
    public static string SecretOf(this ProviderInForce provider, string name) =>
        provider.Secrets.Values[KindFields.FullName(provider.Settings.Kind, name)] ?? "";
}
