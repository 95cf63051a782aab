using EmailConsole.EmailProviders;
using EmailConsole.Outbox.Health;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Outbox.Retention;

/// <summary>Removes the messages of a tenant that goes, in small steps between the others' writes, and what is known of its providers.</summary>
internal sealed class TenantEmails(IOutboxCare store, ProviderNotes notes, IDbContextFactory<EmailConsoleDb> contexts) : ITenantData
{
    public async Task RemoveAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        while (await store.RemoveTenantAsync(tenantId))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await notes.GoneAsync(await db.Set<EmailProvider>().IgnoreQueryFilters().Where(p => p.TenantId == tenantId).Select(p => p.Id).ToListAsync(cancellationToken));
    }
}
