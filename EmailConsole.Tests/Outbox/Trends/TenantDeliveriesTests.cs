using EmailConsole.Accounts.TenantManagement;
using EmailConsole.Outbox;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox.Lanes;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Outbox.Trends;

/// <summary>The column <em>Last mail</em> of the Tenants page.</summary>
public sealed class TenantDeliveriesTests : IAsyncLifetime
{
    private readonly LaneBed _bed = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task List_TenantsWithMail_SaysWhenItWasDeliveredAndWhetherItFails()
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
        var list = await _bed.Service<ListTenants>().HandleAsync(person, ".example", 0, 25, CancellationToken.None);

        var rows = list!.Rows.ToDictionary(row => row.Domain, row => row.Deliveries!, StringComparer.Ordinal);
        Assert.InRange(rows["good.example"].LastSuccess!.Value, begun, TimeProvider.System.GetUtcNow());
        Assert.Equal((null, false), (rows["good.example"].LastFailure, rows["good.example"].IsFailing));
        Assert.InRange(rows["down.example"].LastFailure!.Value, begun, TimeProvider.System.GetUtcNow());
        Assert.Equal((null, true), (rows["down.example"].LastSuccess, rows["down.example"].IsFailing));
        Assert.Equal((null, null, false), (rows["none.example"].LastSuccess, rows["none.example"].LastFailure, rows["none.example"].IsFailing));
    }
}
