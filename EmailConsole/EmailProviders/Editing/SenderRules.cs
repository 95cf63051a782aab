using EmailConsole.EmailProviders.Validation;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>What tenants say about the From of their programs, for whoever has found out already whose it is.</summary>
internal sealed class SenderRules(IDbContextFactory<EmailConsoleDb> contexts)
{
    public async Task<StoredSenders> ReadAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return Of(await db.Set<TenantSenders>().AsNoTracking().SingleOrDefaultAsync(s => s.TenantId == tenantId, cancellationToken));
    }

    /// <param name="row">Null: nothing is stored.</param>
    public static StoredSenders Of(TenantSenders? row) =>
        row is null ? StoredSenders.None : new StoredSenders(row.Mode, SenderList.Read(row.Allowed), row.Version);
}
