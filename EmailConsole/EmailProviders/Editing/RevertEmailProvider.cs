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
    ReplacementWait waits,
    ReplacementWatch watch,
    ProviderChanges changes,
    ILogger<RevertEmailProvider> logger)
{
    /// <summary>The super tenant's provider is in force from now on.</summary>
    public Task<UpdateResult> RevertAsync(
        ClaimsPrincipal person, string? tenantDomain, Guid loadedVersion, CancellationToken cancellationToken) =>
        RemoveAsync(person, tenantDomain, loadedVersion, until: null, cancellationToken);

    /// <summary>As <see cref="RevertAsync"/>, once nobody has added another one for a while: see <see cref="ReplacementWait"/>.</summary>
    public Task<UpdateResult> RemoveForReplacementAsync(
        ClaimsPrincipal person, string? tenantDomain, Guid loadedVersion, CancellationToken cancellationToken) =>
        RemoveAsync(person, tenantDomain, loadedVersion, waits.End(), cancellationToken);

    private async Task<UpdateResult> RemoveAsync(
        ClaimsPrincipal person, string? tenantDomain, Guid loadedVersion, DateTimeOffset? until, CancellationToken cancellationToken)
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
        var row = db.Set<EmailProvider>().Where(p => p.TenantId == granted.Tenant.Id && p.Version == loadedVersion);
        var version = Guid.CreateVersion7();
        var removed = until is null
            ? await row.ExecuteDeleteAsync(CancellationToken.None)
            : await row.ExecuteUpdateAsync(set => set.SetProperty(p => p.RemovedUntil, until).SetProperty(p => p.Version, version), CancellationToken.None);
        if (removed == 0)
        {
            return new UpdateResult.ChangedElsewhere(await stored.DescribeAsync(granted.Tenant.Id, cancellationToken));
        }

        if (until is { } end)
        {
            LogRemoved(granted.Tenant.Domain, granted.Actor.Username, end);
            watch.LookAgain();
        }
        else
        {
            LogReverted(granted.Tenant.Domain, granted.Actor.Username);
        }

        await changes.TellAsync(granted.Tenant.Id);
        return new UpdateResult.Saved(null);
    }
}
