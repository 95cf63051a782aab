using System.Diagnostics;
using EmailConsole.Cluster;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Cluster;

/// <summary>Two consoles on one PostgreSQL database: each accepts, one sends, and the other takes over.</summary>
public sealed class NodesTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _server = new ScriptedSmtpServer().Start();
    private NodeBed _bed = null!;

    public async Task InitializeAsync() => _bed = await NodeBed.StartAsync();

    public async Task DisposeAsync()
    {
        await _bed.DisposeAsync();
        await _server.DisposeAsync();
    }

    [PostgresFact]
    public async Task Accept_OnBothNodes_EachMessageLeavesOnceByOneNode()
    {
        var tenant = await _bed[0].AddTenantAsync(_server);

        var ids = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => _bed[i % 2].AcceptAsync(tenant)));

        await Bound.UntilAsync(() => _server.Messages.Count >= 200);
        await Bound.UntilAsync(() => _bed.Nodes.Sum(n => n.Channels.All().Sum(c => c.Sending)) == 0);
        Assert.Equal(200, _server.Messages.Count);
        Assert.Single(_bed.Nodes, n => n.Channels.Find(tenant) is not null);
        Assert.Single(_bed.Nodes, n => n.Lanes.Find(tenant) is not null);
        foreach (var id in ids)
        {
            await Bound.UntilAsync(async () => (await _bed[0].FindAsync(id)).State == EmailState.Delivered);
        }
    }

    [PostgresFact]
    public async Task Look_AtTheOtherNode_SeesWhatTheOwnerDoes()
    {
        var tenant = await _bed[0].AddTenantAsync(_server);
        await _bed[0].AcceptAsync(tenant);
        await Bound.UntilAsync(() => _server.Messages.Count == 1);
        var (owner, other) = (_bed.Nodes.Single(n => n.Channels.Find(tenant) is not null), _bed.Nodes.Single(n => n.Channels.Find(tenant) is null));
        var tally = other.Service<OutboxTally>();
        await Bound.UntilAsync(() => tally.Version >= 0 && other.Outbox.CountsOf(tenant).Delivered == 1 && other.Service<ILaneStates>().Find(tenant) is not null);
        Assert.Equal(owner.Lanes.Find(tenant)!.LoadedAt, other.Service<ILaneStates>().Find(tenant)!.LoadedAt);
        Assert.Equal(tenant, other.Service<IChannelStates>().Find(tenant)!.OwnerTenantId);
        Assert.Empty(other.Service<IChannelStates>().Here());
        var (version, ofTenant) = (tally.Version, tally.VersionOf(tenant));

        await owner.AcceptAsync(tenant);
        await owner.SettledAsync(tenant, 2);
        var settled = Stopwatch.GetTimestamp();

        await Bound.UntilAsync(() => tally.Version != version && tally.VersionOf(tenant) != ofTenant && other.Outbox.CountsOf(tenant).Delivered == 2);
        Assert.InRange(Stopwatch.GetElapsedTime(settled), TimeSpan.Zero, Bound.Soon);
        Assert.Equal(2, other.Outbox.TotalCounts().Delivered);
    }

    [PostgresFact]
    public async Task Health_OfAProviderThatTheOtherNodeCannotUse_IsKnownWithItsCause()
    {
        _server.Script["MAIL"] = (session, _) => session.WriteLineAsync("421 4.3.2 Closing for maintenance");
        var tenant = await _bed[0].AddTenantAsync(_server);
        await _bed[0].AcceptAsync(tenant);
        await Bound.UntilAsync(() => _bed.Nodes.Any(n => n.Channels.Find(tenant)?.LastFailure is not null));
        var owner = _bed.Nodes.Single(n => n.Channels.Find(tenant) is not null);
        var other = _bed.Nodes.Single(n => n.Channels.Find(tenant) is null).Service<IChannelStates>();

        await Bound.UntilAsync(() => other.Find(tenant)?.LastFailure is not null);

        Assert.Equal(owner.Channels.Find(tenant)!.LastFailure, other.Find(tenant)!.LastFailure);
        Assert.Single(other.All());
    }

    [PostgresFact]
    public async Task Stop_OfTheOwner_TheOtherOneTakesOverAtOnce()
    {
        var tenant = await _bed[0].AddTenantAsync(_server);
        await _bed[0].AcceptAsync(tenant);
        await Bound.UntilAsync(() => _server.Messages.Count == 1);
        var owner = _bed.Nodes.Single(n => n.Channels.Find(tenant) is not null);

        await _bed.StopAsync(owner);
        await _bed[0].AcceptAsync(tenant);

        await Bound.UntilAsync(() => _server.Messages.Count == 2);
        Assert.NotNull(_bed[0].Channels.Find(tenant));
        await Bound.UntilAsync(() => _bed[0].Service<INode>().All.Count == 1);
    }

    [PostgresFact]
    public async Task Cancel_OnTheOtherNode_ReachesTheOwnersLane()
    {
        var (asked, held) = (new TaskCompletionSource(), new TaskCompletionSource());
        _server.Script["MAIL"] = async (session, line) =>
        {
            asked.TrySetResult();
            await held.Task.WaitAsync(_server.Stopping);
            await session.BehaveAsync("MAIL", line);
        };
        var tenant = await _bed[0].AddTenantAsync(_server);
        var sent = await _bed[0].AcceptAsync(tenant);
        await asked.Task.WaitAsync(Bound.Wait);
        var waiting = await _bed[0].AcceptAsync(tenant, Emails.New() with { SendAt = DateTimeOffset.UtcNow.AddHours(1) });

        foreach (var node in _bed.Nodes)
        {
            Assert.Equal([EmailChange.BeingSent], await node.Change.CancelAsync(tenant, [sent], CancellationToken.None));
        }

        var other = _bed.Nodes.Single(n => n.Channels.Find(tenant) is null);
        Assert.Equal([EmailChange.Done], await other.Change.CancelAsync(tenant, [waiting], CancellationToken.None));
        held.SetResult();
        await Bound.UntilAsync(async () => (await other.FindAsync(sent)).State == EmailState.Delivered);
        Assert.Single(_server.Messages);
    }

    [PostgresFact]
    public async Task Cancel_OnTheOtherNodeWhileTheServerHasNotGreeted_IsNeverSentAndTheStorySaysWhatIsWaitedFor()
    {
        var greets = new TaskCompletionSource();
        _server.Script["CONNECT"] = async (session, line) =>
        {
            await greets.Task.WaitAsync(_server.Stopping);
            await session.BehaveAsync("CONNECT", line);
        };
        var tenant = await _bed[0].AddTenantAsync(_server);
        var taken = await _bed[0].AcceptAsync(tenant);
        await Bound.UntilAsync(() => _bed.Nodes.Any(n => n.Channels.Find(tenant)?.Sending == 1));
        var other = _bed.Nodes.Single(n => n.Channels.Find(tenant) is null);
        await Bound.UntilAsync(async () => await other.Service<EmailHistory>().FindAsync(null, taken, CancellationToken.None)
            is { Email.State: EmailState.Sending, UnderWay: { Stage: DeliveryStage.Greeting, Limit.TotalSeconds: >= 30 and < 60 } });

        Assert.Equal([EmailChange.Done], await other.Change.CancelAsync(tenant, [taken], CancellationToken.None));

        greets.SetResult();
        await other.AcceptAsync(tenant, Emails.New("next@bar.example"));
        await Bound.UntilAsync(() => _server.Messages.Count > 0);
        Assert.Equal(["RCPT TO:<next@bar.example>"], _server.Commands.Where(c => c.StartsWith("RCPT", StringComparison.Ordinal)));
        Assert.Equal((EmailState.Cancelled, 0), await other.FindAsync(taken) is var row ? (row.State, row.Attempts) : default);
    }

    /// <summary>What is done once for all is another node's as soon as its holder is taken for dead.</summary>
    [PostgresFact]
    public async Task Expiry_ItsHolderIsTakenForDead_MessagesAreEndedAllTheSame()
    {
        var tenant = await _bed[0].AddTenantAsync();
        await Bound.UntilAsync(() => _bed.Nodes.Any(HasRole));
        var lost = _bed.Nodes.Single(HasRole).Service<INode>().Id;

        await using (var db = await _bed[0].OpenDbAsync())
        {
            await db.Database.ExecuteSqlAsync($"DELETE FROM Nodes WHERE NodeId = {lost}");
        }

        var id = await _bed[0].AcceptAsync(tenant, Emails.New() with { ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(1) });
        await Bound.UntilAsync(async () => (await _bed[0].FindAsync(id)).State == EmailState.Expired);
        Assert.DoesNotContain(_bed.Nodes, n => n.Service<INode>().Id == lost);
    }

    /// <summary>A node that is taken out leaves to the other what is done once for all; where both are, one of them does it.</summary>
    [PostgresFact]
    public async Task Expiry_ItsHolderIsTakenOut_TheOtherDoesIt()
    {
        await Bound.UntilAsync(() => _bed.Nodes.Any(HasRole));
        var (holder, other) = (_bed.Nodes.Single(HasRole), _bed.Nodes.Single(n => !HasRole(n)));

        await DrainAsync(holder);
        await Bound.UntilAsync(() => HasRole(other) && !HasRole(holder));
        await DrainAsync(other);
        var tenant = await other.AddTenantAsync();
        var id = await other.AcceptAsync(tenant, Emails.New() with { ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(1) });

        await Bound.UntilAsync(async () => (await other.FindAsync(id)).State == EmailState.Expired);
        Assert.Single(_bed.Nodes, HasRole);

        async Task DrainAsync(LaneBed node) =>
            Assert.True(await other.Service<IClusterNodes>().SetDrainedAsync(node.Service<INode>().Id, isDrained: true, CancellationToken.None));
    }

    private static bool HasRole(LaneBed node) => node.Service<IOwners>().Owns(OwnedKind.Role, ClusterRole.Expiry);
}
