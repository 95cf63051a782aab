namespace EmailConsole.EmailProviders;

/// <summary>The secrets of a provider in clear text. Lives in memory only, never in a page, a log or an error.</summary>
/// <param name="Password">Basic.</param>
/// <param name="ClientSecret">Client credentials.</param>
public sealed record EmailProviderSecrets(string? Password, string? ClientSecret)
{
    public static readonly EmailProviderSecrets None = new(null, null);

    public override string ToString() => "(secrets)";
}
