using System.Collections.Concurrent;
using EmailConsole.Cluster;
using EmailConsole.EmailProviders;
using EmailConsole.Persistence;
using EmailConsole.Sending.Lanes;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Sending.Loading;

/// <summary>
/// Loads a tenant's lane on the node that owns its provider's channel, and takes both where nobody has them; unloads it where it is. What stands for "once among all nodes" are
/// the rows of <see cref="IOwners"/>: a lane is in memory only while this node owns it. Thread-safe.
/// </summary>
internal sealed partial class LaneLoader : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ForOthers = TimeSpan.FromSeconds(3);

    private readonly LaneSet _lanes;
    private readonly ChannelLoader _channels;
    private readonly INode _node;
    private readonly IOwners _owners;
    private readonly INodeCalls _nodes;
    private readonly IEffectiveProvider _providers;
    private readonly IDbContextFactory<EmailConsoleDb> _contexts;
    private readonly TimeProvider _clock;
    private readonly ILogger<LaneLoader> _logger;
    private readonly LaneTurns _turns = new();
    private readonly ConcurrentDictionary<Guid, string> _domains = new();

    // Owned, with a lane or without one, by those who end messages of it
    private readonly ConcurrentDictionary<Guid, int> _borrowed = new();
    private long _changes;

    public LaneLoader(
        LaneSet lanes, ChannelLoader channels, INode node, IOwners owners, INodeCalls nodes, IEffectiveProvider providers,
        IDbContextFactory<EmailConsoleDb> contexts, TimeProvider clock, ILogger<LaneLoader> logger)
    {
        (_lanes, _channels, _node, _owners, _nodes) = (lanes, channels, node, owners, nodes);
        (_providers, _contexts, _clock, _logger) = (providers, contexts, clock, logger);
        lanes.Drained = Drained;
        node.Lost += Lost;
        node.Expired += Expired;
    }

    /// <summary>Of a loaded lane; empty: it is not loaded.</summary>
    public string DomainOf(Guid tenantId) => _domains.GetValueOrDefault(tenantId, "");

    /// <returns>False: there is no such tenant, it is not active, or nobody can load it just now.</returns>
    public async Task<bool> LoadAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        Guid? elsewhere;
        using (await _turns.EnterAsync(tenantId, cancellationToken))
        {
            if (_lanes.Get(tenantId) is { IsStopped: false })
            {
                return true;
            }

            var changes = Interlocked.Read(ref _changes);
            await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
            var tenant = await db.Set<Tenant>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == tenantId, cancellationToken);
            if (tenant is not { IsActive: true })
            {
                return false;
            }

            // Before anything is taken: a lane of a node that is lost meanwhile sends nothing
            var node = _node.Id;
            elsewhere = await _channels.FindHomeAsync(RouteHome.Of(await _providers.FindRouteAsync(tenantId, cancellationToken)), cancellationToken);
            if (elsewhere == node)
            {
                elsewhere = await _owners.TakeAsync(OwnedKind.Lane, tenantId, cancellationToken);
            }

            if (elsewhere == node)
            {
                var isOpen = Open(tenant, node);
                if (Interlocked.Read(ref _changes) == changes)
                {
                    return isOpen;
                }

                // The tenant may have been deactivated since it was read
                _lanes.Get(tenantId)?.Stop();
                elsewhere = null;
            }

            // Taken for somebody who has gone since
            GiveBackUnused(tenantId);
        }

        // Where the lane is still on a node on which it should not be, that one finds it out by this
        return elsewhere is { } other && await _nodes.LoadAsync(other, tenantId, cancellationToken) is { } isLoaded
            ? isLoaded
            : throw ChannelLoader.NotNow();
    }

    /// <summary>Ends when the lane gives nothing more to its channel; what is in flight may still end.</summary>
    public async Task UnloadAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        using (await _turns.EnterAsync(tenantId, cancellationToken))
        {
            if (_lanes.Get(tenantId) is { IsStopped: false } lane)
            {
                Stop(lane);
                return;
            }
        }

        if (await FindOtherAsync(tenantId, cancellationToken) is { } other)
        {
            await _nodes.UnloadAsync(other, tenantId, cancellationToken);
        }
    }

    /// <summary>Unloads a lane of this node, also one that is just being loaded: what was read of its tenant may not hold any more.</summary>
    /// <param name="tenantId">Whose; null: all.</param>
    public void Forget(Guid? tenantId)
    {
        Interlocked.Increment(ref _changes);
        foreach (var lane in tenantId is not { } one ? _lanes.GetAll() : _lanes.Get(one) is { } own ? [own] : [])
        {
            Stop(lane);
        }
    }

    /// <summary>Unloads a lane of this node.</summary>
    /// <returns>Whether messages waited in it.</returns>
    public bool Stop(Lane lane)
    {
        LogUnloaded(DomainOf(lane.TenantId));
        return lane.Stop();
    }

    /// <summary>Lets go of a channel and its lanes, once nothing of them is with a server, for another node to take. Where a server takes long, it stays for now.</summary>
    public async Task ReleaseAsync(ProviderId provider, CancellationToken cancellationToken)
    {
        // Where the super tenant's first goes, its standbys go along: they serve the same lanes
        using var leaving = _channels.Leave(provider);
        var along = provider == ProviderId.FirstOf(TenantDomain.SuperTenantId) ? _channels.ProvidersOf(TenantDomain.SuperTenantId).Where(p => p != provider).ToList() : [];
        var leavingAlong = along.ConvertAll(_channels.Leave);
        try
        {
            foreach (var lane in _lanes.GetAll().Where(lane => lane.Providers is var route && (RouteHome.Of(route) == provider || route.Any(p => p.Id == provider))))
            {
                Stop(lane);
            }

            var start = _clock.GetTimestamp();
            foreach (var one in along.Append(provider))
            {
                while (!await _channels.TryCloseAsync(one, TimeSpan.Zero, cancellationToken))
                {
                    if (_clock.GetElapsedTime(start) >= Patience)
                    {
                        return;
                    }

                    await Task.Delay(Look, _clock, cancellationToken);
                }
            }
        }
        finally
        {
            leavingAlong.ForEach(l => l.Dispose());
        }

        if (!_node.IsDrained)
        {
            // The others first
            await Task.Delay(ForOthers, _clock, cancellationToken);
        }
    }

    /// <summary>
    /// Unloads a lane that is to be on another node. The channels of the tenant's own providers go along: it ends when they are closed, once nothing of
    /// them is with a server.
    /// </summary>
    public async Task MoveAwayAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        _lanes.Get(tenantId)?.Stop();

        // Standbys of the super tenant too, where its first is on another node now
        var platform = _owners.Owns(OwnedKind.Channel, TenantDomain.SuperTenantId) ? [] : _channels.ProvidersOf(TenantDomain.SuperTenantId);
        foreach (var provider in _channels.ProvidersOf(tenantId).Concat(platform))
        {
            using var leaving = _channels.Leave(provider);
            while (!await _channels.TryCloseAsync(provider, TimeSpan.Zero, cancellationToken))
            {
                await Task.Delay(Look, _clock, cancellationToken);
            }
        }
    }

    /// <summary>Gives back lanes that nobody uses: who had one taken may have gone before it came.</summary>
    public async Task GiveBackUnusedAsync()
    {
        foreach (var tenant in _owners.OwnedOf(OwnedKind.Lane).Where(id => _lanes.Get(id) is null))
        {
            await GiveBackAsync(tenant);
        }
    }

    /// <returns>The other node that owns the tenant's lane; null: nobody, or this one.</returns>
    public async Task<Guid?> FindOtherAsync(Guid tenantId, CancellationToken cancellationToken) =>
        await _owners.FindAsync(OwnedKind.Lane, tenantId, cancellationToken) is { } owner && owner != _node.Id ? owner : null;

    /// <summary>Takes the lane for whoever ends messages of it, so that nobody sends them meanwhile.</summary>
    /// <returns>Whether it is here until <see cref="EndBorrowing"/> is called, and the node that has it; null: nobody can have it just now.</returns>
    public async Task<(bool IsHere, Guid? Owner)> BorrowAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        using (await _turns.EnterAsync(tenantId, cancellationToken))
        {
            var node = _node.Id;
            var owner = await _owners.TakeAsync(OwnedKind.Lane, tenantId, cancellationToken);
            if (owner != node)
            {
                return (false, owner);
            }

            _borrowed.AddOrUpdate(tenantId, 1, static (_, count) => count + 1);
            return (true, owner);
        }
    }

    public void EndBorrowing(Guid tenantId)
    {
        if (_borrowed.AddOrUpdate(tenantId, 0, static (_, count) => count - 1) <= 0)
        {
            Drained(tenantId);
        }
    }

    public void Dispose()
    {
        _node.Lost -= Lost;
        _node.Expired -= Expired;
        _turns.Dispose();
    }

    private bool Open(Tenant tenant, Guid node)
    {
        _domains[tenant.Id] = tenant.Domain;
        if (_lanes.Open(tenant.Id, node) is not { } lane)
        {
            return false;
        }

        if (!_owners.Owns(OwnedKind.Lane, tenant.Id))
        {
            // This node was lost in the meantime
            lane.Stop();
            return false;
        }

        LogLoaded(tenant.Domain);
        return true;
    }

    private void Lost(object? sender, EventArgs e) => _lanes.UnloadAll();

    // The channels are gone. Where this node owns them still when the database answers, they are opened again
    private void Expired(object? sender, EventArgs e)
    {
        foreach (var lane in _lanes.GetAll())
        {
            lane.ForgetProvider();
        }
    }

    private void Drained(Guid tenantId) => _ = GiveBackAsync(tenantId);

    private async Task GiveBackAsync(Guid tenantId)
    {
        using (await _turns.EnterAsync(tenantId, CancellationToken.None))
        {
            GiveBackUnused(tenantId);
        }
    }

    // Within the tenant's turn
    private void GiveBackUnused(Guid tenantId)
    {
        if (_lanes.Get(tenantId) is null && _borrowed.GetValueOrDefault(tenantId) <= 0)
        {
            _borrowed.TryRemove(tenantId, out _);
            _domains.TryRemove(tenantId, out _);
            _owners.GiveBack(OwnedKind.Lane, tenantId);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The lane of {Domain} is loaded.")]
    private partial void LogLoaded(string domain);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The lane of {Domain} is unloaded.")]
    private partial void LogUnloaded(string domain);
}
