using System.Security.Claims;
using EmailConsole.Cluster;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>What every change of a tenant's providers has in common: who may, one transaction, and who is told.</summary>
internal sealed class ProviderEdits(
    TenantAccess access, IDbContextFactory<EmailConsoleDb> contexts, StoredProviders stored, ProviderChanges changes, IClusterChanges cluster)
{
    /// <summary>Says that what was to be changed is not as it was.</summary>
    public static UpdateResult Stale { get; } = new UpdateResult.ChangedElsewhere(null);

    public async Task<(TenantDecision.Granted? Granted, UpdateResult? Refusal)> DecideAsync(
        ClaimsPrincipal person, string? tenantDomain, CancellationToken cancellationToken) =>
        await access.DecideAsync(person, tenantDomain, TenantPermission.ManageProvider, cancellationToken) switch
        {
            TenantDecision.Granted { Tenant.IsSuper: true } => (null, new UpdateResult.ReadOnly()),
            TenantDecision.Granted granted => (granted, null),
            var other => (null, new UpdateResult.Refused(other)),
        };

    /// <param name="tenantId">Whose, after it was decided.</param>
    /// <param name="entry">Which to show where it is not as it was; null: the first.</param>
    /// <param name="change">Null: what it has changed is saved. <see cref="Stale"/>: nothing is, and what is stored is the answer.</param>
    /// <param name="show">What is stored then, once it is saved.</param>
    /// <param name="cancellationToken">Ends it before anything is written, or not at all.</param>
    public async Task<UpdateResult> ChangeAsync(
        Guid tenantId, ProviderId? entry, Func<RouteRows, UpdateResult?> change, Func<Task<StoredEmailProvider?>> show, CancellationToken cancellationToken)
    {
        var (versions, refusal) = await SaveAsync(tenantId, change, cancellationToken);
        if (refusal is not null)
        {
            return refusal == Stale ? new UpdateResult.ChangedElsewhere(await stored.DescribeAsync(tenantId, entry, cancellationToken)) : refusal;
        }

        await changes.TellAsync(tenantId, versions);
        return new UpdateResult.Saved(await show()) { IsEverywhere = await cluster.EverywhereAsync(CancellationToken.None) };
    }

    private async Task<(IReadOnlyList<Guid> Versions, UpdateResult? Refusal)> SaveAsync(
        Guid tenantId, Func<RouteRows, UpdateResult?> change, CancellationToken cancellationToken)
    {
        try
        {
            await using var rows = await RouteRows.BeginAsync(contexts, tenantId, cancellationToken);
            return change(rows) is { } refusal ? ([], refusal)
                : rows.FindFault() is { } fault ? ([], Refused(fault))
                : (await rows.SaveAsync(), null);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || UniqueViolation.IsCauseOf(e))
        {
            return ([], Stale);
        }
        catch (DbUpdateException)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (await db.Set<Tenant>().AnyAsync(t => t.Id == tenantId, cancellationToken))
            {
                throw;
            }

            return ([], new UpdateResult.Refused(new TenantDecision.NotFound()));
        }
    }

    public static UpdateResult Refused(string fault) => new UpdateResult.Invalid([new FieldError(nameof(EmailProviderSettings.Server), fault)]);
}
