using System.Security.Claims;
using EmailConsole.Accounts.Sessions;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.Passwords;

/// <summary>Everyone changes their own password. Ends their other sessions.</summary>
internal sealed partial class ChangeOwnPassword(
    IActorSource actors,
    IServiceScopeFactory scopes,
    PasswordCheck passwords,
    ILogger<ChangeOwnPassword> logger)
{
    public async Task<OwnPasswordResult> HandleAsync(
        ClaimsPrincipal principal, string? current, string? replacement, CancellationToken cancellationToken)
    {
        if (await actors.FindAsync(principal, cancellationToken) is not { } actor)
        {
            return new OwnPasswordResult.NotSignedIn();
        }

        if (PasswordRules.Check(replacement, actor.Username) is { } error)
        {
            return new OwnPasswordResult.Invalid(error);
        }

        await using var scope = new AccountScope(scopes);
        var account = await scope.Db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == actor.AccountId, cancellationToken);
        if (account is null)
        {
            return new OwnPasswordResult.NotSignedIn();
        }

        var outcome = await passwords.CheckAsync(
            scope,
            account,
            account.NormalizedUserName!,
            current ?? "",
            SignInOrigin.Owner(account.Id),
            _ => Task.FromResult(true),
            cancellationToken);
        return outcome switch
        {
            SignInOutcome.Accepted => await SaveAsync(scope, principal, account, replacement!, cancellationToken),
            SignInOutcome.LockedOut locked => new OwnPasswordResult.Locked(locked.Remaining),
            SignInOutcome.TooMany tooMany => new OwnPasswordResult.Locked(tooMany.RetryAfter),
            _ => new OwnPasswordResult.WrongCurrent(),
        };
    }

    private async Task<OwnPasswordResult> SaveAsync(
        AccountScope scope, ClaimsPrincipal principal, Account checkedAccount, string replacement, CancellationToken cancellationToken)
    {
        await using var transaction = await scope.Db.BeginWriteAsync(cancellationToken);
        var account = await scope.Db.Set<Account>().SingleOrDefaultAsync(a => a.Id == checkedAccount.Id, cancellationToken);

        // Hashing takes long, so the current password was checked without the write lock: it must still be the one that is replaced
        if (account is null || account.SecurityStamp != checkedAccount.SecurityStamp)
        {
            return new OwnPasswordResult.ChangedElsewhere();
        }

        var result = await scope.Users.RemovePasswordAsync(account);
        if (result.Succeeded)
        {
            result = await scope.Users.AddPasswordAsync(account, replacement);
        }

        if (!result.Succeeded)
        {
            return new OwnPasswordResult.Invalid(string.Join(' ', result.Errors.Select(e => e.Description)));
        }

        await SignInSessions.EndAllAsync(scope.Db, account.Id, keep: principal, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogChanged(account.UserName!);
        return new OwnPasswordResult.Changed();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Username} changed their password; their other sessions are ended.")]
    private partial void LogChanged(string username);
}
