using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Posting;
using EmailConsole.Events.Queue;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Persistence;
using EmailConsole.Tests.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Events.Queue;

/// <summary>Several who write at once, as PostgreSQL lets them: an endpoint is paused while something is handed on to it, or answered by it.</summary>
public sealed class HeldEndpointsTests : IAsyncLifetime
{
    private EventsBed _bed = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_bed is not null)
        {
            await _bed.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task Run_TheEndpointIsBeingPaused_WhatHappenedIsMissedAndDoesNotWait()
    {
        var id = await OpenAsync();
        await _bed.Get<WebhookWorker>().StopAsync(default);
        await using var pausing = await _bed.DbAsync();
        await using (var db = await _bed.DbAsync())
        {
            var now = _bed.Time.GetUtcNow();
            db.Add(new OutboxEvent { Id = Guid.CreateVersion7(now), TenantId = _bed.Tenant, MessageId = Guid.CreateVersion7(now), Kind = EmailEventKind.Delivered, OccurredAt = now, Attempts = 1, States = [(byte)EmailState.Delivered] });
            await db.SaveChangesAsync();
        }

        await using var transaction = await pausing.Database.BeginTransactionAsync();
        await DeliveryRows.PauseAsync(pausing, id, PauseReason.ByHand, _bed.Time.GetUtcNow(), default);
        var handsOn = _bed.Get<FanOut>().RunAsync(default);
        await UntilWaitsAsync(handsOn);
        await transaction.CommitAsync();
        await handsOn;

        var delivery = Assert.Single(await _bed.DeliveriesAsync());
        Assert.Equal((WebhookState.Missed, null), (delivery.State, delivery.DueAt));
    }

    [PostgresFact]
    public async Task Record_TheEndpointIsBeingPaused_NeitherWaitsForTheOther()
    {
        var id = await OpenAsync();
        await _bed.Get<WebhookWorker>().StopAsync(default);
        await _bed.HappensAsync(2);
        var endpoint = _bed.Get<EndpointDirectory>().Find(_bed.Tenant, id)!;
        var due = await _bed.Get<DeliveryRows>().TakeAsync(id, [], default);
        var good = new WebhookAnswer(_bed.Time.GetUtcNow(), TimeSpan.Zero, 204, null, null);
        await using var pausing = await _bed.DbAsync();
        await using var transaction = await pausing.Database.BeginTransactionAsync();
        await pausing.Set<WebhookEndpoint>().Where(e => e.Id == id).ExecuteUpdateAsync(set => set.SetProperty(e => e.PausedAt, (DateTimeOffset?)_bed.Time.GetUtcNow()));

        var records = _bed.Get<DeliveryRows>().RecordAsync([new PostResult(endpoint, due[0], good)], default);
        await UntilWaitsAsync(records);
        await DeliveryRows.PauseAsync(pausing, id, PauseReason.ByHand, _bed.Time.GetUtcNow(), default);
        await transaction.CommitAsync();
        await records;

        Assert.Equal([WebhookState.Delivered, WebhookState.Missed], (await _bed.DeliveriesAsync()).Select(d => d.State).Order());
    }

    private async Task<Guid> OpenAsync()
    {
        _bed = await EventsBed.OpenAsync(kind: DatabaseKind.PostgreSql);
        return (await _bed.AddEndpointAsync()).Id;
    }

    // Until it waits for what is held, or does not have to
    private async Task UntilWaitsAsync(Task task)
    {
        using var bound = new CancellationTokenSource(Bound.Wait);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        await using var db = await _bed.DbAsync();
        while (!task.IsCompleted
            && await db.Database.SqlQuery<long>($"SELECT count(*) AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").SingleAsync(bound.Token) == 0)
        {
            await poll.WaitForNextTickAsync(bound.Token);
        }
    }
}
