using EmailConsole.Delivery;
using EmailConsole.EmailProviders;

namespace EmailConsole.Sending;

/// <summary>A provider's channel, as a lane sees it. Thread-safe.</summary>
internal interface ISendingChannel
{
    /// <summary>Why the server could not be used the last time; null: it has taken a message since, or is not known.</summary>
    DeliveryFailure? LastFailure { get; }

    /// <summary>Whether it takes messages now. Waits for no lock.</summary>
    ChannelStanding Standing => ChannelStanding.Ready;

    /// <summary>A lane has something ready.</summary>
    /// <returns>False: the channel is closed.</returns>
    bool TryOffer(ISendingLane lane);
}

/// <summary>Opens the channel of a provider where this node owns it, or nobody does.</summary>
internal interface IChannelActivation
{
    /// <param name="provider">Whose channel.</param>
    /// <param name="place">In its owner's route, from 0.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>The open channel; null: another node owns it.</returns>
    Task<ISendingChannel?> OpenAsync(ProviderInForce provider, int place, CancellationToken cancellationToken);
}

/// <summary>How a channel stands with its server, for whoever has another way.</summary>
/// <param name="IsOpen">Its circuit is not closed: at most one message tries it now and then.</param>
/// <param name="ThrottledUntil">The server asked for a pause until then, and has taken nothing since; null: it did not, or has.</param>
/// <param name="SilentSince">A time stamp of the clock: since then no message in flight has ended; null: none is in flight.</param>
internal sealed record ChannelStanding(bool IsOpen, DateTimeOffset? ThrottledUntil, long? SilentSince)
{
    /// <summary>A server that was not tried for so long after its last pause may take what comes.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(30);

    public static ChannelStanding Ready { get; } = new(false, null, null);

    /// <summary>When it asked for the first of the pauses between which it took nothing; null as <see cref="ThrottledUntil"/>.</summary>
    public DateTimeOffset? ThrottledSince { get; init; }

    /// <param name="patience">How long it is waited for.</param>
    /// <param name="clock">The time.</param>
    public bool IsUsable(TimeSpan patience, TimeProvider clock) =>
        !IsOpen
        && !(ThrottledUntil is { } until && IsTooLong(until, clock.GetUtcNow(), patience))
        && !(SilentSince is { } since && clock.GetElapsedTime(since) > patience);

    // Many short pauses, between which nothing was taken, are a long one
    private bool IsTooLong(DateTimeOffset until, DateTimeOffset now, TimeSpan patience) =>
        until - now > patience || (until - ThrottledSince > patience && now - until < Stale);
}
