using EmailConsole.EmailProviders;

namespace EmailConsole.Sending.Channels;

/// <summary>The lanes that have something for a channel, which have their turns one after the other. Not thread-safe.</summary>
internal sealed class LaneRing
{
    private readonly Queue<ISendingLane> _lanes = new();

    public bool IsEmpty => _lanes.Count == 0;

    /// <summary>Where it stands in the ring already, by its former settings, it has one turn and not two.</summary>
    public void Enter(ISendingLane lane)
    {
        if (!_lanes.Contains(lane))
        {
            _lanes.Enqueue(lane);
        }
    }

    public List<ISendingLane> ToList() => [.. _lanes];

    /// <param name="provider">The channel's.</param>
    /// <param name="lane">Whose message it is.</param>
    /// <returns>Null: none of them has anything, and all have left.</returns>
    public Dispatch? Take(ProviderId provider, out ISendingLane? lane)
    {
        while (_lanes.TryDequeue(out lane))
        {
            if (lane.TryTake(provider) is { } dispatch)
            {
                if (dispatch.HasMore)
                {
                    _lanes.Enqueue(lane);
                }

                return dispatch;
            }
        }

        return null;
    }
}
