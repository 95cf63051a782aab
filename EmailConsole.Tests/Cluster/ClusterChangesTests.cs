using System.Security.Claims;
using EmailConsole.Accounts.TenantManagement;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Persistence;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Cluster;

/// <summary>What one node changes is in force on the other.</summary>
public sealed class ClusterChangesTests : IAsyncLifetime
{
    private const string Domain = "changes.example";


    private readonly ScriptedSmtpServer _old = new ScriptedSmtpServer().Start();
    private readonly ScriptedSmtpServer _new = new ScriptedSmtpServer().Start();
    private NodeBed _bed = null!;
    private ClaimsPrincipal _person = null!;
    private Guid _tenant;
    private StoredEmailProvider? _stored;

    public async Task InitializeAsync()
    {
        _bed = await NodeBed.StartAsync();
        _tenant = await _bed[0].AddTenantAsync(LaneBed.SettingsFor(_old), Domain);
        _person = await _bed[0].OpenSessionAsync(await _bed[0].AddSuperAdministratorAsync());
        _stored = await _bed[0].Service<StoredProviders>().DescribeAsync(_tenant, default);
        await _bed[0].AcceptAsync(_tenant);
        await Bound.UntilAsync(() => _old.Messages.Count == 1 && _bed.Nodes.Sum(n => n.Channels.All().Sum(c => c.Sending)) == 0);
    }

    public async Task DisposeAsync()
    {
        await _bed.DisposeAsync();
        await _old.DisposeAsync();
        await _new.DisposeAsync();
    }

    private LaneBed Owner => _bed.Nodes.Single(n => n.Channels.Find(_tenant) is not null);

    private LaneBed Other => _bed.Nodes.Single(n => n.Channels.Find(_tenant) is null);

    [PostgresFact]
    public async Task Update_OnTheOtherNode_NoMessageBeginsWithTheOldSettingsOnceItHasReturned()
    {
        for (var i = 0; i < 50; i++)
        {
            var (before, after) = i % 2 == 0 ? (_old, _new) : (_new, _old);
            Assert.True((await UpdateAsync(after)).IsEverywhere);
            var (had, has) = (before.Messages.Count, after.Messages.Count);

            await _bed[i % 2].AcceptAsync(_tenant);

            await Bound.UntilAsync(() => after.Messages.Count == has + 1);
            Assert.Equal(had, before.Messages.Count);
        }
    }

    [PostgresFact]
    public async Task Update_TheOwnerDoesNotListen_IsInForceByItsNextBeat()
    {
        await DeafenAsync();
        await UpdateAsync(_new);

        await Bound.UntilAsync(() =>
        {
            _bed[0].AcceptAsync(_tenant).GetAwaiter().GetResult();
            return _new.Messages.Count > 0;
        });
    }

    [PostgresFact]
    public async Task Update_ByTwo_PagesOfBothNodesHearOfIt()
    {
        List<ProviderChange> heard = [];
        using var page = Owner.Service<ProviderChanges>().Subscribe(change =>
        {
            lock (heard)
            {
                heard.Add(change);
            }
        });

        var saved = await UpdateAsync(_new);

        Assert.Equal([new ProviderChange(_tenant, saved.Stored!.Version)], heard);
    }

    [PostgresFact]
    public async Task Update_OnTheOwner_IsToldOnce()
    {
        var told = 0;
        using var page = Owner.Service<ProviderChanges>().Subscribe(_ => Interlocked.Increment(ref told));

        await UpdateAsync(_new, Owner);

        await AppliedAsync();
        Assert.Equal(1, told);
    }

    [PostgresFact]
    public async Task Revert_OnTheOtherNode_LeavesNothingForTheOldServer()
    {
        Assert.True(Assert.IsType<UpdateResult.Saved>(
            await Other.Service<IEmailProviderWriter>().RevertAsync(_person, Domain, _stored!.Version, default)).IsEverywhere);

        await _bed[0].AcceptAsync(_tenant);

        await Bound.UntilAsync(() => _bed.Nodes.Any(n => n.Lanes.Find(_tenant) is { Queued: 1, ProviderId: null }));
        Assert.Single(_old.Messages);
    }

    [PostgresFact]
    public async Task Removed_ItsNodeIsStopped_TheOtherOneEndsTheWait()
    {
        var writer = Other.Service<EmailProviderWriter>();
        Assert.IsType<UpdateResult.Saved>(await writer.RemoveForReplacementAsync(_person, Domain, _stored!.Version, default));

        await _bed.StopAsync(Other);

        await Bound.UntilAsync(() => !HasRow());

        bool HasRow()
        {
            using var db = _bed[0].Service<IDbContextFactory<EmailConsoleDb>>().CreateDbContext();
            return db.Set<EmailProvider>().IgnoreQueryFilters().Any(p => p.TenantId == _tenant);
        }
    }

    [PostgresFact]
    public async Task Deactivate_OnTheOtherNode_TheOwnersLaneHasStoppedWhenItReturns()
    {
        var owner = Owner;
        var due = DateTimeOffset.UtcNow.AddSeconds(3);
        await _bed[0].AcceptAsync(_tenant, Emails.New() with { SendAt = due });
        await owner.LoadedAsync(_tenant);

        Assert.True(Assert.IsType<TenantResult.Changed>(await SetActiveAsync(false)).IsEverywhere);

        Assert.Null(owner.Lanes.Find(_tenant));
        await Bound.UntilAsync(() => DateTimeOffset.UtcNow > due.AddSeconds(1));
        Assert.Single(_old.Messages);
        await SetActiveAsync(true);
        await Bound.UntilAsync(() => _old.Messages.Count == 2);
    }

    [PostgresFact]
    public async Task Update_ANodeStandsStill_SaysThatItIsNotEverywhereYet()
    {
        await using (var db = await _bed[0].OpenDbAsync())
        {
            // As one that beats no more leaves it behind
            await db.Database.ExecuteSqlRawAsync("INSERT INTO Nodes (NodeId, Name, Version, Protocol, Silo, Applied) VALUES (gen_random_uuid(), 'still', '1', 1, '127.0.0.1:1', 1)");
        }

        var start = TimeProvider.System.GetTimestamp();
        Assert.False((await UpdateAsync(_new)).IsEverywhere);

        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.FromSeconds(1.9), Bound.Soon);
    }

    [PostgresFact]
    public async Task Events_AreNotKnownAnyMore_EverythingIsReadAnew()
    {
        var heard = false;
        using var page = Owner.Service<ProviderChanges>().Subscribe(change => heard |= change == ProviderChange.Any);
        await using (var db = await _bed[0].OpenDbAsync())
        {
            // Rows older than an hour are deleted
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE EmailProviders DISABLE TRIGGER TellNodes");
            await db.Database.ExecuteSqlAsync($"UPDATE EmailProviders SET Settings_Port = {_new.Port}");
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE EmailProviders ENABLE TRIGGER TellNodes");
            await db.Database.ExecuteSqlRawAsync("UPDATE ClusterVersion SET Version = Version + 10");
        }

        await AppliedAsync();
        await _bed[0].AcceptAsync(_tenant);

        await Bound.UntilAsync(() => _new.Messages.Count == 1);
        Assert.True(heard);
        Assert.Single(_old.Messages);
    }

    /// <summary>Until both nodes act on all that is committed.</summary>
    private Task AppliedAsync() => Bound.UntilAsync(() =>
    {
        using var db = _bed[0].Service<IDbContextFactory<EmailConsoleDb>>().CreateDbContext();
        return db.Database.SqlQueryRaw<bool>("SELECT NOT EXISTS (SELECT 1 FROM Nodes, ClusterVersion v WHERE Applied < v.Version) AS \"Value\"").Single();
    });

    private async Task<UpdateResult.Saved> UpdateAsync(ScriptedSmtpServer server, LaneBed? node = null)
    {
        var input = new EmailProviderInput(LaneBed.SettingsFor(server), SecretInput.Keep, SecretInput.Keep);
        var saved = Assert.IsType<UpdateResult.Saved>(
            await (node ?? Other).Service<IEmailProviderWriter>().UpdateAsync(_person, Domain, input, _stored?.Version, default));
        _stored = saved.Stored;
        return saved;
    }

    private Task<TenantResult> SetActiveAsync(bool isActive) => Other.Service<SetTenantActive>().HandleAsync(_person, _tenant, isActive, default);

    private async Task DeafenAsync()
    {
        await using var db = await _bed[0].OpenDbAsync();
        await db.Database.ExecuteSqlRawAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'");
    }
}
