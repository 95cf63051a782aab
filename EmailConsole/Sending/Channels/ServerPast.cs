using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Outbox.Trends;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Sending.Channels;

/// <summary>Says of a failed attempt what follows from the provider having worked before.</summary>
internal interface IServerPast
{
    /// <returns>The same outcome, with another advice where the server took mail before and no connection comes about now.</returns>
    Task<DeliveryOutcome> AdviseAsync(DeliveryOutcome outcome, ProviderInForce provider, CancellationToken cancellationToken);
}

/// <summary>
/// Asks the statistics, at such a failure alone: they outlive channel and process. Attempts are recorded with what is said here, and pages,
/// notices and webhooks show that; a test email of settings is another matter and does not come by here.
/// </summary>
internal sealed partial class ServerPast(
    DeliveryTrends trends, ISuperTenantProvider platform, IDbContextFactory<EmailConsoleDb> contexts, TimeProvider clock, ILogger<ServerPast> logger) : IServerPast
{
    /// <summary>Words are not worth a longer wait of what is to be recorded.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<DeliveryOutcome> AdviseAsync(DeliveryOutcome outcome, ProviderInForce provider, CancellationToken cancellationToken)
    {
        if (outcome is not DeliveryOutcome.Failed { Failure: var failure } failed || !ReachedBefore.IsAbout(failure, provider.Settings))
        {
            return outcome;
        }

        try
        {
            return await FindAsync(provider, cancellationToken).WaitAsync(Patience, clock, cancellationToken) is var (takenAt, areSame)
                ? failed with { Failure = ReachedBefore.Advise(failure, provider.Settings, takenAt, areSame, clock.GetUtcNow()) }
                : outcome;
        }
        catch (Exception e)
        {
            // The attempt has to be recorded whatever is known of the past, also where the console stops
            if (!cancellationToken.IsCancellationRequested)
            {
                LogNotRead(logger, e, provider.Id.Value);
            }

            return outcome;
        }
    }

    /// <returns>When the server last took mail, and whether certainly by these settings; null: never, or by others.</returns>
    private async Task<(DateTimeOffset TakenAt, bool AreSame)?> FindAsync(ProviderInForce provider, CancellationToken cancellationToken)
    {
        if ((await trends.LatestThroughAsync(provider.OwnerTenantId, [provider.Id.Value], cancellationToken)).Success?.At is not { } takenAt)
        {
            return null;
        }

        if (provider.Origin == ProviderOrigin.SuperTenant)
        {
            // What the file said before this process read it is not known
            return (takenAt, platform.Current.InForceSince < takenAt);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var changedAt = await db.Set<EmailProvider>().Where(p => p.Id == provider.Id.Value).Select(p => (DateTimeOffset?)p.UpdatedAt).SingleOrDefaultAsync(cancellationToken);
        return changedAt > takenAt ? null : (takenAt, changedAt is not null);
    }

    [LoggerMessage(LogLevel.Warning, "When the server of the email provider {Id} last took mail could not be read; what is said of its failure is general")]
    private static partial void LogNotRead(ILogger logger, Exception exception, Guid id);
}
