using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.SetUp;

/// <summary>Set-up is needed as long as no administrator of the super tenant has a password.</summary>
internal static class SetUpNeed
{
    public static async Task<bool> IsNeededAsync(EmailConsoleDb db, CancellationToken cancellationToken) =>
        !await db.Set<Account>().AnyAsync(
            a => a.TenantId == TenantDomain.SuperTenantId && a.Role == ActorRole.Administrator && a.PasswordHash != null,
            cancellationToken);
}
