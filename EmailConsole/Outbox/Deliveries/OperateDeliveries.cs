using System.Security.Claims;
using EmailConsole.Outbox.History;

namespace EmailConsole.Outbox.Deliveries;

/// <summary>Cancels and resends one message for a person; both roles.</summary>
internal sealed partial class OperateDeliveries(
    DeliveriesAccess access, EmailHistory history, ChangeEmails changes, ILogger<OperateDeliveries> logger)
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

    private async Task<(DeliveriesScope Scope, Guid TenantId)?> FindAsync(
        ClaimsPrincipal person, string domain, bool isAcross, Guid id, CancellationToken cancellationToken) =>
        await access.FindAsync(person, domain, isAcross, cancellationToken) is { } scope
        && (await history.ReadAsync(scope.TenantId, [id], cancellationToken)).SingleOrDefault() is { } email
            ? (scope, email.TenantId)
            : null;
}
