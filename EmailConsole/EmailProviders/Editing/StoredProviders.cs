using EmailConsole.EmailProviders.Secrets;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>Reads tenants' own providers, and describes them without their secrets.</summary>
internal sealed class StoredProviders(IDbContextFactory<EmailConsoleDb> contexts, ProviderSecrets secrets, ReplacementWait waits)
{
    public async Task<EmailProvider?> FindAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<EmailProvider>().AsNoTracking().SingleOrDefaultAsync(p => p.TenantId == tenantId, cancellationToken);
    }

    /// <summary>The one that was removed and whose replacement is waited for: its secrets may be taken over, under the rule of an update.</summary>
    public async Task<StoredEmailProvider?> DescribeRemovedAsync(Guid tenantId, CancellationToken cancellationToken) =>
        await FindWithRemovedAsync(tenantId, cancellationToken) is { } row && waits.IsAwaited(row) ? Describe(row) : null;

    /// <summary>Also one that was removed.</summary>
    public async Task<EmailProvider?> FindWithRemovedAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<EmailProvider>().IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(p => p.TenantId == tenantId, cancellationToken);
    }

    public async Task<StoredEmailProvider?> DescribeAsync(Guid tenantId, CancellationToken cancellationToken) =>
        await FindAsync(tenantId, cancellationToken) is { } row ? Describe(row) : null;

    public StoredEmailProvider Describe(EmailProvider row)
    {
        var clear = secrets.Read(row);
        return new StoredEmailProvider(
            row.Settings, row.ProtectedPassword is not null, row.ProtectedClientSecret is not null, row.Version, row.UpdatedBy, row.UpdatedAt)
        {
            Written = secrets.ReadWritten(row),
            IsPasswordUnreadable = row.ProtectedPassword is not null && clear.Password is null,
            IsClientSecretUnreadable = row.ProtectedClientSecret is not null && clear.ClientSecret is null,
        };
    }
}
