using EmailConsole.Accounts.Passwords;
using EmailConsole.Accounts.Sessions;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.Invitations;

/// <summary>Lets the holder of an invitation link choose the account's password. Ends all sessions of the account.</summary>
internal sealed class AcceptInvitation(IServiceScopeFactory scopes, SignInFailures failures)
{
    /// <returns>Whose password the link lets one choose; null where it is not valid.</returns>
    public async Task<string?> FindUsernameAsync(string? accountId, string? token, CancellationToken cancellationToken)
    {
        await using var scope = new AccountScope(scopes);
        return (await FindAsync(scope, accountId, token, cancellationToken))?.UserName;
    }

    public async Task<InvitationResult> HandleAsync(
        string? accountId, string? token, string? password, CancellationToken cancellationToken)
    {
        await using var scope = new AccountScope(scopes);

        // The write lock from the start: of two uses at the same moment the second finds the token used
        await using var transaction = await scope.Db.BeginWriteAsync(cancellationToken);
        if (await FindAsync(scope, accountId, token, cancellationToken) is not { } account)
        {
            return new InvitationResult.LinkInvalid();
        }

        if (PasswordRules.Check(password, account.UserName) is { } error)
        {
            return new InvitationResult.Invalid(error);
        }

        var result = await scope.Users.ResetPasswordAsync(account, InvitationLinks.Decode(token)!, password!);
        if (!result.Succeeded)
        {
            return new InvitationResult.LinkInvalid();
        }

        await SignInSessions.EndAllAsync(scope.Db, account.Id, keep: null, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        failures.Forget(account.NormalizedUserName!);
        return new InvitationResult.Accepted(account);
    }

    private static async Task<Account?> FindAsync(AccountScope scope, string? accountId, string? token, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(accountId, "N", out var id) || InvitationLinks.Decode(token) is not { } decoded)
        {
            return null;
        }

        var account = await scope.Db.Set<Account>()
            .Where(a => a.Id == id && a.IsActive && scope.Db.Set<Tenant>().Any(t => t.Id == a.TenantId && t.IsActive))
            .SingleOrDefaultAsync(cancellationToken);
        return account is not null && await InvitationLinks.IsValidAsync(scope.Users, account, decoded) ? account : null;
    }
}
