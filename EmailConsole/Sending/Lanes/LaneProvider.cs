using EmailConsole.EmailProviders;

namespace EmailConsole.Sending.Lanes;

/// <summary>Where a lane stands.</summary>
internal abstract record LanePosition
{
    /// <summary>It gives nothing more to a channel.</summary>
    internal sealed record Stopped : LanePosition;

    /// <summary>Its provider is not known; it is found out when a message is ready.</summary>
    /// <param name="FailedAt">A time stamp of the clock: it could not be found out then, and a pause follows. Null: it was not tried.</param>
    internal sealed record Unassigned(long? FailedAt) : LanePosition;

    /// <summary>Its provider is being found out. What changes meanwhile begins another search, and what this one finds is dropped.</summary>
    /// <param name="Number">Which search.</param>
    internal sealed record Searching(int Number) : LanePosition;

    /// <summary>The tenant has no provider: its mail waits until a change is told.</summary>
    internal sealed record WithoutProvider : LanePosition;

    /// <param name="Provider">By which its messages leave.</param>
    /// <param name="Channel">Of that provider.</param>
    /// <param name="IsOffered">Whether it stands in the channel's ring.</param>
    internal sealed record Assigned(ProviderInForce Provider, ISendingChannel Channel, bool IsOffered) : LanePosition;
}

/// <summary>By which provider a lane's messages leave. Not thread-safe: guarded by the lane.</summary>
internal sealed class LaneProvider(TimeProvider clock)
{
    private int _searches;

    public LanePosition Position { get; private set; } = new LanePosition.Unassigned(FailedAt: null);

    public bool IsStopped => Position is LanePosition.Stopped;

    public LanePosition.Assigned? Assigned => Position as LanePosition.Assigned;

    /// <summary>How long it is not searched yet after a fault; null: it may be.</summary>
    public TimeSpan? Rest => Position is LanePosition.Unassigned { FailedAt: { } failed }
        && LaneReading.AfterFault - clock.GetElapsedTime(failed) is { Ticks: > 0 } left ? left : null;

    public void Stop() => Position = new LanePosition.Stopped();

    /// <returns>False: it was not stopped.</returns>
    public bool TryResume()
    {
        if (!IsStopped)
        {
            return false;
        }

        Position = new LanePosition.Unassigned(FailedAt: null);
        return true;
    }

    /// <summary>The settings known so far are not in force any more.</summary>
    public void Forget() => Position = IsStopped ? Position : new LanePosition.Unassigned(FailedAt: null);

    /// <summary>A channel is closed.</summary>
    public void Forget(ISendingChannel closed)
    {
        if (Assigned?.Channel == closed)
        {
            Forget();
        }
    }

    /// <returns>Null: nothing is to be found out.</returns>
    public LanePosition.Searching? BeginSearch()
    {
        if (Position is not LanePosition.Unassigned || Rest is not null)
        {
            return null;
        }

        var search = new LanePosition.Searching(++_searches);
        Position = search;
        return search;
    }

    /// <param name="search">That has ended.</param>
    /// <param name="provider">Null: there is none.</param>
    /// <param name="channel">Of the provider.</param>
    public void Found(LanePosition.Searching search, ProviderInForce? provider, ISendingChannel? channel)
    {
        if (Position == search)
        {
            Position = provider is null || channel is null ? new LanePosition.WithoutProvider() : new LanePosition.Assigned(provider, channel, IsOffered: false);
        }
    }

    /// <param name="search">That has failed.</param>
    public void Fail(LanePosition.Searching search) =>
        Position = Position == search ? new LanePosition.Unassigned(clock.GetTimestamp()) : Position;

    /// <returns>The channel whose ring the lane enters; null: none, or it stands there already.</returns>
    public ISendingChannel? EnterRing()
    {
        if (Assigned is not { IsOffered: false } assigned)
        {
            return null;
        }

        Position = assigned with { IsOffered = true };
        return assigned.Channel;
    }

    public void LeaveRing() => Position = Assigned is { } assigned ? assigned with { IsOffered = false } : Position;
}
