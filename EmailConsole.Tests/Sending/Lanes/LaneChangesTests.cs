using EmailConsole.Accounts.TenantManagement;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store.Sql;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Outbox.Store.Sqlite;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Sending.Lanes;

/// <summary>What changes while a lane is loaded reaches its next message.</summary>
public sealed class LaneChangesTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _first = new ScriptedSmtpServer().Start();
    private readonly ScriptedSmtpServer _second = new ScriptedSmtpServer().Start();
    private LaneBed _bed = null!;

    public Task InitializeAsync()
    {
        _bed = new LaneBed
        {
            Deployment = LaneBed.FileFor(_first),

            // So that nothing goes again by the time that passes
            Settings = new Dictionary<string, string> { ["Outbox:FirstRetry"] = "01:00:00" },
        };
        _bed.Own(_first);
        _bed.Own(_second);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Update_OfALoadedTenant_MovesItToItsOwnChannel()
    {
        var tenant = await _bed.AddTenantAsync();
        await _bed.AcceptAsync(tenant);
        await _bed.SettledAsync(tenant, 1);
        Assert.Equal(TenantDomain.SuperTenantId, _bed.Lanes.Find(tenant)!.ProviderId);

        await _bed.UpdateAsync(tenant, LaneBed.SettingsFor(_second));
        await _bed.AcceptAsync(tenant);

        await _bed.SettledAsync(tenant, 2);
        Assert.Equal((1, 1), (_first.Messages.Count, _second.Messages.Count));
        Assert.Equal(tenant, _bed.Lanes.Find(tenant)!.ProviderId);
    }

    [Fact]
    public async Task Update_WhileTheFormerServerHoldsEveryConnection_NextMessageLeavesAtOnce()
    {
        var hung = new ScriptedSmtpServer().FallSilentAt("CONTENT").Start();
        _bed.Own(hung);
        var tenant = await _bed.AddTenantAsync(LaneBed.SettingsFor(hung) with { MaxConnections = 1 });
        await _bed.AcceptAsync(tenant);
        await hung.Silent;

        await _bed.UpdateAsync(tenant, LaneBed.SettingsFor(_second) with { MaxConnections = 1 });
        await _bed.AcceptAsync(tenant);

        await _bed.SettledAsync(tenant, 1);
        Assert.Single(_second.Messages);
        Assert.Equal(1, hung.OpenConnections);
    }

    [Fact]
    public async Task Revert_OfALoadedTenant_MovesItToTheSuperTenantsChannel()
    {
        var tenant = await _bed.AddTenantAsync(LaneBed.SettingsFor(_second), "reverted.example");
        await _bed.AcceptAsync(tenant);
        await _bed.SettledAsync(tenant, 1);
        Assert.Equal(tenant, _bed.Lanes.Find(tenant)!.ProviderId);

        await RevertAsync(tenant, "reverted.example");
        await _bed.AcceptAsync(tenant);

        await _bed.SettledAsync(tenant, 2);
        Assert.Equal((1, 1), (_first.Messages.Count, _second.Messages.Count));
        Assert.Equal(TenantDomain.SuperTenantId, _bed.Lanes.Find(tenant)!.ProviderId);
    }

    [Fact]
    public async Task Update_WhileMessagesWaitForTheirNextTry_TriesThemAtOnce()
    {
        _first.Reply("MAIL", "451 4.3.0 Later");
        var tenant = await _bed.AddTenantAsync(_first);
        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 3)]);
        await _bed.AcceptAsync(tenant, Emails.New() with { SendAt = TimeProvider.System.GetUtcNow().AddHours(1) });
        await _bed.SettledAsync(tenant, 3, EmailState.Retrying);

        await _bed.UpdateAsync(tenant, LaneBed.SettingsFor(_second));

        await _bed.SettledAsync(tenant, 3);
        Assert.Equal(1, _bed.Outbox.CountsOf(tenant).Queued);
        Assert.Equal(3, _second.Messages.Count);
    }

    [Fact]
    public async Task Edit_OfTheFileWhileMessagesWaitForTheirNextTry_TriesThoseOfTheTenantsThatInheritIt()
    {
        _first.Reply("MAIL", "451 4.3.0 Later");
        var inheriting = await _bed.AddTenantAsync();
        var own = await _bed.AddTenantAsync(_first);
        await _bed.AcceptAsync(inheriting);
        await _bed.AcceptAsync(own);
        await _bed.SettledAsync(inheriting, 1, EmailState.Retrying);
        await _bed.SettledAsync(own, 1, EmailState.Retrying);

        await File.WriteAllTextAsync(_bed.DeploymentFile, LaneBed.FileFor(_second));

        await _bed.SettledAsync(inheriting, 1);
        Assert.Equal((1, 0), (_bed.Outbox.CountsOf(own).Retrying, _bed.Outbox.CountsOf(own).Delivered));
        Assert.Single(_second.Messages);
    }

    [Fact]
    public async Task Revert_WhileTheTenantsCircuitIsOpen_SendsWhatWaits()
    {
        _second.Reply("AUTH", "535 5.7.8 Bad credentials");
        var settings = LaneBed.SettingsFor(_second) with { AuthenticationType = AuthenticationType.Basic, Username = "codes" };
        var tenant = await _bed.AddTenantAsync(settings, "refused.example");
        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 20)]);
        await Bound.UntilAsync(() => _bed.Channels.Find(tenant)?.Circuit.Position == CircuitPosition.Open);
        await Bound.UntilAsync(() => _bed.Lanes.Find(tenant)!.Sending == 0);

        await RevertAsync(tenant, "refused.example");

        // Also the three that were refused
        await _bed.SettledAsync(tenant, 20);
        Assert.Equal(20, _first.Messages.Count);
        Assert.NotEqual(CircuitPosition.Open, _bed.Channels.Find(tenant)?.Circuit.Position);
        Assert.Equal(3, _second.Commands.Count(c => c.StartsWith("AUTH", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Edit_OfTheFile_ReachesLoadedLanes()
    {
        var tenant = await _bed.AddTenantAsync();
        await _bed.AcceptAsync(tenant);
        await _bed.SettledAsync(tenant, 1);
        var reads = 0;
        using var read = _bed.Service<ISuperTenantProvider>().Subscribe(_ => Interlocked.Increment(ref reads));

        await File.WriteAllTextAsync(_bed.DeploymentFile, LaneBed.FileFor(_second));
        await Bound.UntilAsync(() => reads > 0);
        await Bound.UntilAsync(() => _bed.Lanes.Find(tenant)!.ProviderId is null);
        await _bed.AcceptAsync(tenant);

        await _bed.SettledAsync(tenant, 2);
        Assert.Equal((1, 1), (_first.Messages.Count, _second.Messages.Count));
    }

    [Fact]
    public async Task Deactivate_WithALoadedLane_SendsNothingUntilItIsActiveAgain()
    {
        var person = await _bed.OpenSessionAsync(await _bed.AddSuperAdministratorAsync());
        var activation = _bed.Service<SetTenantActive>();
        var tenant = await _bed.AddTenantAsync(_second);
        await _bed.AcceptAsync(tenant);
        await _bed.SettledAsync(tenant, 1);
        await _bed.AcceptAsync(tenant, Emails.New() with { SendAt = TimeProvider.System.GetUtcNow().AddHours(1) });

        await activation.HandleAsync(person, tenant, isActive: false, CancellationToken.None);
        await _bed.LoadedAsync(tenant, isLoaded: false);
        await _bed.Service<OutboxWriter>().WriteAsync(new SqlWrite("UPDATE OutboxMessages SET DueAt = AcceptedAt WHERE DueAt IS NOT NULL"));
        var other = await _bed.AddTenantAsync(_second);
        await _bed.AcceptAsync(other);
        await _bed.SettledAsync(other, 1);

        Assert.Equal(1, _bed.Outbox.CountsOf(tenant).Waiting);
        Assert.Null(_bed.Lanes.Find(tenant));
        await activation.HandleAsync(person, tenant, isActive: true, CancellationToken.None);
        await _bed.SettledAsync(tenant, 2);
    }

    [Fact]
    public async Task Start_WithABacklog_LoadsTheLaneByItself()
    {
        await using var stopped = new LaneBed { IsOnSqlite = true };
        var tenant = await stopped.AddTenantAsync();
        await stopped.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 50)]);
        await using var copy = new LaneBed { IsOnSqlite = true, HomeOf = LaneBed.CopyOf(stopped) };

        _ = copy.Url;
        await copy.LoadedAsync(tenant);
        await copy.UpdateAsync(tenant, LaneBed.SettingsFor(_second));

        await copy.SettledAsync(tenant, 50);
        Assert.Equal(50, _second.Messages.Count);
    }

    private async Task RevertAsync(Guid tenant, string domain)
    {
        var person = await _bed.OpenSessionAsync(await _bed.AddPersonAsync(domain, "admin", ActorRole.Administrator));
        await using var db = await _bed.OpenDbAsync();
        var version = (await db.Set<EmailProvider>().AsNoTracking().SingleAsync(p => p.TenantId == tenant)).Version;
        Assert.IsType<UpdateResult.Saved>(
            await _bed.Service<IEmailProviderWriter>().RevertAsync(person, domain, version, CancellationToken.None));
    }
}
