using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Events.Endpoints;

/// <summary>
/// Endpoints that nobody changes, pauses or deletes until a transaction is over. Whoever writes deliveries in one holds their endpoints first, in the order of
/// their ids: who pauses an endpoint finds all of its deliveries, and two do not wait for each other. SQLite has one writer anyhow.
/// </summary>
internal static class HeldEndpoints
{
    /// <summary>Several at a time may read and hold them.</summary>
    public static Task<List<WebhookEndpoint>> OfAsync(EmailConsoleDb db, Guid[] tenants, CancellationToken cancellationToken)
    {
        var endpoints = db is PostgresDb
            ? db.Set<WebhookEndpoint>().FromSql($"SELECT * FROM WebhookEndpoints WHERE TenantId = ANY({tenants}) ORDER BY Id FOR SHARE")
            : db.Set<WebhookEndpoint>().Where(e => tenants.Contains(e.TenantId));
        return endpoints.AsNoTracking().ToListAsync(cancellationToken);
    }

    /// <summary>One at a time.</summary>
    public static Task HoldAsync(EmailConsoleDb db, Guid[] ids, CancellationToken cancellationToken) => db is PostgresDb
        ? db.Database.ExecuteSqlAsync($"SELECT 1 FROM WebhookEndpoints WHERE Id = ANY({ids}) ORDER BY Id FOR NO KEY UPDATE", cancellationToken)
        : Task.CompletedTask;
}
