using EmailConsole.EmailProviders;
using EmailConsole.Sending.Channels;

namespace EmailConsole.Sending.Grains;

/// <summary>A provider's channel, once in the whole console. Its key is the id of the provider.</summary>
[Alias("EmailConsole.Outbox.IChannelGrain")]
internal interface IChannelGrain : IGrainWithGuidKey
{
    /// <summary>Ends when the channel is open.</summary>
    [Alias("Open")]
    Task OpenAsync();
}

/// <summary>Owns the life of a channel, which leaves memory when no message used it for a while.</summary>
[KeepAlive]
internal sealed class ChannelGrain(ChannelSet channels) : Grain, IChannelGrain
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    // Longer than the minute that a limit of messages looks back, and than a circuit stays open
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(20);

    private ProviderId Provider => new(this.GetPrimaryKey());

    public Task OpenAsync()
    {
        channels.Open(Provider);
        return Task.CompletedTask;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(CloseIfIdleAsync, new GrainTimerCreationOptions(Look, Look) { Interleave = false });
        return base.OnActivateAsync(cancellationToken);
    }

    private Task CloseIfIdleAsync()
    {
        if (channels.TryClose(Provider, IdleTime))
        {
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }
}
