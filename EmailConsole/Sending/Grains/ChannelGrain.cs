using EmailConsole.Sending.Channels;

namespace EmailConsole.Sending.Grains;

/// <summary>Owns the life of a channel, which leaves memory when no message used it for a while.</summary>
[KeepAlive]
internal sealed class ChannelGrain(ChannelSet channels) : Grain, IChannelGrain
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    // Longer than the minute that a limit of messages looks back, and than a circuit stays open
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(20);

    public Task OpenAsync()
    {
        channels.Open(this.GetPrimaryKey());
        return Task.CompletedTask;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(CloseIfIdleAsync, new GrainTimerCreationOptions(Look, Look) { Interleave = false });
        return base.OnActivateAsync(cancellationToken);
    }

    private Task CloseIfIdleAsync()
    {
        if (channels.TryClose(this.GetPrimaryKey(), IdleTime))
        {
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }
}
