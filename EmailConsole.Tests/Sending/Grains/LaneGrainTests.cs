using EmailConsole.EmailProviders;
using EmailConsole.Persistence;
using EmailConsole.Sending;
using EmailConsole.Sending.Channels;
using EmailConsole.Sending.Grains;
using EmailConsole.Sending.Lanes;
using EmailConsole.Sending.Loading;
using EmailConsole.Sending.Recording;
using EmailConsole.Tests.Sending.Lanes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.TestingHost;

namespace EmailConsole.Tests.Sending.Grains;

/// <summary>The grains in a cluster of two silos: each lane and each channel exists once, and moves where its silo dies.</summary>
public sealed class LaneGrainTests : IAsyncLifetime
{
    private readonly LaneBed _bed = new();
    private InProcessTestCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _ = _bed.Url;
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) => AddLanes(silo.Services));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _bed.DisposeAsync();
    }

    [Fact]
    public async Task Load_ByManyAtOnce_LoadsOneLaneInTheCluster()
    {
        var tenant = await _bed.AddTenantAsync();

        var loaded = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Grain(tenant).LoadAsync()));

        Assert.All(loaded, Assert.True);
        Assert.Single(Holders(tenant));
    }

    [Fact]
    public async Task Unload_OfALoadedLane_LeavesNoneAndCanBeLoadedAgain()
    {
        var tenant = await _bed.AddTenantAsync();
        await Grain(tenant).LoadAsync();

        await Grain(tenant).UnloadAsync();

        Assert.Empty(Holders(tenant));
        Assert.True(await Grain(tenant).LoadAsync());
        Assert.Single(Holders(tenant));
    }

    [Fact]
    public async Task Deactivate_ByTheRuntime_StopsTheLane()
    {
        var tenant = await _bed.AddTenantAsync();
        await Grain(tenant).LoadAsync();

        await _cluster.DeactivateAsync(Grain(tenant));

        await LaneBed.UntilAsync(() => !Holders(tenant).Any());
    }

    [Fact]
    public async Task Stop_OfTheSiloThatHasTheLane_TheOtherOneLoadsIt()
    {
        var tenant = await _bed.AddTenantAsync();
        await Grain(tenant).LoadAsync();
        var holder = Holders(tenant).Single();
        var gone = holder.ServiceProvider.GetRequiredService<LaneSet>();

        await _cluster.StopSiloAsync(holder);

        Assert.Null(gone.Find(tenant));
        Assert.True(await Grain(tenant).LoadAsync());
        Assert.NotEqual(holder, Holders(tenant).Single());
    }

    [Fact]
    public async Task Open_ByManyAtOnce_OpensOneChannelInTheCluster()
    {
        var owner = await _bed.AddTenantAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _cluster.Client.GetGrain<IChannelGrain>(owner).OpenAsync()));

        Assert.Single(_cluster.Silos, s => s.ServiceProvider.GetRequiredService<ChannelSet>().Find(owner) is not null);
    }

    private ILaneGrain Grain(Guid tenant) => _cluster.Client.GetGrain<ILaneGrain>(tenant);

    private IEnumerable<InProcessSiloHandle> Holders(Guid tenant) =>
        _cluster.Silos.Where(s => s.IsActive && s.ServiceProvider.GetRequiredService<LaneSet>().Find(tenant) is not null);

    // Lanes and channels of its own for each silo; the database of the console for both
    private void AddLanes(IServiceCollection services)
    {
        services.AddSingleton(_ => _bed.Service<IDbContextFactory<EmailConsoleDb>>());
        services.AddSingleton(_ => _bed.Service<TenantLoading>());
        services.AddSingleton(_ => _bed.Service<LaneWakes>());
        services.AddSingleton(_ => new LaneSet(
            _bed.Outbox,
            _bed.Service<IEffectiveProvider>(),
            _bed.Service<IChannelActivation>(),
            new LaneMemory(),
            new WithdrawnEmails(),
            TimeProvider.System,
            NullLogger<Lane>.Instance));
        services.AddSingleton(_ => new ChannelSet(
            _bed.Service<Dispatcher>(),
            _bed.Service<DeliveryRecorder>(),
            _bed.Service<EmailConsole.Delivery.Pool.ConnectionPools>(),
            TimeProvider.System,
            _bed.Service<EmailConsole.Tenants.Telemetry.TenantLabel>(),
            NullLogger<ProviderChannel>.Instance));
    }
}
