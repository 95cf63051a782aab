namespace EmailConsole.EmailProviders;

/// <summary>Mail of a tenant that waits, as far as its From matters to the choice of a provider. A room above answers.</summary>
public interface IWaitingMail
{
    /// <summary>What programs have handed over by SMTP, and what none of some providers would send, since it says that it is from somebody else.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="own">The From Addresses by which it leaves now: what is from one of them was not handed over as from another sender.</param>
    /// <param name="route">By which it would leave then.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<StrandedMail> FindStrandedAsync(
        Guid tenantId, IReadOnlyCollection<string> own, IReadOnlyList<ProviderInForce> route, CancellationToken cancellationToken);
}

/// <summary>Mail that would wait for another provider than the next.</summary>
/// <param name="Count">Messages.</param>
/// <param name="From">Whom most of them are from; a few.</param>
/// <param name="HasMore">There are others.</param>
/// <param name="IsForbidden">Some are from other senders, for whom the super tenant's server does not send.</param>
public sealed record StrandedMail(long Count, IReadOnlyList<string> From, bool HasMore, bool IsForbidden)
{
    public static StrandedMail None { get; } = new(0, [], false, false);
}
