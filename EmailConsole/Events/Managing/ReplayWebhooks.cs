using System.Security.Claims;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Posting;
using EmailConsole.Events.Queue;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.TestEmail;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Events.Managing;

/// <summary>Sends again what did not arrive, or one that did, under the same id; and a test. Administrators and operators, the test administrators only.</summary>
internal sealed partial class ReplayWebhooks(
    TenantAccess access,
    IDbContextFactory<EmailConsoleDb> contexts,
    EndpointDirectory directory,
    WebhookPost post,
    TestEmailQuota quota,
    TimeProvider clock,
    ILogger<ReplayWebhooks> logger)
{
    private const int Step = 500;

    public async Task<WebhookResult> OneAsync(ClaimsPrincipal person, string domain, Guid deliveryId, CancellationToken cancellationToken)
    {
        if (await DecideAsync(person, domain, TenantPermission.OperateMail, cancellationToken) is not { } granted)
        {
            return new WebhookResult.Denied();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = db.Set<WebhookDelivery>().Where(d => d.Id == deliveryId);
        var endpointId = await found.Select(d => d.EndpointId).SingleOrDefaultAsync(cancellationToken);
        return await FindAsync(db, granted, endpointId, cancellationToken) ?? new WebhookResult.Replayed(await AgainAsync(db, granted, endpointId, found, cancellationToken));
    }

    /// <param name="person">Who asks.</param>
    /// <param name="domain">Of the route.</param>
    /// <param name="endpointId">Whose.</param>
    /// <param name="since">Handed on then or later.</param>
    /// <param name="cancellationToken">Ends it; what was done by then stays.</param>
    public async Task<WebhookResult> AllFailedAsync(ClaimsPrincipal person, string domain, Guid endpointId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (await DecideAsync(person, domain, TenantPermission.OperateMail, cancellationToken) is not { } granted)
        {
            return new WebhookResult.Denied();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, granted, endpointId, cancellationToken) is { } refused)
        {
            return refused;
        }

        // What waits for its next attempt is sent at once as well: whoever asks for this says that the receiver is there again
        var (count, now) = (0, clock.GetUtcNow());
        var waiting = db.Set<WebhookDelivery>().Where(d => d.EndpointId == endpointId && d.Attempts > 0 && d.DueAt > now && d.Since >= since);
        if (await waiting.AnyAsync(cancellationToken))
        {
            count += await AgainAsync(db, granted, endpointId, waiting, cancellationToken);
        }

        while (true)
        {
            // In steps, so that nobody waits for a long write; what fails again meanwhile is not taken a second time
            var some = await db.Set<WebhookDelivery>()
                .Where(d => d.EndpointId == endpointId && (d.State == WebhookState.Failed || d.State == WebhookState.Missed) && d.Since >= since && d.Since < now
                    && db.Set<WebhookEvent>().Any(e => e.Id == d.EventId && e.Type != EventTypes.WebhookTest))
                .OrderBy(d => d.Since).Take(Step).Select(d => d.Id).ToListAsync(cancellationToken);
            if (some.Count == 0)
            {
                return new WebhookResult.Replayed(count);
            }

            count += await AgainAsync(db, granted, endpointId, db.Set<WebhookDelivery>().Where(d => some.Contains(d.Id)), cancellationToken);
        }
    }

    /// <summary>Sends an event that is a test, at once and once, and waits for the answer. Also to an endpoint that is paused.</summary>
    public async Task<WebhookResult> TestAsync(ClaimsPrincipal person, string domain, Guid endpointId, CancellationToken cancellationToken)
    {
        if (await DecideAsync(person, domain, TenantPermission.Administer, cancellationToken) is not { } granted)
        {
            return new WebhookResult.Denied();
        }

        if (directory.Find(granted.Tenant.Id, endpointId) is not { } endpoint)
        {
            return new WebhookResult.Gone();
        }

        if (!quota.TryTake(granted.Actor.AccountId, out var retryAfter))
        {
            return new WebhookResult.TooOften(retryAfter);
        }

        var now = clock.GetUtcNow();
        var happened = new WebhookEvent
        {
            Id = Guid.CreateVersion7(now),
            TenantId = granted.Tenant.Id,
            Type = EventTypes.WebhookTest,
            OccurredAt = now,
            CreatedAt = now,
            Body = EventBodies.Of(EventTypes.WebhookTest, now, json =>
            {
                json.WriteString("tenant", granted.Tenant.Domain);
                json.WriteString("message", "A test, sent by hand. Nothing has happened.");
            }),
        };
        var answer = await post.SendAsync(endpoint, happened.Id, happened.Body, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        if (!await db.Set<WebhookEndpoint>().AnyAsync(e => e.Id == endpointId, CancellationToken.None))
        {
            return new WebhookResult.Gone();
        }

        db.Add(happened);
        db.Add(new WebhookDelivery
        {
            Id = Guid.CreateVersion7(now),
            EndpointId = endpointId,
            EventId = happened.Id,
            State = answer.IsGood ? WebhookState.Delivered : WebhookState.Failed,
            Attempts = 1,
            Since = now,
            FinishedAt = clock.GetUtcNow(),
            TriedAt = answer.At,
            Duration = answer.Duration,
            Status = answer.Status,
            Answer = answer.Text,
            Problem = answer.Problem,
        });
        await db.SaveChangesAsync(CancellationToken.None);
        if (answer.IsGood)
        {
            await db.Set<WebhookEndpoint>().Where(e => e.Id == endpointId).ExecuteUpdateAsync(
                set => set.SetProperty(e => e.LastSuccessAt, (DateTimeOffset?)answer.At).SetProperty(e => e.FailingSince, (DateTimeOffset?)null), CancellationToken.None);
        }

        LogTested(granted.Actor.Username, endpointId, granted.Tenant.Domain);
        return new WebhookResult.Tested(answer);
    }

    private static async Task<WebhookResult?> FindAsync(EmailConsoleDb db, TenantDecision.Granted granted, Guid endpointId, CancellationToken cancellationToken) =>
        await db.Set<WebhookEndpoint>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == endpointId && e.TenantId == granted.Tenant.Id, cancellationToken) is not { } endpoint
            ? new WebhookResult.Gone()
            : endpoint.PausedAt is null ? null : new WebhookResult.Paused();

    private async Task<int> AgainAsync(
        EmailConsoleDb db, TenantDecision.Granted granted, Guid endpointId, IQueryable<WebhookDelivery> deliveries, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var count = await deliveries.Where(d => d.DueAt == null).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, WebhookState.Waiting)
                .SetProperty(d => d.DueAt, (DateTimeOffset?)now)
                .SetProperty(d => d.Since, now)
                .SetProperty(d => d.Attempts, 0)
                .SetProperty(d => d.FinishedAt, (DateTimeOffset?)null),
            cancellationToken);

        // One that waits for its next attempt need not wait any longer; and what was known of the endpoint's failures counts no more
        count += await deliveries.Where(d => d.DueAt > now).ExecuteUpdateAsync(set => set.SetProperty(d => d.DueAt, (DateTimeOffset?)now), cancellationToken);
        await db.Set<WebhookEndpoint>().Where(e => e.Id == endpointId).ExecuteUpdateAsync(set => set.SetProperty(e => e.Version, Guid.CreateVersion7(now)), cancellationToken);
        await directory.ReadAsync(granted.Tenant.Id, CancellationToken.None);
        LogReplayed(granted.Actor.Username, count, endpointId, granted.Tenant.Domain);
        return count;
    }

    private async Task<TenantDecision.Granted?> DecideAsync(ClaimsPrincipal person, string domain, TenantPermission permission, CancellationToken cancellationToken) =>
        await access.DecideAsync(person, domain, permission, cancellationToken) as TenantDecision.Granted;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Username} has {Count} deliveries sent again to the webhook endpoint {Id} of {Domain}.")]
    private partial void LogReplayed(string username, int count, Guid id, string domain);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Username} has tested the webhook endpoint {Id} of {Domain}.")]
    private partial void LogTested(string username, Guid id, string domain);
}
