using EmailConsole.EmailProviders;
using EmailConsole.Outbox.History;

namespace EmailConsole.Outbox;

/// <summary>
/// Has a provider, or one message, tried now. Who may handle the tenant's mail is decided by whoever asks; a pause of a provider
/// is ended for its owner alone, because others' mail and its account's sign-ins depend on it.
/// </summary>
internal sealed class RetryNow(
    IOutboxStore store,
    EmailHistory history,
    IEffectiveProvider providers,
    IChannelStates channels,
    IProviderRetry retry,
    IOutboxLanes lanes)
{
    /// <summary>Ends the pause of the provider in force, and makes due what waits for its next try.</summary>
    /// <param name="tenantId">Whose mail.</param>
    /// <param name="isPlatform">Whoever asks runs the super tenant, and so owns its provider.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<RetryOutcome> ProviderAsync(Guid tenantId, bool isPlatform, CancellationToken cancellationToken) =>
        await providers.ResolveAsync(tenantId, cancellationToken) switch
        {
            ProviderResolution.InForce inForce => TryProvider(inForce.Provider, tenantId, isPlatform),
            var none => WithoutProvider(none),
        };

    /// <summary>Makes one message due that waits for its next try; where its provider pauses, that is tried too.</summary>
    /// <inheritdoc cref="ProviderAsync"/>
    /// <exception cref="OutboxUnavailableException">Nothing was changed.</exception>
    public async Task<RetryOutcome> EmailAsync(Guid tenantId, Guid id, bool isPlatform, CancellationToken cancellationToken)
    {
        var email = (await history.ReadAsync(tenantId, [id], cancellationToken)).SingleOrDefault();
        if (Refusal(email) is { } refusal)
        {
            return new RetryOutcome.Refused(refusal);
        }

        var resolution = await providers.ResolveAsync(tenantId, cancellationToken);
        if (resolution is not ProviderResolution.InForce { Provider: var provider, Route: var route })
        {
            return WithoutProvider(resolution);
        }

        if (IsPaused(route) && TryProvider(provider, tenantId, isPlatform) is not RetryOutcome.Tried and var notTried)
        {
            return notTried;
        }

        var change = (await store.RetryAsync(tenantId, [id]))[0];
        if (change != EmailChange.Done)
        {
            return new RetryOutcome.Refused(change);
        }

        lanes.WorkAvailable(tenantId);
        return new RetryOutcome.Tried();
    }

    /// <summary>
    /// Makes messages of a tenant due that wait for their next try, in one step of a walk over many; where their provider pauses, that is
    /// tried too, once a walk.
    /// </summary>
    /// <param name="tenantId">Whose mail.</param>
    /// <param name="ids">The messages.</param>
    /// <param name="isPlatform">Whoever asks runs the super tenant, and so owns its provider.</param>
    /// <param name="tried">Whose providers were tried within the walk, and what came of it; filled.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>
    /// One for each of the messages where they were tried; empty: why they could not be is in <paramref name="tried"/>, under the
    /// tenant whose provider it is, or under <paramref name="tenantId"/> where there is none.
    /// </returns>
    /// <exception cref="OutboxUnavailableException">Nothing was changed.</exception>
    public async Task<IReadOnlyList<EmailChange>> StepAsync(
        Guid tenantId, IReadOnlyList<Guid> ids, bool isPlatform, IDictionary<Guid, RetryOutcome> tried, CancellationToken cancellationToken)
    {
        var resolution = await providers.ResolveAsync(tenantId, cancellationToken);
        if (resolution is not ProviderResolution.InForce { Provider: var provider, Route: var route })
        {
            tried[tenantId] = WithoutProvider(resolution);
            return [];
        }

        var owner = provider.OwnerTenantId;
        if (IsPaused(route) && !tried.ContainsKey(owner))
        {
            tried[owner] = TryProvider(provider, tenantId, isPlatform);
        }

        if (tried.TryGetValue(owner, out var outcome) && outcome is not RetryOutcome.Tried)
        {
            return [];
        }

        var changes = await store.RetryAsync(tenantId, ids);
        if (changes.Contains(EmailChange.Done))
        {
            lanes.WorkAvailable(tenantId);
        }

        return changes;
    }

    // One that is not takes what is tried
    private bool IsPaused(IReadOnlyList<ProviderInForce> route) => route.All(p => channels.Find(p.Id.Value)?.IsPaused == true);

    private static EmailChange? Refusal(EmailSummary? email) => email switch
    {
        null => EmailChange.NotFound,
        { State: EmailState.Sending } => EmailChange.BeingSent,
        { State: EmailState.Scheduled } => EmailChange.Scheduled,
        _ => email.State.IsWaiting ? null : EmailChange.AlreadyFinished,
    };

    private static RetryOutcome WithoutProvider(ProviderResolution resolution) => resolution switch
    {
        ProviderResolution.BeingReplaced replaced => new RetryOutcome.BeingReplaced(replaced.Until),
        ProviderResolution.NotPermitted refused => new RetryOutcome.NotPermitted(refused.Reason),
        _ => new RetryOutcome.NoProvider(),
    };

    private RetryOutcome TryProvider(ProviderInForce provider, Guid tenantId, bool isPlatform) =>
        provider.OwnerTenantId != tenantId && !isPlatform ? new RetryOutcome.Inherited()
        : retry.TryNow(provider.OwnerTenantId) is { } wait ? new RetryOutcome.TooSoon(wait)
        : new RetryOutcome.Tried();
}
