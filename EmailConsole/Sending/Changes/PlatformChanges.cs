using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.SuperTenant;

namespace EmailConsole.Sending.Changes;

/// <summary>Which of the super tenant's providers are others than they were: an edit of one of them leaves the circuits of the others alone. Thread-safe.</summary>
internal sealed class PlatformChanges(ISuperTenantProvider superTenant)
{
    private readonly Lock _gate = new();
    private IReadOnlyDictionary<ProviderId, Guid> _known = Versions(superTenant);

    /// <returns>Those that were added, changed, switched on or off, or removed since the last call.</returns>
    public IReadOnlySet<ProviderId> Find()
    {
        lock (_gate)
        {
            var now = Versions(superTenant);
            var changed = _known.Keys.Concat(now.Keys).Where(id => !_known.TryGetValue(id, out var before) || !now.TryGetValue(id, out var after) || before != after).ToHashSet();
            _known = now;
            return changed;
        }
    }

    private static Dictionary<ProviderId, Guid> Versions(ISuperTenantProvider superTenant) => superTenant.Current.Route.ToDictionary(p => p.Id, p => p.Version);
}
