namespace EmailConsole.Cluster;

/// <summary>The only process on its database, which a lock sees to: nothing is anybody else's.</summary>
internal sealed class SoleNode(TimeProvider clock) : INode, IOwners, INews, IClusterChanges
{
    private static readonly Task<IReadOnlyDictionary<Guid, Guid>> Nobody =
        Task.FromResult<IReadOnlyDictionary<Guid, Guid>>(new Dictionary<Guid, Guid>());

    private readonly NodeState _state = new(Guid.Empty, Environment.MachineName, NodeName.Version, clock.GetUtcNow(), null, false, 0, null, clock.GetUtcNow());

    public event EventHandler? Lost
    {
        add { }
        remove { }
    }

    public event EventHandler? Lapsed
    {
        add { }
        remove { }
    }

    public event EventHandler? Expired
    {
        add { }
        remove { }
    }

    public Guid Id => _state.Id;

    public bool MayBegin => true;

    public bool IsDrained => false;

    public NodeTrouble? LastTrouble => null;

    public IReadOnlyList<NodeState> All => [_state with { SeenAt = clock.GetUtcNow() }];

    public bool Owns(OwnedKind kind, Guid key) => true;

    public Task<Guid?> TakeAsync(OwnedKind kind, Guid key, CancellationToken cancellationToken) => Task.FromResult<Guid?>(Id);

    public Task<Guid?> FindAsync(OwnedKind kind, Guid key, CancellationToken cancellationToken) => Task.FromResult<Guid?>(Id);

    public Task<IReadOnlyDictionary<Guid, Guid>> FindOthersAsync(OwnedKind kind, CancellationToken cancellationToken) => Nobody;

    public void GiveBack(OwnedKind kind, Guid key)
    {
    }

    public IReadOnlyList<Guid> OwnedOf(OwnedKind kind) => [];

    public Task TellAsync(string topic, string text, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<bool> EverywhereAsync(CancellationToken cancellationToken) => Task.FromResult(true);
}
