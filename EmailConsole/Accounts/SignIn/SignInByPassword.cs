using System.Net;
using System.Security.Cryptography;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.SignIn;

/// <summary>Checks a username and a password. Neither the answer nor its time tells which of the two was wrong.</summary>
internal sealed partial class SignInByPassword(
    IServiceScopeFactory scopes,
    SignInThrottle throttle,
    UnknownNames unknownNames,
    IOptions<SignInLimits> options,
    TimeProvider time,
    ILogger<SignInByPassword> logger)
{
    // Nobody knows its password: it only makes an unknown account cost what a known one does
    private string? _decoyHash;

    public async Task<SignInOutcome> HandleAsync(
        string? username, string? password, IPAddress? address, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var outcome = await CheckAsync(username, password ?? "", address, cancellationToken);
        var rest = options.Value.RefusalTakes - time.GetElapsedTime(started);
        if (outcome is SignInOutcome.Refused or SignInOutcome.LockedOut && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time, cancellationToken);
        }

        return outcome;
    }

    private async Task<SignInOutcome> CheckAsync(
        string? username, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        await using var scope = new AccountScope(scopes);
        var name = scope.Users.NormalizeName(
            SignInName.TryParse(username, out var parsed) ? parsed.FullName : Shorten(username));
        if (throttle.Attempt(address, name) is { } retryAfter)
        {
            LogThrottled(SignInThrottle.NetworkOf(address));
            return new SignInOutcome.TooMany(retryAfter);
        }

        var account = parsed is null ? null : await scope.Db.Set<Account>().AsNoTracking()
            .SingleOrDefaultAsync(a => a.NormalizedUserName == name, cancellationToken);
        if (Locked(account, name) is { } remaining)
        {
            return new SignInOutcome.LockedOut(remaining);
        }

        using var turn = await throttle.HashTurnAsync(cancellationToken);
        if (!turn.IsAcquired)
        {
            return new SignInOutcome.TooMany(SignInThrottle.RetryAfterBusy);
        }

        if (await MatchesAsync(scope, account, password, cancellationToken) && await IsActiveAsync(scope, account!, cancellationToken))
        {
            await FailureCount.ClearAsync(scope.Db, account!.Id, cancellationToken);
            return new SignInOutcome.Accepted(account);
        }

        return await RefuseAsync(scope, account, name, address, cancellationToken);
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

    private static async Task<bool> IsActiveAsync(AccountScope scope, Account account, CancellationToken cancellationToken) =>
        account.IsActive && await scope.Db.Set<Tenant>().AnyAsync(t => t.Id == account.TenantId && t.IsActive, cancellationToken);

    private async Task<SignInOutcome> RefuseAsync(
        AccountScope scope, Account? account, string name, IPAddress? address, CancellationToken cancellationToken)
    {
        LogRefused(SignInThrottle.NetworkOf(address));
        if (account is null)
        {
            unknownNames.CountFailure(name);
            return unknownNames.Remaining(name) is { } locked ? new SignInOutcome.LockedOut(locked) : new SignInOutcome.Refused();
        }

        var now = time.GetUtcNow();
        await FailureCount.AddAsync(scope.Db, account.Id, options.Value, now, cancellationToken);
        var until = await scope.Db.Set<Account>().Where(a => a.Id == account.Id)
            .Select(a => a.LockoutEnd).SingleOrDefaultAsync(cancellationToken);
        if (until is not { } end || end <= now)
        {
            return new SignInOutcome.Refused();
        }

        LogLocked(account.Id);
        return new SignInOutcome.LockedOut(end - now);
    }

    private static string Shorten(string? username)
    {
        var text = (username ?? "").Trim();
        return text.Length <= SignInName.MaxLength ? text : text[..SignInName.MaxLength];
    }
}
