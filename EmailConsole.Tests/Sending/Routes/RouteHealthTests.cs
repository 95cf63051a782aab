using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Health;
using EmailConsole.Outbox.Trends;
using EmailConsole.Tenants;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Sending.Routes;

/// <summary>What is known of each provider of a route, and what becomes of it when one of them is changed.</summary>
public sealed class RouteHealthTests : IAsyncLifetime
{
    private readonly LaneBed _bed = new();
    private ScriptedSmtpServer _first = null!;
    private ScriptedSmtpServer _second = null!;
    private Guid _tenant;
    private Guid _standby;

    public async Task InitializeAsync()
    {
        _first = _bed.Own(new ScriptedSmtpServer()).Start();
        _second = _bed.Own(new ScriptedSmtpServer()).Start();
        _tenant = await _bed.AddRoutedTenantAsync(_first, _second);
        await using var db = await _bed.OpenDbAsync();
        _standby = await db.Set<EmailProvider>().Where(p => p.TenantId == _tenant && p.Position == 1).Select(p => p.Id).SingleAsync();
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Health_TheFirstIsPausedAndTheStandbyIsNot_SaysByWhichMailLeaves()
    {
        await PauseFirstAsync();

        var health = Assert.IsType<ProviderHealth.ByStandby>(await HealthAsync());

        Assert.Equal("server 2", health.Name);
        Assert.True(health.NeedsAttention);
        Assert.Equal([_tenant], await Healths.FindNeedingAttentionAsync(default));
        Assert.Empty(await Healths.FindPausesAsync([_tenant], default));
        Assert.Equal([_tenant, _standby], _bed.Service<IChannelStates>().All().OrderBy(c => c.Place).Select(c => c.ProviderId));
    }

    /// <summary>Its circuit is closed still, but what it could not take has gone on.</summary>
    [Fact]
    public async Task Health_TheFirstHasFailedOnce_SaysByWhichMailLeaves()
    {
        _first.DropAt("CONNECT");
        await _bed.AcceptAsync(_tenant);
        await _bed.SettledAsync(_tenant, 1);

        Assert.False(_bed.Channels.Find(_tenant)!.IsPaused);
        Assert.Equal("server 2", Assert.IsType<ProviderHealth.ByStandby>(await HealthAsync()).Name);
    }

    [Fact]
    public async Task Health_BothArePaused_IsThatOfTheFirst()
    {
        await PauseFirstAsync();
        _second.Reply("MAIL", "421 4.3.2 Closing for maintenance");
        await _bed.AcceptAsync(_tenant, [.. Enumerable.Repeat(Emails.New(), 10)]);
        await Bound.UntilAsync(() => _bed.Channels.Find(_standby)!.IsPaused);

        Assert.IsType<ProviderHealth.Paused>(await HealthAsync());
        Assert.Equal(
            _bed.Channels.All().Min(c => c.NotBefore), (await Healths.FindPausesAsync([_tenant], default))[_tenant]);
    }

    [Fact]
    public async Task Health_TheStandbyAloneFails_HindersNobodysMail()
    {
        await PauseFirstAsync();
        _second.Reply("MAIL", "421 4.3.2 Closing for maintenance");
        await _bed.AcceptAsync(_tenant);
        await Bound.UntilAsync(() => _bed.Channels.Find(_standby)!.FailingSince is not null);

        // What waits is tried at once by the changed settings
        _first.Script.Clear();
        await ChangeAsync(_tenant, p => p.Settings = p.Settings with { DisplayName = "Changed" });
        await _bed.SettledAsync(_tenant, 21);

        Assert.IsNotType<ProviderHealth.ByStandby>(await HealthAsync());
        Assert.NotNull(_bed.Channels.Find(_standby)!.FailingSince);
        Assert.Empty(await Healths.FindNeedingAttentionAsync(default));
    }

    [Fact]
    public async Task Statistics_OfARoute_AreEachProvidersOwn()
    {
        await PauseFirstAsync();

        var pasts = await _bed.Service<DeliveryTrends>().ProvidersAsync([_tenant, _standby], default);

        Assert.False(pasts[_tenant].HasWorked);
        Assert.NotNull(pasts[_tenant].Failure);
        Assert.Equal(new ProviderPast(HasWorked: true, null), pasts[_standby]);
    }

    [Fact]
    public async Task Removed_AStandby_NothingIsKnownOfItAnyMore()
    {
        await PauseFirstAsync();

        _bed.Service<IProviderRetry>().Removed(new ProviderId(_standby));

        await Bound.UntilAsync(() =>
            !_bed.Service<DeliveryTrends>().ProvidersAsync([_standby], default).GetAwaiter().GetResult()[_standby].HasWorked);
        Assert.NotNull((await _bed.Service<DeliveryTrends>().ProvidersAsync([_tenant], default))[_tenant].Failure);
    }

    [Fact]
    public async Task Changed_TheStandbyOrTheOrder_KeepsTheCircuitOfTheFirst()
    {
        await PauseFirstAsync();
        var since = _bed.Channels.Find(_tenant)!.Circuit.Since;

        await ChangeAsync(_standby, p => p.Settings = p.Settings with { DisplayName = "Changed" });
        await ChangeAsync(_tenant, p => p.Name = "renamed");
        await _bed.AcceptAsync(_tenant);
        await _bed.SettledAsync(_tenant, 21);

        Assert.Equal((true, since), (_bed.Channels.Find(_tenant)!.IsPaused, _bed.Channels.Find(_tenant)!.Circuit.Since));
        Assert.NotNull((await _bed.Service<DeliveryTrends>().ProvidersAsync([_tenant], default))[_tenant].Failure);
    }

    [Fact]
    public async Task Changed_TheSettingsOfTheFirst_ItIsTriedAtOnce()
    {
        await PauseFirstAsync();
        _first.Script.Clear();

        await ChangeAsync(_tenant, p => p.Settings = p.Settings with { DisplayName = "Changed" });
        await _bed.AcceptAsync(_tenant);
        await _bed.SettledAsync(_tenant, 21);

        Assert.Single(_first.Messages);
        Assert.Null(_bed.Channels.Find(_tenant)!.FailingSince);
    }

    private ProviderHealths Healths => _bed.Service<ProviderHealths>();

    /// <summary>Twenty messages: they leave by the second.</summary>
    private async Task PauseFirstAsync()
    {
        _first.DropAt("CONNECT");
        await _bed.AcceptAsync(_tenant, [.. Enumerable.Repeat(Emails.New(), 20)]);
        await _bed.SettledAsync(_tenant, 20);
        Assert.True(_bed.Channels.Find(_tenant)!.IsPaused);
    }

    private async Task<ProviderHealth> HealthAsync() => (await Healths.FindAsync([_tenant], default))[_tenant];

    private async Task ChangeAsync(Guid provider, Action<EmailProvider> change)
    {
        Guid version;
        await using (var db = await _bed.OpenDbAsync())
        {
            var row = await db.Set<EmailProvider>().SingleAsync(p => p.Id == provider);
            change(row);
            await db.SaveChangesAsync();
            version = row.Version;
        }

        await _bed.Service<ProviderChanges>().TellAsync(_tenant, version);
    }
}
