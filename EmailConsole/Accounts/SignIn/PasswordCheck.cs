using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.SignIn;

/// <summary>Checks a password against an account, or against none at the same cost, and locks after repeated failures.</summary>
internal sealed partial class PasswordCheck(
    SignInThrottle throttle, HashTurns turns, SignInFailures failures, RefusedSignIns refused, ILogger<PasswordCheck> logger)
{
    // Nobody knows its password: it only makes an unknown account cost what a known one does
    private string? _decoyHash;

    /// <param name="scope">The operation's.</param>
    /// <param name="account">As just read; null where the name is nobody's.</param>
    /// <param name="name">Normalised; failures are counted by it.</param>
    /// <param name="password">What was typed.</param>
    /// <param name="origin">From where.</param>
    /// <param name="isActive">Asked only after a right password; a false answer counts as a failure.</param>
    public async Task<SignInOutcome> CheckAsync(
        AccountScope scope,
        Account? account,
        string name,
        string password,
        SignInOrigin origin,
        Func<Account, Task<bool>> isActive,
        CancellationToken cancellationToken)
    {
        var source = origin.SourceFor(account?.Id);
        var outcome = await DecideAsync(scope, account, name, password, source, isActive, cancellationToken);
        if (account is not null && outcome is SignInOutcome.Refused or SignInOutcome.LockedOut)
        {
            await refused.AddAsync(scope.Db, account!.Id, origin.Place, cancellationToken);
        }

        return outcome;
    }

    private async Task<SignInOutcome> DecideAsync(
        AccountScope scope,
        Account? account,
        string name,
        string password,
        SignInSource source,
        Func<Account, Task<bool>> isActive,
        CancellationToken cancellationToken)
    {
        if (throttle.Attempt(source) is { } soonerFromThere)
        {
            return new SignInOutcome.TooMany(soonerFromThere);
        }

        // Before the bounds of the name: who is locked out uses up nobody else's attempts
        if (failures.Remaining(name, source) is { } remaining)
        {
            return new SignInOutcome.LockedOut(remaining);
        }

        if (!source.IsKnown && (throttle.Attempt(name) ?? failures.TakeTurn(name, source)) is { } soonerWithName)
        {
            return new SignInOutcome.TooMany(soonerWithName);
        }

        using (var turn = await turns.TakeAsync(source.IsKnown, cancellationToken))
        {
            if (turn is null)
            {
                return new SignInOutcome.TooMany(SignInThrottle.RetryAfterBusy);
            }

            if (await MatchesAsync(scope, account, password, cancellationToken) && await isActive(account!))
            {
                failures.Clear(name, source);
                return new SignInOutcome.Accepted(account!);
            }
        }

        if (failures.Count(name, source) is not { } locked)
        {
            return new SignInOutcome.Refused();
        }

        if (account is not null)
        {
            LogLocked(account.UserName!, source.IsKnown ? "a client that signed in before" : source.Name);
        }

        return new SignInOutcome.LockedOut(locked);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Username} is locked for {Source} after repeated wrong passwords.")]
    private partial void LogLocked(string username, string source);
}
