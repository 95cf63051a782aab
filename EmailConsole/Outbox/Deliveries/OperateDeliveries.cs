using System.Security.Claims;
using EmailConsole.Outbox.History;

namespace EmailConsole.Outbox.Deliveries;

/// <summary>Cancels, resends and retries one message for a person, and has their provider tried; both roles.</summary>
internal sealed partial class OperateDeliveries(
    DeliveriesAccess access, EmailHistory history, ChangeEmails changes, RetryNow retry, ILogger<OperateDeliveries> logger)
{
    /// <returns><see cref="EmailChange.NotFound"/> also where whoever asks may not.</returns>
    /// <exception cref="OutboxUnavailableException">Nothing was changed.</exception>
    public async Task<EmailChange> CancelAsync(ClaimsPrincipal person, string domain, bool isAcross, Guid id, CancellationToken cancellationToken)
    {
        if (await FindAsync(person, domain, isAcross, id, cancellationToken) is not { } found)
        {
            return EmailChange.NotFound;
        }

        var change = (await changes.CancelAsync(found.TenantId, [id], cancellationToken)).Single();
        LogCancel(found.Scope.Actor.AccountId, id, change);
        return change;
    }

    /// <inheritdoc cref="CancelAsync"/>
    public async Task<EmailChange> ResendAsync(ClaimsPrincipal person, string domain, bool isAcross, Guid id, CancellationToken cancellationToken)
    {
        if (await FindAsync(person, domain, isAcross, id, cancellationToken) is not { } found)
        {
            return EmailChange.NotFound;
        }

        var change = (await changes.ResendAsync(found.TenantId, [id])).Single();
        LogResend(found.Scope.Actor.AccountId, id, change);
        return change;
    }

    /// <exception cref="OutboxUnavailableException">Nothing was changed.</exception>
    public async Task<RetryOutcome> RetryAsync(ClaimsPrincipal person, string domain, bool isAcross, Guid id, CancellationToken cancellationToken)
    {
        if (await FindAsync(person, domain, isAcross, id, cancellationToken) is not { } found)
        {
            return new RetryOutcome.Refused(EmailChange.NotFound);
        }

        var outcome = await retry.EmailAsync(found.TenantId, id, found.Scope.Actor.IsPlatformAdministrator, cancellationToken);
        LogRetry(found.Scope.Actor.AccountId, id, outcome);
        return outcome;
    }

    /// <summary>Ends the pause of the provider in force for the tenant of the page.</summary>
    public async Task<RetryOutcome> TryProviderAsync(ClaimsPrincipal person, string domain, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(person, domain, isAcross: false, cancellationToken) is not { } scope)
        {
            return new RetryOutcome.Refused(EmailChange.NotFound);
        }

        var outcome = await retry.ProviderAsync(scope.Tenant.Id, scope.Actor.IsPlatformAdministrator, cancellationToken);
        LogTryProvider(scope.Actor.AccountId, scope.Tenant.Domain, outcome);
        return outcome;
    }

    private async Task<(DeliveriesScope Scope, Guid TenantId)?> FindAsync(
        ClaimsPrincipal person, string domain, bool isAcross, Guid id, CancellationToken cancellationToken) =>
        await access.FindAsync(person, domain, isAcross, cancellationToken) is { } scope
        && (await history.ReadAsync(scope.TenantId, [id], cancellationToken)).SingleOrDefault() is { } email
            ? (scope, email.TenantId)
            : null;
}
