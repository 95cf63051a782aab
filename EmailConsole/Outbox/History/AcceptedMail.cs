using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Outbox.Store;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Outbox.History;

/// <summary>Ids are in the order of their acceptance, and the index of who handed in has them.</summary>
internal sealed class AcceptedMail(IDbContextFactory<EmailConsoleDb> contexts) : IAcceptedMail
{
    public async Task<DateTimeOffset?> FindLastAsync(Guid tenantId, string by, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<OutboxMessage>().Where(m => m.TenantId == tenantId && m.AcceptedBy == by).OrderByDescending(m => m.Id)
            .Select(m => (DateTimeOffset?)m.AcceptedAt).FirstOrDefaultAsync(cancellationToken);
    }
}
