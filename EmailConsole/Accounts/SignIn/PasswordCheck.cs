using System.Security.Cryptography;
using EmailConsole.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.SignIn;

/// <summary>Checks a password against an account, or against none at the same cost, and locks after repeated failures.</summary>
internal sealed partial class PasswordCheck(
    SignInThrottle throttle, UnknownNames unknownNames, IOptions<SignInLimits> limits, TimeProvider time, ILogger<PasswordCheck> logger)
{
    // Nobody knows its password: it only makes an unknown account cost what a known one does
    private string? _decoyHash;

    /// <param name="scope">The operation's.</param>
    /// <param name="account">As just read; null where the name is nobody's.</param>
    /// <param name="name">Normalised; failures of names without an account are counted by it.</param>
    /// <param name="password">What was typed.</param>
    /// <param name="isActive">Asked only after a right password; a false answer counts as a failure.</param>
    public async Task<SignInOutcome> CheckAsync(
        AccountScope scope, Account? account, string name, string password, Func<Account, Task<bool>> isActive, CancellationToken cancellationToken)
    {
        if (Locked(account, name) is { } remaining)
        {
            return new SignInOutcome.LockedOut(remaining);
        }

        using (var turn = await throttle.HashTurnAsync(cancellationToken))
        {
            if (!turn.IsAcquired)
            {
                return new SignInOutcome.TooMany(SignInThrottle.RetryAfterBusy);
            }

            if (await MatchesAsync(scope, account, password, cancellationToken) && await isActive(account!))
            {
                await FailureCount.ClearAsync(scope.Db, account!.Id, cancellationToken);
                return new SignInOutcome.Accepted(account);
            }
        }

        return await CountAsync(scope.Db, account, name, cancellationToken) is { } locked
            ? new SignInOutcome.LockedOut(locked)
            : new SignInOutcome.Refused();
    }

    private TimeSpan? Locked(Account? account, string name)
    {
        if (account is null)
        {
            return unknownNames.Remaining(name);
        }

        var remaining = account.LockoutEnd - time.GetUtcNow();
        return remaining > TimeSpan.Zero ? remaining : null;
    }

    private async Task<bool> MatchesAsync(AccountScope scope, Account? account, string password, CancellationToken cancellationToken)
    {
        var hasher = scope.Users.PasswordHasher;
        if (account?.PasswordHash is not { } hash)
        {
            var decoy = account ?? new Account();
            _decoyHash ??= hasher.HashPassword(decoy, Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));
            hasher.VerifyHashedPassword(decoy, _decoyHash, password);
            return false;
        }

        var verified = hasher.VerifyHashedPassword(account, hash, password);
        if (verified == PasswordVerificationResult.SuccessRehashNeeded)
        {
            var renewed = hasher.HashPassword(account, password);
            await scope.Db.Set<Account>().Where(a => a.Id == account.Id && a.PasswordHash == hash)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, renewed), cancellationToken);
        }

        return verified != PasswordVerificationResult.Failed;
    }

    /// <returns>How long the name is locked from now; null if it is not.</returns>
    private async Task<TimeSpan?> CountAsync(EmailConsoleDb db, Account? account, string name, CancellationToken cancellationToken)
    {
        if (account is null)
        {
            unknownNames.CountFailure(name);
            return unknownNames.Remaining(name);
        }

        var now = time.GetUtcNow();
        await FailureCount.AddAsync(db, account.Id, limits.Value, now, cancellationToken);
        var until = await db.Set<Account>().Where(a => a.Id == account.Id).Select(a => a.LockoutEnd).SingleOrDefaultAsync(cancellationToken);
        if (until is not { } end || end <= now)
        {
            return null;
        }

        LogLocked(account.Id);
        return end - now;
    }
}
