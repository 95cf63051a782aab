using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Sending.Channels;

namespace EmailConsole.Tests.Sending.Channels;

/// <summary>No server is known to have taken anything.</summary>
internal sealed class NoPast : IServerPast
{
    public Task<DeliveryOutcome> AdviseAsync(DeliveryOutcome outcome, ProviderInForce provider, CancellationToken cancellationToken) => Task.FromResult(outcome);
}
