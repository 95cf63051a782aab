using EmailConsole.EmailProviders;
using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Writing;

namespace EmailConsole.Outbox;

/// <summary>
/// Has a provider, or one message, tried now. Who may handle the tenant's mail is decided by whoever asks; a pause of a provider
/// is ended for its owner alone, because others' mail and its account's sign-ins depend on it.
/// </summary>
internal sealed class RetryNow(
    OutboxWriter writer,
    EmailHistory history,
    IEffectiveProvider providers,
    IChannelStates channels,
    IProviderRetry retry,
    IOutboxLanes lanes,
    TimeProvider clock)
{
    /// <summary>Ends the pause of the provider in force, and makes due what waits for its next try.</summary>
    /// <param name="tenantId">Whose mail.</param>
    /// <param name="isPlatform">Whoever asks runs the super tenant, and so owns its provider.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<RetryOutcome> ProviderAsync(Guid tenantId, bool isPlatform, CancellationToken cancellationToken) =>
        await providers.FindAsync(tenantId, cancellationToken) is { } provider
            ? TryProvider(provider, tenantId, isPlatform)
            : new RetryOutcome.NoProvider();

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

        if (await providers.FindAsync(tenantId, cancellationToken) is not { } provider)
        {
            return new RetryOutcome.NoProvider();
        }

        if (channels.Find(provider.OwnerTenantId)?.IsPaused == true
            && TryProvider(provider, tenantId, isPlatform) is not RetryOutcome.Tried and var notTried)
        {
            return notTried;
        }

        var change = await writer.WriteAsync(new RetryWrite(tenantId, id, clock.GetUtcNow()));
        if (change != EmailChange.Done)
        {
            return new RetryOutcome.Refused(change);
        }

        lanes.Woken(tenantId);
        return new RetryOutcome.Tried();
    }

    private static EmailChange? Refusal(EmailSummary? email) => email switch
    {
        null => EmailChange.NotFound,
        { State: EmailState.Sending } => EmailChange.BeingSent,
        { State: EmailState.Scheduled } => EmailChange.Scheduled,
        _ => email.State.IsWaiting ? null : EmailChange.AlreadyFinished,
    };

    private RetryOutcome TryProvider(ProviderInForce provider, Guid tenantId, bool isPlatform) =>
        provider.OwnerTenantId != tenantId && !isPlatform ? new RetryOutcome.Inherited()
        : retry.TryNow(provider.OwnerTenantId) is { } wait ? new RetryOutcome.TooSoon(wait)
        : new RetryOutcome.Tried();
}
