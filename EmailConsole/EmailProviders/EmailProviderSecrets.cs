using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.EmailProviders;

/// <summary>The secrets of a provider in clear text. Lives in memory only, never in a page, a log or an error.</summary>
/// <param name="Password">Basic.</param>
/// <param name="ClientSecret">Client credentials.</param>
public sealed record EmailProviderSecrets(string? Password, string? ClientSecret)
{
    public static readonly EmailProviderSecrets None = new(null, null);

    /// <summary>Of a kind other than SMTP, by the names of its <see cref="ProviderSecret"/>s.</summary>
    public KindValues Values { get; init; } = KindValues.None;

    /// <summary>
    /// A secret is stored that the key ring cannot read any more; it is null here. Nothing can be sent with it until an
    /// administrator enters it again: say that, instead of what a server answers to a missing password.
    /// </summary>
    public bool Unreadable { get; init; }

    public override string ToString() => "(secrets)";
}
