using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.SignIn;

/// <summary>
/// Counts wrong passwords of an account. One UPDATE, so that attempts at the same moment are all counted, and the row's
/// version stays: somebody who edits the account meanwhile is not disturbed.
/// </summary>
internal static class FailureCount
{
    public static Task AddAsync(
        EmailConsoleDb db, Guid accountId, SignInLimits options, DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset? until = now + options.Lockout;
        var last = options.FailuresUntilLockout - 1;
        return db.Set<Account>().Where(a => a.Id == accountId).ExecuteUpdateAsync(
            set => set
                .SetProperty(a => a.LockoutEnd, a => a.AccessFailedCount >= last ? until : a.LockoutEnd)
                .SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount >= last ? 0 : a.AccessFailedCount + 1),
            cancellationToken);
    }

    public static Task ClearAsync(EmailConsoleDb db, Guid accountId, CancellationToken cancellationToken) =>
        db.Set<Account>().Where(a => a.Id == accountId && (a.AccessFailedCount > 0 || a.LockoutEnd != null)).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null),
            cancellationToken);
}
