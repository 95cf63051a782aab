using System.Runtime.CompilerServices;
using EmailConsole.Delivery.Redaction;
using EmailConsole.Delivery.Smtp;
using EmailConsole.EmailProviders;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery.Pool;

/// <summary>What need not be worked out for each message anew, as long as the caller keeps the provider.</summary>
internal sealed class ProviderFacts(IOptions<DeliveryOptions> options)
{
    private readonly ConditionalWeakTable<ProviderInForce, Known> _known = [];

    public SecretScrubber Scrubber(ProviderInForce provider) => Find(provider).Scrubber;

    public ServerKey Pool(ProviderInForce provider) => Find(provider).Pool;

    public ConnectionIdentity Identity(ProviderInForce provider, string? accessToken) => new(Find(provider).Digest, accessToken);

    public SenderLimits Limits(ProviderInForce provider) => Find(provider).Limits;

    private Known Find(ProviderInForce provider) => _known.TryGetValue(provider, out var known) ? known : _known.GetValue(provider, p => new Known(
        SecretScrubber.For(ProviderFields.Secrets.Select(s => s.Of(p.Secrets))),
        ServerKey.Of(p),
        ConnectionIdentity.DigestOf(p),
        SenderLimits.For(p.Settings, options.Value)));

    private sealed record Known(SecretScrubber Scrubber, ServerKey Pool, string Digest, SenderLimits Limits);
}
