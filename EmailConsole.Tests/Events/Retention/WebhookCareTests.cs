using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Queue;
using EmailConsole.Events.Retention;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Events.Retention;

public sealed class WebhookCareTests : IAsyncLifetime
{
    private EventsBed _bed = null!;

    public async Task InitializeAsync() => _bed = await EventsBed.OpenAsync(new Dictionary<string, string?> { ["Webhooks:MaxKept"] = "100" });

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Run_AfterThirtyDays_NothingIsKept()
    {
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

    [Fact]
    public async Task Run_TooManyOfAnEndpoint_TheOldestThatAreDoneWithGo()
    {
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

    [Fact]
    public async Task Remove_Tenant_NothingOfItIsLeft()
    {
        await _bed.AddEndpointAsync();
        await _bed.HappensAsync(3);

        await _bed.Get<IEnumerable<ITenantData>>().OfType<TenantWebhooks>().Single().RemoveAsync(_bed.Tenant, default);

        Assert.Empty(await _bed.DeliveriesAsync());
        Assert.Equal(0, await EventsAsync());
        Assert.True(_bed.Get<EndpointDirectory>().IsEmpty);
    }

    private Task RunAsync() => _bed.Get<WebhookCare>().RunAsync(default);

    private async Task<int> EventsAsync()
    {
        await using var db = await _bed.DbAsync();
        return await db.Set<WebhookEvent>().CountAsync();
    }
}
