using System.Runtime.CompilerServices;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Pool;

/// <summary>What need not be worked out for each message anew, as long as the caller keeps the provider.</summary>
internal sealed class ProviderFacts
{
    private readonly ConditionalWeakTable<ProviderInForce, Known> _known = [];

    public SecretScrubber Scrubber(ProviderInForce provider) => Find(provider).Scrubber;

    public ConnectionIdentity Identity(ProviderInForce provider, string? accessToken) => new(Find(provider).Digest, accessToken);

    private Known Find(ProviderInForce provider) => _known.GetValue(provider, p => new Known(
        SecretScrubber.For(p.Secrets.Password, p.Secrets.ClientSecret), ConnectionIdentity.DigestOf(p)));

    private sealed record Known(SecretScrubber Scrubber, string Digest);
}
