using EmailConsole.EmailProviders;
using EmailConsole.Sending.Channels;

namespace EmailConsole.Sending.Grains;

/// <summary>Whether grains can be called. Whoever hosts the silo says so.</summary>
internal sealed class SiloReadiness
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when they can.</summary>
    public Task Started => _started.Task;

    public void SetStarted() => _started.TrySetResult();
}

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

    public async Task<ISendingChannel> OpenAsync(ProviderId provider, CancellationToken cancellationToken)
    {
        await silo.Started.WaitAsync(cancellationToken);
        await grains.GetGrain<IChannelGrain>(provider.Value).OpenAsync().WaitAsync(cancellationToken);
        return channels.Open(provider);
    }
}
