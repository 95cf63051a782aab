using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Queue;
using EmailConsole.Events.Retention;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.Tests.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Events.Retention;

public sealed class WebhookCareTests : IAsyncLifetime
{
    private EventsBed _bed = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Run_AfterThirtyDays_NothingIsKept(DatabaseKind kind)
    {
        await OpenAsync(kind);
        await _bed.AddEndpointAsync();
        await _bed.HappensAsync(3);
        await _bed.UntilAsync(all => all.All(d => d.State == WebhookState.Delivered));
        _bed.Time.Advance(TimeSpan.FromDays(29));
        await RunAsync();
        Assert.Equal(3, (await _bed.DeliveriesAsync()).Count);

        _bed.Time.Advance(TimeSpan.FromDays(2));
        await RunAsync();

        Assert.Empty(await _bed.DeliveriesAsync());
        Assert.Equal(0, await EventsAsync());
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Run_TooManyOfAnEndpoint_TheOldestThatAreDoneWithGo(DatabaseKind kind)
    {
        await OpenAsync(kind);
        await _bed.AddEndpointAsync(change: e => (e.PausedAt, e.PausedWhy) = (_bed.Time.GetUtcNow(), PauseReason.ByHand));
        var first = await _bed.HappensAsync();
        _bed.Time.Advance(TimeSpan.FromMinutes(1));
        await _bed.HappensAsync(99);
        _bed.Time.Advance(TimeSpan.FromMinutes(1));
        await _bed.HappensAsync(20);
        _bed.Time.Advance(TimeSpan.FromMinutes(20));

        await RunAsync();

        var kept = await _bed.DeliveriesAsync();
        Assert.Equal(100, kept.Count);
        Assert.DoesNotContain(kept, d => d.EventId == first);
        Assert.Equal(100, await EventsAsync());
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Remove_Tenant_NothingOfItIsLeft(DatabaseKind kind)
    {
        await OpenAsync(kind);
        await _bed.AddEndpointAsync();
        await _bed.HappensAsync(3);

        await _bed.Get<IEnumerable<ITenantData>>().OfType<TenantWebhooks>().Single().RemoveAsync(_bed.Tenant, default);

        Assert.Empty(await _bed.DeliveriesAsync());
        Assert.Equal(0, await EventsAsync());
        Assert.True(_bed.Get<EndpointDirectory>().IsEmpty);
    }

    private async Task OpenAsync(DatabaseKind kind) =>
        _bed = await EventsBed.OpenAsync(new Dictionary<string, string?> { ["Webhooks:MaxKept"] = "100" }, kind: kind);

    private Task RunAsync() => _bed.Get<WebhookCare>().RunAsync(default);

    private async Task<int> EventsAsync()
    {
        await using var db = await _bed.DbAsync();
        return await db.Set<WebhookEvent>().CountAsync();
    }
}
