using System.Text.Json;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Events;
using EmailConsole.Events.Queue;
using EmailConsole.Events.Watching;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Trends;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EmailConsole.Tests.Events.Watching;

public sealed class ProviderWatchTests : IAsyncLifetime
{
    private readonly FakeChannels _channels = new();
    private readonly FakeRoutes _routes = new();
    private EventsBed _bed = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_CircuitOpensAndCloses_IsToldOnceEach(DatabaseKind kind)
    {
        await OpenAsync(kind);
        Stands(CircuitPosition.Open);
        await LookAsync(3);
        Stands(CircuitPosition.HalfOpen);
        await LookAsync(2);
        Stands(CircuitPosition.Closed);
        await LookAsync(3);

        var told = await ToldAsync();
        Assert.Equal([EventTypes.ProviderFailing, EventTypes.ProviderRecovered], told.Select(e => e.Type));
        var data = JsonDocument.Parse(told[0].Body).RootElement.GetProperty("data");
        Assert.Equal(("Microsoft 365", _bed.Tenant), (data.GetProperty("provider").GetString(), data.GetProperty("providerId").GetGuid()));
        Assert.Equal("The cure.", data.GetProperty("failure").GetProperty("cure").GetString());
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_ComesAndGoes_IsToldAgainOnlyAfterAWhile(DatabaseKind kind)
    {
        await OpenAsync(kind);
        for (var i = 0; i < 10; i++)
        {
            Stands(i % 2 == 0 ? CircuitPosition.Open : CircuitPosition.Closed);
            await LookAsync();
        }

        Assert.Equal(2, (await ToldAsync()).Count);
        _bed.Time.Advance(TimeSpan.FromMinutes(6));
        Stands(CircuitPosition.Open);
        await LookAsync();

        Assert.Equal(3, (await ToldAsync()).Count);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_ThePlatformsProviderFails_NoTenantIsTold(DatabaseKind kind)
    {
        await OpenAsync(kind);
        _routes.Own = new RouteProvider(TenantDomain.SuperTenantId, TenantDomain.SuperTenantId, "");
        Stands(CircuitPosition.Open, TenantDomain.SuperTenantId);

        await LookAsync();

        Assert.Empty(await ToldAsync());
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Look_TheChannelIsClosedWhileItFails_ItIsNotSaidToWork(DatabaseKind kind)
    {
        await OpenAsync(kind);
        Stands(CircuitPosition.Open);
        await LookAsync();
        var now = _bed.Time.GetUtcNow();
        var email = new WaitingEmail(Guid.CreateVersion7(), _bed.Tenant, EmailPriority.Normal, now, now, now.AddHours(1), 0, "id@foo.example", 700, ["someone@bar.example"]);
        var failure = Emails.Failure(null, DeliveryStage.Connect) with { Blame = Blame.Provider, IsLasting = false };
        await Statistics.NoteAsync(changes => changes.Add(
            _bed.Tenant,
            new DeliveryReport(email, new DeliveryOutcome.Failed(failure), now, TimeSpan.Zero) { ProviderOwner = _bed.Tenant, ProviderId = _bed.Tenant },
            EmailState.Retrying,
            TimeSpan.Zero,
            now));
        _channels.States = [];

        await LookAsync(2);
        Assert.Single(await ToldAsync());
        await Statistics.NoteAsync(changes => changes.ProviderWorks(_bed.Tenant));
        await LookAsync();

        Assert.Equal([EventTypes.ProviderFailing, EventTypes.ProviderRecovered], (await ToldAsync()).Select(e => e.Type));
    }

    private async Task OpenAsync(DatabaseKind kind)
    {
        _bed = await EventsBed.OpenAsync(kind: kind, replace: services =>
        {
            services.RemoveAll<IChannelStates>().AddSingleton<IChannelStates>(_channels);
            services.AddSingleton<ITenantRoutes>(_routes);
        });
        await _bed.AddEndpointAsync();
        _routes.Own = new RouteProvider(_bed.Tenant, _bed.Tenant, "Microsoft 365");
    }

    private IOutboxStatistics Statistics => _bed.Get<IOutboxStatistics>();

    private void Stands(CircuitPosition position, Guid? owner = null)
    {
        var now = _bed.Time.GetUtcNow();
        var (id, isOpen) = (owner ?? _bed.Tenant, position != CircuitPosition.Closed);
        _channels.States =
        [
            new ChannelState(id, id, 0, 0, 1, null, new CircuitState(position, isOpen ? now : null, isOpen ? now : null, null))
            {
                FailingSince = isOpen ? now : null,
                LastFailure = isOpen ? Emails.Failure(null, DeliveryStage.Connect) : null,
            },
        ];
    }

    private async Task LookAsync(int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            await _bed.Get<ProviderWatch>().LookAsync(default);
        }
    }

    private async Task<IReadOnlyList<WebhookEvent>> ToldAsync()
    {
        await using var db = await _bed.DbAsync();
        return await db.Set<WebhookEvent>().AsNoTracking().OrderBy(e => e.Type).ToListAsync();
    }

    private sealed class FakeChannels : IChannelStates
    {
        public IReadOnlyCollection<ChannelState> States { get; set; } = [];

        public ChannelState? Find(Guid providerId) => States.FirstOrDefault(s => s.ProviderId == providerId);

        public IReadOnlyCollection<ChannelState> All() => States;

        public IReadOnlyCollection<ChannelState> Here() => States;
    }

    private sealed class FakeRoutes : ITenantRoutes
    {
        public RouteProvider Own { get; set; } = null!;

        public Task<IReadOnlyDictionary<Guid, IReadOnlyList<RouteProvider>>> FindRoutesAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<Guid, IReadOnlyList<RouteProvider>>>(tenantIds.ToDictionary(t => t, IReadOnlyList<RouteProvider> (_) => [Own]));

        public Task<IReadOnlyDictionary<Guid, Guid>> FindOwnersOfFirstsAsync(IReadOnlyCollection<Guid> providerIds, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
