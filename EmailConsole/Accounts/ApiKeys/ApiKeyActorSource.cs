using System.Security.Claims;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.ApiKeys;

/// <summary>Who acts with a key that may manage the email provider: a program with no other right. Other keys act as nobody.</summary>
internal sealed class ApiKeyActorSource(IDbContextFactory<EmailConsoleDb> contexts) : IActorSource
{
    public async Task<Actor?> FindAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (RestIdentity.CallerOf(principal) is not RestCaller.Key { MayManage: true } key)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<ApiKey>().AnyAsync(k => k.Id == key.KeyId && db.Set<Tenant>().Any(t => t.Id == k.TenantId && t.IsActive), cancellationToken)
            ? new Actor(Guid.Empty, key.Words, null, key.TenantId, key.TenantDomain, ActorRole.Operator) { ManagesProvider = true }
            : null;
    }
}
