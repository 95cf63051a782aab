using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox.Trends;
using EmailConsole.Tenants;

namespace EmailConsole.Outbox.Health;

/// <summary>What the database knows of the provider that a tenant's mail leaves through; the rest of its health is in memory.</summary>
/// <param name="TenantId">Whose mail.</param>
/// <param name="Owner">Whose provider; null: none is in force.</param>
/// <param name="MayTry">Whoever asks may end its pause, and read its failures.</param>
/// <param name="Past">From the statistics.</param>
/// <param name="Version">Another one: what is said here may be old.</param>
internal sealed record HealthSight(Guid TenantId, Guid? Owner, bool MayTry, ProviderPast Past, long Version)
{
    /// <summary>As whoever asks knows: nothing leaves of a tenant that is deactivated.</summary>
    public bool IsActive { get; init; } = true;
}

/// <summary>
/// The one place where the health of a provider is made: of its channel, from memory, and where that does not know, of the statistics.
/// Who may ask is decided by whoever does.
/// </summary>
internal sealed class ProviderHealths(
    IChannelStates channels, ILaneStates lanes, DeliveryTrends trends, OutboxTally tally, IEnumerable<ITenantProviderSummary> providers, TimeProvider clock)
    : ITenantHealth, IEmailProviderChanged
{
    /// <summary>A shorter pause that a server asks for is no news.</summary>
    public static readonly TimeSpan Noticed = TimeSpan.FromSeconds(5);

    private const string Unknown = "The email provider cannot be used at present.";

    private static readonly ProviderPast NoPast = new(HasWorked: false, null);

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
        var owners = await OwnersAsync(tenantIds, cancellationToken);
        var pasts = await trends.ProvidersAsync([.. owners.Values.OfType<Guid>()], cancellationToken);
        return owners.ToDictionary(o => o.Key, o => new HealthSight(
            o.Key, o.Value, isPlatform || o.Value == o.Key, o.Value is { } owner ? pasts[owner] : NoPast, version));
    }

    /// <summary>From memory.</summary>
    public ProviderHealth Of(HealthSight sight) =>
        (sight.Owner is { } owner ? Of(sight, owner, channels.Find(owner)) : new ProviderHealth.Missing()).Of(sight.IsActive);

    public async Task<IReadOnlyDictionary<Guid, ProviderHealth>> FindAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken) =>
        (await SeeAsync(tenantIds, isPlatform: true, cancellationToken)).ToDictionary(s => s.Key, s => Of(s.Value));

    public async Task<IReadOnlyList<Guid>> FindNeedingAttentionAsync(CancellationToken cancellationToken)
    {
        var failing = await trends.FindFailingAsync(cancellationToken);
        var all = channels.All();
        var paused = all.Where(c => c.Circuit.Position != CircuitPosition.Closed).Select(c => c.OwnerTenantId).ToHashSet();
        var owners = failing.Concat(all.Where(c => c.FailingSince is not null).Select(c => c.OwnerTenantId)).Concat(paused).ToHashSet();
        if (owners.Count == 0)
        {
            return [];
        }

        // Who has a provider that fails but waits with nothing, as the tenants of a platform that fails, is not among them
        var waiting = lanes.All().Where(l => l.ChannelOwner is { } owner && owners.Contains(owner) && l.Queued + l.Sending > 0);
        return
        [
            .. owners.Select(id => (Id: id, Owner: id)).Concat(waiting.Select(l => (Id: l.TenantId, Owner: l.ChannelOwner!.Value)))
                .DistinctBy(t => t.Id).OrderByDescending(t => paused.Contains(t.Owner)).ThenByDescending(t => t.Id == t.Owner).Select(t => t.Id),
        ];
    }

    /// <summary>Before when no attempt of these tenants' mail comes; those without an entry need not wait.</summary>
    public async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> FindPausesAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken)
    {
        Dictionary<Guid, DateTimeOffset> pauses = [];
        if (tenantIds.Count == 0)
        {
            return pauses;
        }

        // Mail of an owner one of whose providers can be used waits for none of the others
        foreach (var route in channels.All().GroupBy(c => c.OwnerTenantId).Where(route => route.All(c => c.NotBefore is not null)))
        {
            pauses[route.Key] = route.Min(c => c.NotBefore!.Value);
        }

        // From memory, and nearly always the end of it
        return pauses.Count == 0
            ? pauses
            : (await OwnersAsync(tenantIds, cancellationToken)).Where(o => o.Value is { } owner && pauses.ContainsKey(owner))
                .ToDictionary(o => o.Key, o => pauses[o.Value!.Value]);
    }

    private ProviderHealth Of(HealthSight sight, Guid owner, ChannelState? found)
    {
        var now = clock.GetUtcNow();
        ProviderHealth health = found switch
        {
            { Circuit: { Until: { } until } circuit } channel => new ProviderHealth.Paused(
                channel.FailingSince ?? circuit.Since ?? now, until, circuit.Position == CircuitPosition.HalfOpen || until <= now, Words(channel.LastFailure)),
            { ThrottledUntil: { } until } channel when until - now > Noticed => new ProviderHealth.Slowed(until, Words(channel.LastFailure)),
            { FailingSince: { } since } channel => new ProviderHealth.Failing(since, Words(channel.LastFailure)),
            _ when sight.Past.Failure is { } failure => new ProviderHealth.Failing(
                failure.At, sight.MayTry ? failure.Cause ?? Unknown : InheritedFailure.WordsFor(failure.Stage)),
            _ => sight.Past.HasWorked ? new ProviderHealth.Works() : new ProviderHealth.NothingSent(),
        };
        return health with { MayTry = sight.MayTry, Cure = sight.MayTry ? found?.LastFailure?.Advice.Cure : null };

        string Words(DeliveryFailure? failure) => failure is null ? Unknown
            : (sight.MayTry ? null : InheritedFailure.WordsFor(failure, owner, sight.TenantId)) ?? failure.Advice.Cause;
    }

    private async Task<IReadOnlyDictionary<Guid, Guid?>> OwnersAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken) =>
        (await providers.Single().FindAsync(tenantIds, cancellationToken)).ToDictionary(p => p.Key, p => p.Value switch
        {
            TenantProvider.Own => p.Key,
            TenantProvider.OwnSender or TenantProvider.SuperTenant => TenantDomain.SuperTenantId,
            _ => (Guid?)null,
        });
}
