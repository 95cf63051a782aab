using System.Security.Claims;
using EmailConsole.Accounts.Invitations;
using EmailConsole.Accounts.Sessions;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.People;

/// <summary>Changes the people of a tenant: role, active or not, removal.</summary>
internal sealed partial class ChangePeople(TenantAccess access, IServiceScopeFactory scopes, ILogger<ChangePeople> logger)
{
    public Task<PersonResult> SetRoleAsync(
        ClaimsPrincipal principal, string domain, Guid accountId, ActorRole role, CancellationToken cancellationToken) =>
        ApplyAsync(principal, domain, accountId, role.ToString(), (_, account) =>
        {
            account.Role = role;
            return Task.CompletedTask;
        }, cancellationToken);

    /// <summary>Deactivating ends the person's sessions.</summary>
    public Task<PersonResult> SetActiveAsync(
        ClaimsPrincipal principal, string domain, Guid accountId, bool isActive, CancellationToken cancellationToken) =>
        ApplyAsync(principal, domain, accountId, isActive ? "active" : "inactive", async (scope, account) =>
        {
            account.IsActive = isActive;
            if (!isActive)
            {
                await SignInSessions.EndAllAsync(scope.Db, account.Id, keep: null, cancellationToken);
            }
        }, cancellationToken);

    /// <summary>For good; the sessions go with the account.</summary>
    public Task<PersonResult> RemoveAsync(
        ClaimsPrincipal principal, string domain, Guid accountId, CancellationToken cancellationToken) =>
        ApplyAsync(principal, domain, accountId, "removed", (scope, account) =>
        {
            scope.Db.Remove(account);
            return Task.CompletedTask;
        }, cancellationToken);

    private async Task<PersonResult> ApplyAsync(
        ClaimsPrincipal principal,
        string domain,
        Guid accountId,
        string what,
        Func<AccountScope, Account, Task> change,
        CancellationToken cancellationToken)
    {
        if (await access.DecideAsync(principal, domain, TenantPermission.Administer, cancellationToken) is not TenantDecision.Granted granted)
        {
            return new PersonResult.Denied();
        }

        await using var scope = new AccountScope(scopes);

        // The write lock from the start: two administrators who remove each other are one after the other
        await using var transaction = await scope.Db.BeginWriteAsync(cancellationToken);
        var account = await scope.Db.Set<Account>()
            .SingleOrDefaultAsync(a => a.Id == accountId && a.TenantId == granted.Tenant.Id, cancellationToken);
        if (account is null)
        {
            return new PersonResult.Gone();
        }

        var before = await AdministratorCount.ReadAsync(scope.Db, granted.Tenant.Id, cancellationToken);
        await change(scope, account);
        await scope.Db.SaveChangesAsync(cancellationToken);
        var after = await AdministratorCount.ReadAsync(scope.Db, granted.Tenant.Id, cancellationToken);
        if (after.Lost(before))
        {
            return new PersonResult.LastAdministrator();
        }

        await transaction.CommitAsync(cancellationToken);
        LogChanged(granted.Actor.Username, account.UserName!, granted.Tenant.Domain, what);
        return new PersonResult.Done(account.UserName!, new IssuedCredential.Nothing());
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Username} changed {Person} of {Domain}: {What}.")]
    private partial void LogChanged(string username, string person, string domain, string what);
}
