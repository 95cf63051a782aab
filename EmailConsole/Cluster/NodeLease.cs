using System.Runtime.InteropServices;

namespace EmailConsole.Cluster;

/// <summary>
/// Until when a node may act as an owner: for so long after it sent a beat that was answered. Whoever frees what it owns has seen that beat
/// later than it was sent, and then waits as long. Nobody compares clocks. Thread-safe.
/// </summary>
internal sealed class NodeLease(TimeProvider clock)
{
    /// <summary>How long a beat is good for.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(6);

    /// <summary>Between two beats.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(0.5);

    /// <summary>What must be left of it where something begins: from that look until the bytes are with the system it takes less.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(1.5);

    // A clock that was set back by so much is a clock that cannot be trusted
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private LeaseBeat? _renewed;

    public bool MayBegin => IsLeft(Rest);

    /// <summary>Take it before the beat is sent.</summary>
    public LeaseBeat Now() => new(clock.GetTimestamp(), clock.GetUtcNow());

    /// <param name="sent">The beat that was answered.</param>
    public void Renew(LeaseBeat sent)
    {
        lock (_gate)
        {
            _renewed = sent;
        }
    }

    /// <summary>How long ago that was.</summary>
    public TimeSpan Since(LeaseBeat sent) => clock.GetElapsedTime(sent.Timestamp);

    public void End()
    {
        lock (_gate)
        {
            _renewed = null;
        }
    }

    private bool IsLeft(TimeSpan rest)
    {
        lock (_gate)
        {
            // The time stamp stands still while a virtual machine is suspended; the time of day does not
            return _renewed is { } beat
                && clock.GetElapsedTime(beat.Timestamp) <= Length - rest
                && clock.GetUtcNow() - beat.Time is var passed && passed <= Length - rest && passed >= -Tolerance;
        }
    }
}

/// <summary>The moment at which a beat was sent, by both clocks.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LeaseBeat(long Timestamp, DateTimeOffset Time);

/// <summary>Finds the nodes whose beat stands still, by this node's own stopwatch. Not thread-safe.</summary>
internal sealed class StillBeats(TimeProvider clock)
{
    private readonly Dictionary<Guid, (long Beat, long Since)> _seen = [];

    // Since when the own beats are answered without a gap
    private long? _awakeSince;
    private long _lookedAt;

    /// <summary>The database did not answer: a node may have been alive meanwhile.</summary>
    public void Gap() => _awakeSince = null;

    /// <param name="others">Their beats, as just read.</param>
    /// <returns>Those whose leases are over: a beat of theirs was seen, and no other one for as long as a lease lasts.</returns>
    public IReadOnlyList<(Guid Node, long Beat)> Look(IReadOnlyList<(Guid Node, long Beat)> others)
    {
        var now = clock.GetTimestamp();
        if (_awakeSince is null || clock.GetElapsedTime(_lookedAt, now) > NodeLease.Length / 2)
        {
            // It stood still itself
            _awakeSince = now;
        }

        _lookedAt = now;
        foreach (var gone in _seen.Keys.Except(others.Select(o => o.Node)).ToList())
        {
            _seen.Remove(gone);
        }

        List<(Guid, long)> still = [];
        foreach (var (node, beat) in others)
        {
            if (!_seen.TryGetValue(node, out var seen) || seen.Beat != beat)
            {
                _seen[node] = (beat, now);
            }
            else if (clock.GetElapsedTime(seen.Since, now) >= NodeLease.Length && clock.GetElapsedTime(_awakeSince.Value, now) >= NodeLease.Length)
            {
                still.Add((node, beat));
            }
        }

        return still;
    }
}
