using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Queue;
using EmailConsole.Events.Watching;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Events.Retention;

/// <summary>Removes the endpoints of a tenant that goes, then what was told them, in small steps.</summary>
internal sealed class TenantWebhooks(IDbContextFactory<EmailConsoleDb> contexts, EndpointDirectory directory) : ITenantData
{
    private const int Step = 500;

    public async Task RemoveAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var events = db.Set<WebhookEvent>().Where(e => e.TenantId == tenantId);
        while (await events.OrderBy(e => e.Id).Take(Step).ExecuteDeleteAsync(cancellationToken) == Step)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        await db.Set<WebhookEndpoint>().Where(e => e.TenantId == tenantId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<ProviderStanding>().Where(s => s.TenantId == tenantId).ExecuteDeleteAsync(cancellationToken);
        await directory.ReadAsync(tenantId, cancellationToken);
    }
}
