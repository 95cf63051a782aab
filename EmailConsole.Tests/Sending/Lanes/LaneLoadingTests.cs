using EmailConsole.Sending.Loading;
using EmailConsole.Tenants;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Sending.Lanes;

/// <summary>When lanes load and unload.</summary>
public sealed class LaneLoadingTests : IAsyncLifetime
{
    private readonly ShiftedTime _time = new();
    private readonly ScriptedSmtpServer _server = new ScriptedSmtpServer().Start();
    private readonly LaneBed _bed;

    public LaneLoadingTests() => _bed = new LaneBed
    {
        Deployment = $"""
            [tenant_mgt]
            tenant_idle_timeout = 5
            eager_loading_tenants = "eager.example,unknown.example"

            {LaneBed.FileFor(_server)}
            """,
        ReplaceServices = services => services.AddSingleton<TimeProvider>(_time),
    };

    public Task InitializeAsync()
    {
        _bed.Own(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Idle_ForTheTimeout_UnloadsLazyLanesThatHaveNothingToDo()
    {
        var idle = await _bed.AddTenantAsync(_server);
        var waiting = await _bed.AddTenantAsync(_server);
        var eager = await _bed.AddTenantAsync(LaneBed.SettingsFor(_server), "eager.example");
        await _bed.AcceptAsync(waiting, Emails.New() with { SendAt = _time.GetUtcNow().AddHours(1) });
        foreach (var tenant in (Guid[])[idle, eager])
        {
            await _bed.AcceptAsync(tenant);
            await _bed.SettledAsync(tenant, 1);
        }

        await _bed.LoadedAsync(waiting);
        _time.Pass(TimeSpan.FromMinutes(6));

        await _bed.LoadedAsync(idle, isLoaded: false);
        Assert.NotNull(_bed.Lanes.Find(waiting));
        Assert.NotNull(_bed.Lanes.Find(eager));
        await _bed.AcceptAsync(idle);
        await _bed.SettledAsync(idle, 2);
    }

    [Fact]
    public async Task Due_WhileTheTenantIsNotLoaded_LoadsIt()
    {
        var tenant = await _bed.AddTenantAsync(_server);
        await _bed.AcceptAsync(tenant, Emails.New() with { SendAt = _time.GetUtcNow().AddSeconds(4) });
        await _bed.LoadedAsync(tenant);
        await _bed.Service<ITenantLanes>().UnloadAsync(tenant, CancellationToken.None);
        Assert.Null(_bed.Lanes.Find(tenant));

        await _bed.SettledAsync(tenant, 1);
        Assert.NotNull(_bed.Lanes.Find(tenant));
    }

    [Fact]
    public async Task Start_EagerTenants_AreLoadedWithoutWorkAndTheUnknownIsTold()
    {
        var folder = new TemporaryFolder();
        Guid eager;
        await using (var before = new LaneBed { HomeOf = folder })
        {
            eager = await before.AddTenantAsync(domain: "eager.example");
        }

        await using var bed = new LaneBed { HomeOf = folder, Deployment = "[tenant_mgt]\neager_loading_tenants = \"*,!carbon.super\"\n" };
        _ = bed.Url;

        await bed.LoadedAsync(eager);
        Assert.Null(bed.Lanes.Find(TenantDomain.SuperTenantId));
        _ = _bed.Url;
        await Bound.UntilAsync(() => _bed.Log.Any(line => line.Contains("there is no tenant unknown.example", StringComparison.Ordinal)));
        folder.Dispose();
    }

    [Fact]
    public async Task Edit_OfTheEagerTenants_LoadsThemAtOnce()
    {
        var tenant = await _bed.AddTenantAsync(domain: "later.example");
        Assert.Null(_bed.Lanes.Find(tenant));

        await File.WriteAllTextAsync(_bed.DeploymentFile, "[tenant_mgt]\neager_loading_tenants = \"later.example\"\n");

        await _bed.LoadedAsync(tenant);
    }

    [Fact]
    public async Task Load_InactiveOrUnknown_IsNotLoaded()
    {
        var inactive = await _bed.AddTenantAsync(LaneBed.SettingsFor(_server), isActive: false);

        Assert.False(await _bed.Service<LaneLoader>().LoadAsync(inactive, CancellationToken.None));
        Assert.False(await _bed.Service<LaneLoader>().LoadAsync(Guid.NewGuid(), CancellationToken.None));
        Assert.Null(_bed.Lanes.Find(inactive));
    }
}
