using System.Security.Claims;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Cluster;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.TenantManagement;

/// <summary>Deactivates and activates tenants. Deactivating ends the sessions of the tenant's people and its API keys.</summary>
internal sealed partial class SetTenantActive(
    TenantAccess access,
    IDbContextFactory<EmailConsoleDb> contexts,
    ApiKeyCache keys,
    Listeners<ITenantChanged> listeners,
    IClusterChanges cluster,
    ILogger<SetTenantActive> logger)
{
    public async Task<TenantResult> HandleAsync(
        ClaimsPrincipal principal, Guid tenantId, bool isActive, CancellationToken cancellationToken)
    {
        if (await access.FindPlatformAdministratorAsync(principal, cancellationToken) is not { } actor)
        {
            return new TenantResult.Denied();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var tenant = await db.Set<Tenant>().SingleOrDefaultAsync(t => t.Id == tenantId, cancellationToken);
        if (tenant is null)
        {
            return new TenantResult.Gone();
        }

        if (tenant.IsSuper)
        {
            return new TenantResult.IsSuperTenant();
        }

        tenant.IsActive = isActive;
        await db.SaveChangesAsync(cancellationToken);
        if (!isActive)
        {
            await db.Set<SignInSession>()
                .Where(s => db.Set<Account>().Any(a => a.Id == s.AccountId && a.TenantId == tenantId))
                .ExecuteDeleteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        keys.ForgetAll();
        LogChanged(actor.Username, tenant.Domain, isActive);
        await listeners.TellAsync(tenantId, (listener, token) => listener.ChangedAsync(tenantId, isActive, token), CancellationToken.None);
        return new TenantResult.Changed(tenant.Domain) { IsEverywhere = isActive || await cluster.EverywhereAsync(CancellationToken.None) };
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Username} changed the tenant {Domain}: active {IsActive}.")]
    private partial void LogChanged(string username, string domain, bool isActive);
}
