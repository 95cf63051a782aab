using System.Security.Claims;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;

namespace EmailConsole.Deliveries;

/// <summary>Cancels, resends and retries one message for a person, and has their provider tried; both roles.</summary>
internal sealed partial class OperateDeliveries(
    DeliveriesAccess access, EmailHistory history, ChangeEmails changes, RetryNow retry, BulkRetry bulk, ILogger<OperateDeliveries> logger)
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
        LogCancel(found.Scope.Actor.Username, id, change);
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
        LogResend(found.Scope.Actor.Username, id, change);
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
        LogRetry(found.Scope.Actor.Username, id, NameOf(outcome));
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
        LogTryProvider(scope.Actor.Username, scope.Tenant.Domain, NameOf(outcome));
        return outcome;
    }

    /// <summary>Has all waiting messages tried that a filter finds. Before each step it is asked anew whether whoever asks may.</summary>
    /// <param name="person">Who asks.</param>
    /// <param name="domain">Of the route.</param>
    /// <param name="isAcross">Of all tenants.</param>
    /// <param name="filter">Which messages.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="stop">Ends it after the step under way.</param>
    /// <exception cref="OutboxUnavailableException">What was done so far stays done.</exception>
    public async Task<BulkRetryResult> RetryAllAsync(
        ClaimsPrincipal person, string domain, bool isAcross, EmailFilter filter, Action<BulkRetryResult> progress, CancellationToken stop)
    {
        string? username = null;
        var result = await bulk.RunAsync(
            filter,
            null,
            int.MaxValue,
            async () =>
            {
                var scope = await access.FindAsync(person, domain, isAcross, CancellationToken.None);
                username = scope?.Actor.Username;
                return scope is null ? null : (scope.TenantId, scope.Actor.IsPlatformAdministrator);
            },
            progress,
            stop);
        LogRetryAll(username, result.Done, result.NotTried);
        return result;
    }

    private static string NameOf(RetryOutcome outcome) => outcome is RetryOutcome.Refused refused ? refused.Change.ToString() : outcome.GetType().Name;

    private async Task<(DeliveriesScope Scope, Guid TenantId)?> FindAsync(
        ClaimsPrincipal person, string domain, bool isAcross, Guid id, CancellationToken cancellationToken) =>
        await access.FindAsync(person, domain, isAcross, cancellationToken) is { } scope
        && (await history.ReadAsync(scope.TenantId, [id], cancellationToken)).SingleOrDefault() is { } email
            ? (scope, email.TenantId)
            : null;
}
