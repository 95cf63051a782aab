using EmailConsole.Sending.Lanes;
using EmailConsole.Sending.Channels;

namespace EmailConsole.Sending.Grains;

/// <summary>Loads through the grains, once the silo is up.</summary>
internal sealed class GrainActivation(IGrainFactory grains, SiloReadiness silo, ChannelSet channels) : ILaneActivation, IChannelActivation
{
    public async Task<bool> LoadAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        await silo.Started.WaitAsync(cancellationToken);
        return await grains.GetGrain<ILaneGrain>(tenantId).LoadAsync().WaitAsync(cancellationToken);
    }

    public async Task UnloadAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        if (!silo.Started.IsCompleted)
        {
            // Nothing is loaded before
            return;
        }

        await grains.GetGrain<ILaneGrain>(tenantId).UnloadAsync().WaitAsync(cancellationToken);
    }

    public async Task<ProviderChannel> OpenAsync(Guid ownerTenantId, CancellationToken cancellationToken)
    {
        await silo.Started.WaitAsync(cancellationToken);
        await grains.GetGrain<IChannelGrain>(ownerTenantId).OpenAsync().WaitAsync(cancellationToken);
        return channels.Open(ownerTenantId);
    }
}
