using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.People;

/// <summary>The active administrators of a tenant.</summary>
/// <param name="Active">All of them.</param>
/// <param name="WithPassword">Those who can sign in: somebody invited cannot yet.</param>
internal sealed record AdministratorCount(int Active, int WithPassword)
{
    public static async Task<AdministratorCount> ReadAsync(EmailConsoleDb db, Guid tenantId, CancellationToken cancellationToken)
    {
        var active = db.Set<Account>().Where(a => a.TenantId == tenantId && a.IsActive && a.Role == ActorRole.Administrator);
        return new AdministratorCount(
            await active.CountAsync(cancellationToken),
            await active.CountAsync(a => a.PasswordHash != null, cancellationToken));
    }

    /// <summary>Whether the tenant had an administrator before and has none now.</summary>
    public bool Lost(AdministratorCount before) =>
        (Active == 0 && before.Active > 0) || (WithPassword == 0 && before.WithPassword > 0);
}
