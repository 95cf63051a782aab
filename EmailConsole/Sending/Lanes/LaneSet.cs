using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using Microsoft.Extensions.Options;

namespace EmailConsole.Sending.Lanes;

/// <summary>The lanes of this process, by tenant: those that are loaded, and those that still have a message in flight.</summary>
internal sealed class LaneSet(
    IOutboxStore outbox,
    IEffectiveProvider providers,
    IChannelActivation channels,
    LaneMemory memory,
    WithdrawnEmails withdrawn,
    LanesElsewhere elsewhere,
    IOptions<OutboxOptions> options,
    TimeProvider clock,
    ILogger<Lane> logger) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Lane> _lanes = [];
    private TaskCompletionSource? _stopping;
    private readonly LaneParts _parts = new(outbox, providers, channels, memory, withdrawn, elsewhere.Add, options.Value.SwitchAfter, clock, logger);

    /// <summary>One is unloaded, and nothing of it is in flight any more. Must be quick.</summary>
    public Action<Guid> Drained { get; set; } = static _ => { };

    /// <summary>Loads a tenant's lane, or finds it loaded.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="node">As which node it is owned.</param>
    /// <returns>Null: the console stops.</returns>
    public Lane? Open(Guid tenantId, Guid node)
    {
        Lane? lane;
        lock (_gate)
        {
            if (_stopping is not null)
            {
                return null;
            }

            if (_lanes.TryGetValue(tenantId, out lane))
            {
                lane.Resume(node);
                return lane;
            }

            _lanes[tenantId] = lane = new Lane(tenantId, node, _parts, Remove);
        }

        lane.Start();
        return lane;
    }

    /// <summary>Also one that is being unloaded.</summary>
    public Lane? Get(Guid tenantId)
    {
        lock (_gate)
        {
            return _lanes.GetValueOrDefault(tenantId);
        }
    }

    /// <summary>Also those being unloaded.</summary>
    public IReadOnlyList<Lane> GetAll()
    {
        lock (_gate)
        {
            return [.. _lanes.Values];
        }
    }

    /// <summary>They are not this node's any more.</summary>
    public void UnloadAll()
    {
        foreach (var lane in GetAll())
        {
            lane.Stop();
        }
    }

    /// <summary>Stops all for good. Ends when nothing is in flight any more.</summary>
    public Task StopAllAsync()
    {
        TaskCompletionSource stopping;
        lock (_gate)
        {
            stopping = _stopping ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        UnloadAll();
        EndIfEmpty();
        return stopping.Task;
    }

    public LaneState? Find(Guid tenantId) => Get(tenantId) is { IsStopped: false } lane ? lane.State() : null;

    public IReadOnlyCollection<LaneState> All() => [.. GetAll().Where(lane => !lane.IsStopped).Select(lane => lane.State())];

    public void Dispose()
    {
        foreach (var lane in GetAll())
        {
            lane.Dispose();
        }
    }

    private void Remove(Lane lane)
    {
        var isGone = false;
        lock (_gate)
        {
            if (lane.IsDrained && _lanes.GetValueOrDefault(lane.TenantId) == lane)
            {
                isGone = _lanes.Remove(lane.TenantId);
                lane.Dispose();
            }
        }

        if (isGone)
        {
            Drained(lane.TenantId);
        }

        EndIfEmpty();
    }

    private void EndIfEmpty()
    {
        lock (_gate)
        {
            if (_lanes.Count == 0)
            {
                _stopping?.TrySetResult();
            }
        }
    }
}
