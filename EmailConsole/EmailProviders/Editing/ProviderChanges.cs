using EmailConsole.Cluster;
using EmailConsole.Deployment;
using EmailConsole.Persistence;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>
/// Tells everybody who keeps connections, tokens or a view of a provider that it changed: once for each version, whoever brings it first, the one who
/// has stored it or the database. A channel that is told twice would forget what it has learned of the new server. Thread-safe.
/// </summary>
internal sealed partial class ProviderChanges(Listeners<IEmailProviderChanged> listeners, TimeProvider time, ILogger<ProviderChanges> logger) : IDisposable
{
    // Whoever is forgotten is told twice at worst
    private const int Capacity = 10_000;

    // Versions of one tenant: the rows of a transaction come one by one from the database
    private const int Remembered = 2 * RouteRows.Most;

    private readonly Lock _gate = new();
    private readonly BoundedCache<Guid, Telling> _told = new(Capacity, time);
    private readonly Subscribers<ProviderChange> _pages = new();

    /// <summary>For open pages, until disposed.</summary>
    /// <param name="changed">Must not take long.</param>
    public IDisposable Subscribe(Action<ProviderChange> changed) => _pages.Add(changed);

    /// <summary>Called after the commit.</summary>
    /// <param name="ownerTenantId">Whose provider it is.</param>
    /// <param name="version">Of the row that is stored now; null: there is none.</param>
    public Task TellAsync(Guid ownerTenantId, Guid? version = null) => TellAsync(ownerTenantId, version, version is { } one ? [one] : []);

    /// <summary>Called after a commit of several rows at once.</summary>
    /// <param name="ownerTenantId">Whose providers they are.</param>
    /// <param name="versions">Of the rows that are stored now; empty: there is none any more.</param>
    public Task TellAsync(Guid ownerTenantId, IReadOnlyList<Guid> versions) => TellAsync(ownerTenantId, versions.Count > 0 ? versions[^1] : null, versions);

    private Task TellAsync(Guid ownerTenantId, Guid? version, IReadOnlyList<Guid> versions)
    {
        Task told;
        lock (_gate)
        {
            _told.TryGet(ownerTenantId, out var last);
            if (last is not null && (last.Version == version || (version is { } one && last.Recent.Contains(one))))
            {
                return last.Told;
            }

            // Each on a thread of its own
            told = TellListenersAsync(ownerTenantId);
            _told.Set(ownerTenantId, new Telling(version, [.. versions, .. (last?.Recent ?? []).Take(Remembered)], told));
        }

        _pages.Tell(new ProviderChange(ownerTenantId, version), LogPageNotTold);
        return told;
    }

    /// <summary>Any of them may have changed.</summary>
    public Task TellAllAsync()
    {
        _told.Clear();
        _pages.Tell(ProviderChange.Any, LogPageNotTold);
        return TellListenersAsync(TenantDomain.SuperTenantId);
    }

    public void Dispose() => _told.Dispose();

    private Task TellListenersAsync(Guid owner) => listeners.TellAsync(owner, (listener, token) => listener.ChangedAsync(owner, token));

    [LoggerMessage(LogLevel.Error, "An open page was not told that its email provider changed")]
    private partial void LogPageNotTold(Exception exception);

    /// <param name="Version">The last one.</param>
    /// <param name="Recent">Versions that were told.</param>
    /// <param name="Told">When the last telling ends.</param>
    private sealed record Telling(Guid? Version, IReadOnlyList<Guid> Recent, Task Told);
}

/// <param name="TenantId">Whose provider was stored or removed; null: perhaps anybody's.</param>
/// <param name="Version">Of the row that is stored now; null: there is none.</param>
internal sealed record ProviderChange(Guid? TenantId, Guid? Version)
{
    /// <summary>No page shows that version.</summary>
    public static ProviderChange Any { get; } = new(null, Guid.Empty);
}

/// <summary>Has a provider that another node, or somebody at the database, has changed told here.</summary>
internal sealed class ProviderEvents(ProviderChanges changes, ReplacementWatch watch) : IClusterEventListener
{
    public async Task ChangedAsync(ClusterEvent change, CancellationToken cancellationToken)
    {
        if (change == ClusterEvent.Everything)
        {
            watch.LookAgain();
            await changes.TellAllAsync().WaitAsync(cancellationToken);
        }
        else if (change.Kind == ClusterEvent.Provider)
        {
            // It may be one that was removed, and the node that waits for what replaces it may be gone before that comes
            watch.LookAgain();
            await changes.TellAsync(change.Key, Guid.TryParse(change.State, out var version) ? version : null).WaitAsync(cancellationToken);
        }
    }
}
