using EmailConsole.EmailProviders.Secrets;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>Reads tenants' own providers, and describes them without their secrets.</summary>
internal sealed class StoredProviders(IDbContextFactory<EmailConsoleDb> contexts, ProviderSecrets secrets)
{
    public async Task<EmailProvider?> FindAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<EmailProvider>().AsNoTracking().SingleOrDefaultAsync(p => p.TenantId == tenantId, cancellationToken);
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
