namespace EmailConsole.Tenants;

/// <summary>How the email provider fares that a tenant's mail leaves through, as whoever asks may read it. A closed list.</summary>
public abstract record ProviderHealth
{
    private ProviderHealth()
    {
    }

    /// <summary>Whoever asks may have it tried at once: the provider is theirs.</summary>
    public bool MayTry { get; init; }

    /// <summary>What to do about the cause (<c>DeliveryAdvice.Cure</c>), for those whose provider it is; null: nothing better is known than the cause.</summary>
    public string? Cure { get; init; }

    /// <summary>When it was last tried and failed; null: it did not, or that is not known.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>Somebody has to do something about it: mail waits, or leaves by a standby alone.</summary>
    public bool NeedsAttention => this is Paused or Failing or ByStandby;

    /// <summary>Since when it fails, and why; null: it does not, or is another matter.</summary>
    public (DateTimeOffset Since, string Cause)? Failure => this switch
    {
        Paused paused => (paused.Since, paused.Cause),
        Failing failing => (failing.Since, failing.Cause),
        ByStandby standby => (standby.Since, standby.Cause),
        _ => null,
    };

    /// <summary>By which of a route mail leaves now: the first that did what it was asked for last, else the first that is not paused.</summary>
    /// <param name="route">In order.</param>
    /// <param name="health">Null: nothing is known of it.</param>
    /// <returns>Null: there is none. Where all are paused, the first.</returns>
    public static T? FindInForce<T>(IReadOnlyList<T> route, Func<T, ProviderHealth?> health)
        where T : class =>
        route.FirstOrDefault(p => health(p)?.Failure is null) ?? route.FirstOrDefault(p => health(p) is not Paused)
        ?? (route.Count > 0 ? route[0] : null);

    /// <summary>The same, of a tenant of which it is known whether it is active. What needs attention stays.</summary>
    public ProviderHealth Of(bool isActive) => isActive || NeedsAttention ? this : new Inactive();

    /// <summary>The tenant is deactivated: nothing leaves, however its provider fares.</summary>
    public sealed record Inactive : ProviderHealth;

    /// <summary>Nothing is in force that mail could leave through.</summary>
    public sealed record Missing : ProviderHealth;

    /// <summary>Nothing has left through it yet.</summary>
    public sealed record NothingSent : ProviderHealth;

    /// <summary>The last that its server was asked for, it did.</summary>
    public sealed record Works : ProviderHealth;

    /// <summary>Its server asked for less: nothing sets out for a while.</summary>
    /// <param name="Until">When the next message leaves.</param>
    /// <param name="Cause">Why.</param>
    public sealed record Slowed(DateTimeOffset Until, string Cause) : ProviderHealth;

    /// <summary>It failed repeatedly: nothing is sent for a while, then one message tries.</summary>
    /// <param name="Since">Since when it fails.</param>
    /// <param name="Until">When the next message tries.</param>
    /// <param name="IsTrying">The pause is over: the next message tries.</param>
    /// <param name="Cause">Why.</param>
    public sealed record Paused(DateTimeOffset Since, DateTimeOffset Until, bool IsTrying, string Cause) : ProviderHealth;

    /// <summary>The first of the route fails, and mail leaves by one behind it.</summary>
    /// <param name="Name">What that one is called.</param>
    /// <param name="Since">Since when the first fails.</param>
    /// <param name="Cause">Why.</param>
    public sealed record ByStandby(string Name, DateTimeOffset Since, string Cause) : ProviderHealth;

    /// <summary>It failed, and has taken nothing since; messages are still tried.</summary>
    /// <param name="Since">Since when.</param>
    /// <param name="Cause">Why.</param>
    public sealed record Failing(DateTimeOffset Since, string Cause) : ProviderHealth;
}

/// <summary>The health of the provider of a tenant's mail, for the parts of a page.</summary>
/// <param name="Domain">Of the tenant of the page: what is still shown of another one passes it over.</param>
/// <param name="Health">As whoever looks may read it.</param>
public sealed record TenantHealth(string Domain, ProviderHealth Health);

/// <summary>Tells how the tenants' providers fare, to those who manage tenants. The room that sends implements it.</summary>
public interface ITenantHealth
{
    /// <param name="tenantIds">At most 100.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>An entry for each of them.</returns>
    Task<IReadOnlyDictionary<Guid, ProviderHealth>> FindAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken);

    /// <summary>The tenants whose provider, or whose waiting mail's provider, needs attention.</summary>
    /// <returns>The worst first; of those whose provider is known to fail from the statistics alone at most <see cref="TenantRanks.Most"/>.</returns>
    Task<IReadOnlyList<Guid>> FindNeedingAttentionAsync(CancellationToken cancellationToken);
}
