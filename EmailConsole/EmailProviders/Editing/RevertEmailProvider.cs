using System.Security.Claims;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>Removes a tenant's own provider, unless somebody changed it since the page was loaded.</summary>
internal sealed partial class RevertEmailProvider(
    TenantAccess access,
    IDbContextFactory<EmailConsoleDb> contexts,
    StoredProviders stored,
    ProviderChanges changes,
    ILogger<RevertEmailProvider> logger)
{
    public async Task<UpdateResult> RevertAsync(
        ClaimsPrincipal person, string? tenantDomain, Guid loadedVersion, CancellationToken cancellationToken)
    {
        var decision = await access.DecideAsync(person, tenantDomain, TenantPermission.ManageProvider, cancellationToken);
        if (decision is not TenantDecision.Granted granted)
        {
            return new UpdateResult.Refused(decision);
        }

        if (granted.Tenant.IsSuper)
        {
            return new UpdateResult.ReadOnly();
        }

        cancellationToken.ThrowIfCancellationRequested();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // Not cancelled half-way: what is committed must be told. The database's own time-outs bound it
        var removed = await db.Set<EmailProvider>()
            .Where(p => p.TenantId == granted.Tenant.Id && p.Version == loadedVersion)
            .ExecuteDeleteAsync(CancellationToken.None);
        if (removed == 0)
        {
            return new UpdateResult.ChangedElsewhere(await stored.DescribeAsync(granted.Tenant.Id, cancellationToken));
        }

        LogReverted(granted.Tenant.Domain, granted.Actor.Username);
        await changes.TellAsync(granted.Tenant.Id);
        return new UpdateResult.Saved(null);
    }
}
