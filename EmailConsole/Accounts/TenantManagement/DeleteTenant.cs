using System.Security.Claims;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.TenantManagement;

/// <summary>
/// Deletes a tenant with all its data: people, keys, email provider, messages. It is deactivated first, so that nothing is
/// added meanwhile; where it ends in the middle, the tenant stays inactive and can be deleted again.
/// </summary>
internal sealed partial class DeleteTenant(
    TenantAccess access,
    SetTenantActive active,
    IDbContextFactory<EmailConsoleDb> contexts,
    IEnumerable<ITenantData> rooms,
    ApiKeyCache keys,
    ILogger<DeleteTenant> logger)
{
    public async Task<TenantResult> HandleAsync(ClaimsPrincipal principal, Guid tenantId, CancellationToken cancellationToken)
    {
        if (await access.FindPlatformAdministratorAsync(principal, cancellationToken) is not { } actor)
        {
            return new TenantResult.Denied();
        }

        var result = await active.HandleAsync(principal, tenantId, isActive: false, cancellationToken);
        if (result is not TenantResult.Changed deactivated)
        {
            return result;
        }

        await RemoveDataAsync(tenantId, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Tenant>().Where(t => t.Id == tenantId).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return new TenantResult.Gone();
        }

        keys.ForgetAll();
        LogDeleted(actor.Username, deactivated.Domain);
        await RemoveDataAsync(tenantId, CancellationToken.None);
        return new TenantResult.Deleted();
    }

    private async Task RemoveDataAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        foreach (var room in rooms)
        {
            await room.RemoveAsync(tenantId, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Username} deleted the tenant {Domain} with all its data.")]
    private partial void LogDeleted(string username, string domain);
}
