using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Queue;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Events.Posting;

/// <summary>What came of an attempt, for the database.</summary>
internal sealed record PostResult(EndpointInfo Endpoint, DueDelivery Delivery, WebhookAnswer Answer);

/// <summary>An endpoint that nothing is sent to any more, by nobody's hand.</summary>
internal sealed record PausedEndpoint(Guid TenantId, Guid EndpointId, PauseReason Why);

/// <summary>What is due is read here, and what came of it written.</summary>
internal sealed class DeliveryRows(IDbContextFactory<EmailConsoleDb> contexts, TimeProvider clock)
{
    /// <summary>Deliveries of an endpoint that are read at a time, with their bodies.</summary>
    public const int Step = 16;

    /// <returns>The endpoints of which something is due.</returns>
    public async Task<IReadOnlyList<Guid>> FindDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (now, deliveries) = (clock.GetUtcNow(), db.Set<WebhookDelivery>());
        return await db.Set<WebhookEndpoint>()
            .Where(e => e.PausedAt == null && deliveries.Any(d => d.EndpointId == e.Id && d.DueAt <= now))
            .Select(e => e.Id).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<DueDelivery>> TakeAsync(Guid endpointId, IReadOnlyCollection<Guid> held, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        return await db.Set<WebhookDelivery>()
            .Where(d => d.EndpointId == endpointId && d.DueAt <= now && !held.Contains(d.Id))
            .OrderBy(d => d.DueAt).ThenBy(d => d.Id).Take(Step)
            .Join(db.Set<WebhookEvent>(), d => d.EventId, e => e.Id, (d, e) => new DueDelivery(d.Id, e.Id, d.Attempts, d.Since, e.Body))
            .ToListAsync(cancellationToken);
    }

    /// <summary>All of them in one transaction.</summary>
    /// <returns>The endpoints that were paused by it.</returns>
    public async Task<IReadOnlyList<PausedEndpoint>> RecordAsync(IReadOnlyList<PostResult> results, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await HeldEndpoints.HoldAsync(db, [.. results.Select(r => r.Endpoint.Id).Distinct()], cancellationToken);
        foreach (var result in results)
        {
            await WriteAsync(db, result, cancellationToken);
        }

        List<PausedEndpoint> paused = [];
        foreach (var own in results.GroupBy(r => r.Endpoint.Id))
        {
            if (await JudgeAsync(db, [.. own], cancellationToken) is { } gone)
            {
                paused.Add(gone);
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return paused;
    }

    private async Task WriteAsync(EmailConsoleDb db, PostResult result, CancellationToken cancellationToken)
    {
        var (_, delivery, answer) = result;
        var (now, attempts) = (clock.GetUtcNow(), delivery.Attempts + 1);
        var next = answer.IsGood || answer.IsGone ? null : AttemptPlan.NextAfter(attempts, delivery.Since, now, answer.RetryAfter, Random.Shared.NextDouble());
        var state = answer.IsGood ? WebhookState.Delivered : next is null ? WebhookState.Failed : WebhookState.Waiting;
        await db.Set<WebhookDelivery>().Where(d => d.Id == delivery.Id && (answer.IsGood || d.State == WebhookState.Waiting)).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, state)
                .SetProperty(d => d.Attempts, attempts)
                .SetProperty(d => d.DueAt, next)
                .SetProperty(d => d.FinishedAt, next is null ? now : null)
                .SetProperty(d => d.TriedAt, answer.At)
                .SetProperty(d => d.Duration, answer.Duration)
                .SetProperty(d => d.Status, answer.Status)
                .SetProperty(d => d.Answer, answer.Text)
                .SetProperty(d => d.Problem, answer.Problem),
            cancellationToken);
    }

    // How an endpoint fares, by the last of its answers, is no change of its settings: its version stays
    private async Task<PausedEndpoint?> JudgeAsync(EmailConsoleDb db, IReadOnlyList<PostResult> results, CancellationToken cancellationToken)
    {
        var (id, now) = (results[0].Endpoint.Id, clock.GetUtcNow());
        var row = db.Set<WebhookEndpoint>().Where(e => e.Id == id);
        if (results.LastOrDefault(r => r.Answer.IsGood) is { } good)
        {
            await row.ExecuteUpdateAsync(
                set => set.SetProperty(e => e.LastSuccessAt, good.Answer.At).SetProperty(e => e.FailingSince, (DateTimeOffset?)null), cancellationToken);
        }

        var isGone = results.Any(r => r.Answer.IsGone);
        if (results[^1].Answer.IsGood && !isGone)
        {
            return null;
        }

        DateTimeOffset? first = results.First(r => !r.Answer.IsGood).Answer.At;
        var problem = results.Last(r => !r.Answer.IsGood).Answer.Why;
        await row.ExecuteUpdateAsync(
            set => set.SetProperty(e => e.FailingSince, e => e.FailingSince ?? first).SetProperty(e => e.FailingWhy, problem), cancellationToken);
        var endpoint = await row.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (endpoint is null || endpoint.PausedAt is not null || !(isGone || await HasFailedForLongAsync(db, endpoint, now, cancellationToken)))
        {
            return null;
        }

        var why = isGone ? PauseReason.Gone : PauseReason.Failing;
        await PauseAsync(db, id, why, now, cancellationToken);
        return new PausedEndpoint(endpoint.TenantId, id, why);
    }

    /// <summary>Nothing is sent to it any more; what waited can be replayed. The caller commits.</summary>
    public static async Task PauseAsync(EmailConsoleDb db, Guid id, PauseReason why, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.Set<WebhookEndpoint>().Where(e => e.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.PausedAt, (DateTimeOffset?)now).SetProperty(e => e.PausedWhy, why).SetProperty(e => e.Version, Guid.CreateVersion7(now)), cancellationToken);
        await db.Set<WebhookDelivery>().Where(d => d.EndpointId == id && d.DueAt != null).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, WebhookState.Missed).SetProperty(d => d.DueAt, (DateTimeOffset?)null).SetProperty(d => d.FinishedAt, (DateTimeOffset?)now),
            cancellationToken);
    }

    private static async Task<bool> HasFailedForLongAsync(EmailConsoleDb db, WebhookEndpoint endpoint, DateTimeOffset now, CancellationToken cancellationToken) =>
        endpoint.FailingSince is { } since && now - since >= AttemptPlan.PauseAfter
        && await db.Set<WebhookDelivery>().CountAsync(
            d => d.EndpointId == endpoint.Id && d.State == WebhookState.Failed && d.FinishedAt >= since
                && db.Set<WebhookEvent>().Any(e => e.Id == d.EventId && e.Type != EventTypes.WebhookTest),
            cancellationToken) >= AttemptPlan.PauseAfterFailed;
}
