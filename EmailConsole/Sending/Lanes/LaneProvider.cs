using EmailConsole.Outbox;

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

    /// <param name="Route">By which its messages leave.</param>
    internal sealed record Assigned(LaneRoute Route) : LanePosition;
}

/// <summary>By which providers a lane's messages leave. Not thread-safe: guarded by the lane.</summary>
internal sealed class LaneProvider(TimeProvider clock)
{
    private int _searches;

    public LanePosition Position { get; private set; } = new LanePosition.Unassigned(FailedAt: null);

    public bool IsStopped => Position is LanePosition.Stopped;

    public LaneRoute? Route => (Position as LanePosition.Assigned)?.Route;

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
        if (Route?.Stops.Any(s => s.Channel == closed) == true)
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
    /// <param name="route">Null: there is none.</param>
    public void Found(LanePosition.Searching search, LaneRoute? route)
    {
        if (Position == search)
        {
            Position = route is null ? new LanePosition.WithoutProvider() : new LanePosition.Assigned(route);
        }
    }

    /// <param name="search">That has failed.</param>
    public void Fail(LanePosition.Searching search) =>
        Position = Position == search ? new LanePosition.Unassigned(clock.GetTimestamp()) : Position;

    /// <param name="ready">The lane's messages.</param>
    /// <returns>The channels whose rings the lane enters: those that may have one of them, and where it does not stand already.</returns>
    public IReadOnlyList<ISendingChannel> EnterRings(IEnumerable<WaitingEmail> ready)
    {
        if (Route is not { } route || route.Stops.All(s => s.IsOffered))
        {
            return [];
        }

        List<ISendingChannel> entered = [];
        foreach (var stop in route.HasStandby ? route.For(ready) : route.Stops)
        {
            if (!stop.IsOffered)
            {
                stop.IsOffered = true;
                entered.Add(stop.Channel);
            }
        }

        return entered;
    }
}
