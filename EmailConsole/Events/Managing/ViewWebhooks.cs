using System.Security.Claims;
using System.Text;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Posting;
using EmailConsole.Events.Queue;
using EmailConsole.Outbox.Store;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Events.Managing;

/// <summary>Shows the endpoints of a tenant and what was told them. Administrators and operators.</summary>
internal sealed class ViewWebhooks(TenantAccess access, IDbContextFactory<EmailConsoleDb> contexts, WebhookWorker worker, TimeProvider clock)
{
    /// <summary>Deliveries of a page.</summary>
    public const int Page = 25;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <returns>Null: whoever asks may not look, or not any more.</returns>
    public async Task<WebhookList?> ListAsync(ClaimsPrincipal person, string domain, CancellationToken cancellationToken)
    {
        if (await DecideAsync(person, domain, cancellationToken) is not { } granted)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var endpoints = await db.Set<WebhookEndpoint>().AsNoTracking().Where(e => e.TenantId == granted.Tenant.Id).OrderBy(e => e.CreatedAt).ThenBy(e => e.Id).ToListAsync(cancellationToken);
        List<EndpointRow> rows = [];
        foreach (var endpoint in endpoints)
        {
            var own = db.Set<WebhookDelivery>().Where(d => d.EndpointId == endpoint.Id);
            var counts = await own.Where(d => d.Since >= now - Day && d.Attempts > 0).GroupBy(d => d.State)
                .Select(g => new { State = g.Key, Count = g.LongCount() }).ToListAsync(cancellationToken);
            rows.Add(EndpointRow.Of(endpoint, now) with
            {
                Delivered = counts.Where(c => c.State == WebhookState.Delivered).Sum(c => c.Count),
                Tried = counts.Sum(c => c.Count),
                Waiting = await own.LongCountAsync(d => d.State == WebhookState.Waiting && d.DueAt != null, cancellationToken),
                Newest = await own.OrderByDescending(d => d.Id).Select(d => (Guid?)d.Id).FirstOrDefaultAsync(cancellationToken),
            });
        }

        return new WebhookList(rows, granted.Actor.Role == ActorRole.Administrator);
    }

    /// <param name="person">Who asks.</param>
    /// <param name="domain">Of the route.</param>
    /// <param name="endpointId">Whose deliveries.</param>
    /// <param name="onlyFailed">Those that did not arrive, also where another attempt is to come.</param>
    /// <param name="before">The last of the page before; null: the newest.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The newest first; null: whoever asks may not look, or there is no such endpoint.</returns>
    public async Task<IReadOnlyList<DeliveryRow>?> DeliveriesAsync(
        ClaimsPrincipal person, string domain, Guid endpointId, bool onlyFailed, DeliveryRow? before, CancellationToken cancellationToken)
    {
        if (await DecideAsync(person, domain, cancellationToken) is not { } granted)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await HasAsync(db, granted, endpointId, cancellationToken))
        {
            return null;
        }

        var found = Listed(db, endpointId, onlyFailed);
        found = before is null ? found : found.Where(d => d.Id.CompareTo(before.Id) < 0);
        return await Rows(db, found.OrderByDescending(d => d.Id).Take(Page)).ToListAsync(cancellationToken);
    }

    /// <param name="person">Who asks.</param>
    /// <param name="domain">Of the route.</param>
    /// <param name="endpointId">Whose deliveries.</param>
    /// <param name="onlyFailed">New are those alone that did not arrive; what is shown is read whatever has become of it.</param>
    /// <param name="shown">The newest first.</param>
    /// <param name="hasOlder">Below them there are others, which are not new.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null: whoever asks may not look, or there is no such endpoint.</returns>
    public async Task<DeliveryNews?> RefreshAsync(
        ClaimsPrincipal person, string domain, Guid endpointId, bool onlyFailed, IReadOnlyList<DeliveryRow> shown, bool hasOlder, CancellationToken cancellationToken)
    {
        if (await DecideAsync(person, domain, cancellationToken) is not { } granted)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await HasAsync(db, granted, endpointId, cancellationToken))
        {
            return null;
        }

        var ids = shown.Select(d => d.Id).ToList();
        var rows = await Rows(db, Listed(db, endpointId, onlyFailed: false).Where(d => ids.Contains(d.Id))).ToListAsync(cancellationToken);
        var others = Listed(db, endpointId, onlyFailed).Where(d => !ids.Contains(d.Id));
        if (hasOlder && shown.Count > 0)
        {
            var last = shown[^1].Id;
            others = others.Where(d => d.Id.CompareTo(last) > 0);
        }

        return new DeliveryNews(rows, await others.OrderByDescending(d => d.Id).Take(DeliveryNews.MostNew).CountAsync(cancellationToken));
    }

    /// <returns>Null: whoever asks may not look, or it is not there any more.</returns>
    public async Task<DeliveryStory?> FindAsync(ClaimsPrincipal person, string domain, Guid deliveryId, CancellationToken cancellationToken)
    {
        if (await DecideAsync(person, domain, cancellationToken) is not { } granted)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var own = db.Set<WebhookDelivery>().AsNoTracking()
            .Where(d => d.Id == deliveryId && db.Set<WebhookEndpoint>().Any(e => e.Id == d.EndpointId && e.TenantId == granted.Tenant.Id));

        // At once: what was answered belongs to the attempt that the row tells of
        var found = await own.Join(db.Set<WebhookEvent>(), d => d.EventId, e => e.Id, (d, e) => new
        {
            Row = new DeliveryRow(d.Id, e.Id, e.Type, e.OccurredAt, d.State, d.Attempts, d.DueAt, d.TriedAt, d.Duration, d.Status),
            d.EndpointId,
            d.Answer,
            d.Problem,
            e.Body,
        }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : new DeliveryStory(
            found.Row,
            found.Answer,
            found.Problem,
            Encoding.UTF8.GetString(found.Body),
            await FindMessageAsync(db, granted.Tenant.Id, EventBodies.EmailOf(found.Body), cancellationToken),
            found.Row.DueAt is null ? null : await FindFailingAsync(db, found.EndpointId, cancellationToken));
    }

    // What is due first is tried first, as soon as the pause of its endpoint is over
    private async Task<FailingEndpoint?> FindFailingAsync(EmailConsoleDb db, Guid endpointId, CancellationToken cancellationToken)
    {
        var endpoint = await db.Set<WebhookEndpoint>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == endpointId && e.FailingSince != null, cancellationToken);
        if (endpoint is null || !worker.TryFindPause(endpointId, out var paused))
        {
            return endpoint is null ? null : new FailingEndpoint(endpoint.FailingWhy, null);
        }

        var due = await db.Set<WebhookDelivery>().Where(d => d.EndpointId == endpointId && d.DueAt != null).MinAsync(d => d.DueAt, cancellationToken);
        return new FailingEndpoint(endpoint.FailingWhy, paused > due ? paused : due);
    }

    // Whoever reads the tenant's webhooks reads its messages too
    private static async Task<Guid?> FindMessageAsync(EmailConsoleDb db, Guid tenantId, Guid? id, CancellationToken cancellationToken) =>
        id is not null && await db.Set<OutboxMessage>().AnyAsync(m => m.Id == id && m.TenantId == tenantId, cancellationToken) ? id : null;

    private static Task<bool> HasAsync(EmailConsoleDb db, TenantDecision.Granted granted, Guid endpointId, CancellationToken cancellationToken) =>
        db.Set<WebhookEndpoint>().AnyAsync(e => e.Id == endpointId && e.TenantId == granted.Tenant.Id, cancellationToken);

    private static IQueryable<WebhookDelivery> Listed(EmailConsoleDb db, Guid endpointId, bool onlyFailed)
    {
        var all = db.Set<WebhookDelivery>().AsNoTracking().Where(d => d.EndpointId == endpointId);
        return onlyFailed
            ? all.Where(d => d.State == WebhookState.Failed || d.State == WebhookState.Missed || (d.State == WebhookState.Waiting && d.Attempts > 0 && d.Problem != null))
            : all;
    }

    private static IQueryable<DeliveryRow> Rows(EmailConsoleDb db, IQueryable<WebhookDelivery> deliveries) =>
        from d in deliveries
        join e in db.Set<WebhookEvent>() on d.EventId equals e.Id
        orderby d.Id descending
        select new DeliveryRow(d.Id, e.Id, e.Type, e.OccurredAt, d.State, d.Attempts, d.DueAt, d.TriedAt, d.Duration, d.Status);

    private async Task<TenantDecision.Granted?> DecideAsync(ClaimsPrincipal person, string domain, CancellationToken cancellationToken) =>
        await access.DecideAsync(person, domain, TenantPermission.OperateMail, cancellationToken) as TenantDecision.Granted;
}
