using System.Security.Claims;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.TenantManagement;

/// <summary>Loads and unloads tenants by hand.</summary>
internal sealed partial class LoadTenant(
    TenantAccess access, IDbContextFactory<EmailConsoleDb> contexts, IEnumerable<ITenantLanes> lanes, TimeProvider clock, ILogger<LoadTenant> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<LoadTenantResult> HandleAsync(
        ClaimsPrincipal principal, Guid tenantId, bool isLoaded, CancellationToken cancellationToken)
    {
        if (await access.FindPlatformAdministratorAsync(principal, cancellationToken) is not { } actor)
        {
            return LoadTenantResult.Denied;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Tenant>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == tenantId, cancellationToken) is not { } tenant)
        {
            return LoadTenantResult.Gone;
        }

        using var bound = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            if (!await TrySetAsync(tenantId, isLoaded, either.Token))
            {
                return LoadTenantResult.Inactive;
            }
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return LoadTenantResult.NotYet;
        }

        LogChanged(actor.Username, tenant.Domain, isLoaded);
        return LoadTenantResult.Done;
    }

    private async Task<bool> TrySetAsync(Guid tenantId, bool isLoaded, CancellationToken cancellationToken)
    {
        if (isLoaded)
        {
            return await lanes.Single().LoadAsync(tenantId, cancellationToken);
        }

        await lanes.Single().UnloadAsync(tenantId, cancellationToken);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Username} loaded or unloaded the tenant {Domain}: loaded {IsLoaded}.")]
    private partial void LogChanged(string username, string domain, bool isLoaded);
}
