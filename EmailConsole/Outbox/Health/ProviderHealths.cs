using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox.Trends;
using EmailConsole.Tenants;

namespace EmailConsole.Outbox.Health;

/// <summary>What the database knows of the providers that a tenant's mail leaves through; the rest of their health is in memory.</summary>
/// <param name="TenantId">Whose mail.</param>
/// <param name="Route">In order; empty: none is in force.</param>
/// <param name="IsPlatform">Whoever asks runs the super tenant, and so may end its providers' pauses, and read their failures.</param>
/// <param name="Pasts">From the statistics, by provider.</param>
/// <param name="Version">Another one: what is said here may be old.</param>
internal sealed record HealthSight(
    Guid TenantId, IReadOnlyList<RouteProvider> Route, bool IsPlatform, IReadOnlyDictionary<Guid, ProviderPast> Pasts, long Version)
{
    /// <summary>As whoever asks knows: nothing leaves of a tenant that is deactivated.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Whether whoever asks may do so for that provider.</summary>
    public bool MayTry(Guid owner) => IsPlatform || owner == TenantId;
}

/// <summary>
/// The one place where the health of a provider is made: of its channel, from memory, and where that does not know, of the statistics.
/// Who may ask is decided by whoever does.
/// </summary>
internal sealed class ProviderHealths(
    IChannelStates channels, ILaneStates lanes, DeliveryTrends trends, OutboxTally tally, IEnumerable<ITenantRoutes> routes, TimeProvider clock)
    : ITenantHealth, IEmailProviderChanged
{
    /// <summary>A shorter pause that a server asks for is no news.</summary>
    public static readonly TimeSpan Noticed = TimeSpan.FromSeconds(5);

    private const string Unknown = "The email provider cannot be used at present.";

    private long _changes;

    /// <summary>Another one after every commit and every change of a provider; from memory.</summary>
    public long Version => tally.Version + Interlocked.Read(ref _changes);

    public Task ChangedAsync(Guid ownerTenantId, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _changes);
        return Task.CompletedTask;
    }

    /// <param name="tenantIds">Whose mail; of all of them together two questions to the database.</param>
    /// <param name="isPlatform">Whoever asks runs the super tenant, and so may read all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>An entry for each of them.</returns>
    public async Task<IReadOnlyDictionary<Guid, HealthSight>> SeeAsync(
        IReadOnlyCollection<Guid> tenantIds, bool isPlatform, CancellationToken cancellationToken)
    {
        var version = Version;
        var found = await routes.Single().FindRoutesAsync(tenantIds, cancellationToken);
        var pasts = await trends.ProvidersAsync([.. found.Values.SelectMany(r => r).Select(p => p.Id)], cancellationToken);
        return found.ToDictionary(r => r.Key, r => new HealthSight(r.Key, r.Value, isPlatform, pasts, version));
    }

    /// <summary>From memory.</summary>
    public ProviderHealth Of(HealthSight sight) => RouteOf(sight).Of(sight.IsActive);

    /// <summary>What a channel knows of its provider.</summary>
    /// <param name="channel">At this moment; null: there is none.</param>
    /// <param name="tenantId">Whose mail it is about.</param>
    /// <param name="mayTry">Whoever asks may end its pause, and read its failures.</param>
    /// <returns>Null: nothing that hinders mail.</returns>
    public ProviderHealth? Of(ChannelState? channel, Guid tenantId, bool mayTry)
    {
        var now = clock.GetUtcNow();
        ProviderHealth? health = channel switch
        {
            { Circuit: { Until: { } until } circuit } => new ProviderHealth.Paused(
                channel.FailingSince ?? circuit.Since ?? now, until, circuit.Position == CircuitPosition.HalfOpen || until <= now, Words(channel.LastFailure)),
            { FailingSince: { } since } => new ProviderHealth.Failing(since, Words(channel.LastFailure)),
            { ThrottledUntil: { } until } when until - now > Noticed => new ProviderHealth.Slowed(until, Words(channel.LastFailure)),
            _ => null,
        };
        return health is null ? null : health with { MayTry = mayTry, Cure = mayTry ? channel!.LastFailure?.Advice.Cure : null, FailedAt = channel!.FailedAt };

        string Words(DeliveryFailure? failure) => failure is null ? Unknown
            : (mayTry ? null : InheritedFailure.WordsFor(failure, channel.OwnerTenantId, tenantId)) ?? failure.Advice.Cause;
    }

    public async Task<IReadOnlyDictionary<Guid, ProviderHealth>> FindAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken) =>
        (await SeeAsync(tenantIds, isPlatform: true, cancellationToken)).ToDictionary(s => s.Key, s => Of(s.Value));

    public async Task<IReadOnlyList<Guid>> FindNeedingAttentionAsync(CancellationToken cancellationToken)
    {
        var failing = await trends.FindFailingAsync(cancellationToken);
        var all = channels.All();
        var paused = all.Where(c => c.Circuit.Position != CircuitPosition.Closed).Select(c => c.ProviderId).ToHashSet();
        var troubled = failing.Concat(all.Where(c => c.FailingSince is not null).Select(c => c.ProviderId)).Concat(paused).ToHashSet();
        if (troubled.Count == 0)
        {
            return [];
        }

        // A standby that failed when it was last needed hinders nobody's mail. Who has a provider that fails but waits with nothing, as the
        // tenants of a platform that fails, is not among them
        var owners = await routes.Single().FindOwnersOfFirstsAsync(troubled, cancellationToken);
        var waiting = lanes.All().Where(l => l.ProviderId is { } first && owners.ContainsKey(first) && l.Queued + l.Sending > 0);
        return
        [
            .. owners.Select(o => (Id: o.Value, Provider: o.Key)).Concat(waiting.Select(l => (Id: l.TenantId, Provider: l.ProviderId!.Value)))
                .DistinctBy(t => t.Id).OrderByDescending(t => paused.Contains(t.Provider)).ThenByDescending(t => t.Id == owners[t.Provider]).Select(t => t.Id),
        ];
    }

    /// <summary>Before when no attempt of these tenants' mail comes; those without an entry need not wait.</summary>
    public async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> FindPausesAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken)
    {
        var pauses = tenantIds.Count == 0 ? [] : channels.All().Where(c => c.NotBefore is not null).ToDictionary(c => c.ProviderId, c => c.NotBefore!.Value);
        if (pauses.Count == 0)
        {
            // From memory, and nearly always the end of it
            return new Dictionary<Guid, DateTimeOffset>();
        }

        return (await routes.Single().FindRoutesAsync(tenantIds, cancellationToken))
            .Where(r => r.Value.Count > 0 && r.Value.All(p => pauses.ContainsKey(p.Id)))
            .ToDictionary(r => r.Key, r => r.Value.Min(p => pauses[p.Id]));
    }

    private ProviderHealth RouteOf(HealthSight sight)
    {
        if (sight.Route.Count == 0)
        {
            return new ProviderHealth.Missing();
        }

        // Also before the first is paused: what it cannot take goes on at once
        var (first, inForce) = (Of(sight, sight.Route[0]), ProviderHealth.FindInForce(sight.Route, p => Of(sight, p))!);
        return inForce != sight.Route[0] && first.Failure is var (since, cause)
            ? new ProviderHealth.ByStandby(inForce.Name, since, cause) { MayTry = first.MayTry, Cure = first.Cure, FailedAt = first.FailedAt }
            : first;
    }

    private ProviderHealth Of(HealthSight sight, RouteProvider provider)
    {
        var mayTry = sight.MayTry(provider.OwnerTenantId);
        var past = sight.Pasts[provider.Id];
        return Of(channels.Find(provider.Id), sight.TenantId, mayTry)
            ?? (past.Failure is { } failure
                ? new ProviderHealth.Failing(failure.At, mayTry ? failure.Cause ?? Unknown : InheritedFailure.WordsFor(failure.Stage)) { MayTry = mayTry }
                : past.HasWorked ? new ProviderHealth.Works() { MayTry = mayTry } : new ProviderHealth.NothingSent() { MayTry = mayTry });
    }
}
