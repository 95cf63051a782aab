using EmailConsole.Accounts.TenantManagement;
using EmailConsole.Outbox;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Outbox.Trends;

/// <summary>What the Tenants page says of the mail of its tenants.</summary>
public sealed class TenantDeliveriesTests : IAsyncLifetime
{
    private readonly LaneBed _bed = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task List_TenantsWithMail_SaysWhenItWasDeliveredAndHowItFares()
    {
        var begun = TimeProvider.System.GetUtcNow();
        var good = await _bed.AddTenantAsync(LaneBed.SettingsFor(_bed.Own(new ScriptedSmtpServer().Start())), "good.example");
        var down = await _bed.AddTenantAsync(LaneBed.SettingsFor(_bed.Own(new ScriptedSmtpServer().DropAt("CONNECT").Start())), "down.example");
        await _bed.AddTenantAsync(domain: "none.example");
        await _bed.AcceptAsync(good);
        await _bed.AcceptAsync(down);
        await _bed.SettledAsync(good, 1);
        await _bed.SettledAsync(down, 1, EmailState.Retrying);

        var person = await _bed.OpenSessionAsync(await _bed.AddSuperAdministratorAsync());
        var tenants = _bed.Service<ListTenants>();
        var list = await tenants.HandleAsync(person, new TenantListing(".example", 0, 25) { Order = TenantOrder.Health, IsDescending = true }, CancellationToken.None);
        var lives = await tenants.FindLivesAsync(person, [.. list!.Rows.Select(r => r.Id)], CancellationToken.None);

        // The worst first
        Assert.Equal(["down.example", "good.example", "none.example"], list.Rows.Select(r => r.Domain));
        Assert.Equal([down], lives!.NeedingAttention);
        var rows = list.Rows.ToDictionary(row => row.Domain, row => lives.Of[row.Id], StringComparer.Ordinal);
        Assert.InRange(rows["good.example"].Deliveries.LastSuccess!.Value, begun, TimeProvider.System.GetUtcNow());
        Assert.Null(rows["good.example"].Deliveries.LastFailure);
        Assert.IsType<ProviderHealth.Works>(rows["good.example"].Health);
        Assert.InRange(rows["down.example"].Deliveries.LastFailure!.Value, begun, TimeProvider.System.GetUtcNow());
        Assert.Null(rows["down.example"].Deliveries.LastSuccess);
        Assert.True(rows["down.example"].Health.NeedsAttention);
        Assert.Equal(new TenantDeliveries(null, null), rows["none.example"].Deliveries);
        Assert.IsType<ProviderHealth.Missing>(rows["none.example"].Health);
    }
}
