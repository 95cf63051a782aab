using EmailConsole.Cluster;
using EmailConsole.Sending.Nodes;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Cluster;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Npgsql;

namespace EmailConsole.Tests.Sending.Nodes;

public sealed class ManageNodesTests
{
    [PostgresFact]
    public async Task SetDrained_TheNodeThatSends_GivesBackAllAndTakesNothingUntilItIsBack()
    {
        await using var server = new ScriptedSmtpServer().Start();
        await using var bed = await NodeBed.StartAsync();
        var person = await bed[0].OpenSessionAsync(await bed[0].AddSuperAdministratorAsync());
        var tenant = await bed[0].AddTenantAsync(server);
        await bed[0].AcceptAsync(tenant);
        await Bound.UntilAsync(() => server.Messages.Count == 1);
        var (owner, other) = (bed.Nodes.Single(n => n.Channels.Find(tenant) is not null), bed.Nodes.Single(n => n.Channels.Find(tenant) is null));
        var (id, manage) = (owner.Service<INode>().Id, other.Service<ManageNodes>());
        Assert.Equal((1, 1, false), await OwnsAsync());

        Assert.Equal(NodeResult.Done, await manage.SetDrainedAsync(person, id, isDrained: true, CancellationToken.None));
        await Bound.UntilAsync(async () => await OwnsAsync() == (0, 0, true));
        await owner.AcceptAsync(tenant);
        await Bound.UntilAsync(() => server.Messages.Count == 2 && other.Channels.Find(tenant) is not null);
        Assert.Equal((0, 0, true), await OwnsAsync());

        Assert.Equal(NodeResult.Done, await manage.SetDrainedAsync(person, id, isDrained: false, CancellationToken.None));
        Assert.Equal(NodeResult.Done, await manage.SetDrainedAsync(person, other.Service<INode>().Id, isDrained: true, CancellationToken.None));
        await Bound.UntilAsync(() => other.Channels.Find(tenant) is null);
        await other.AcceptAsync(tenant);
        await Bound.UntilAsync(() => server.Messages.Count == 3 && owner.Channels.Find(tenant) is not null);

        async Task<(long, long, bool)> OwnsAsync()
        {
            var standing = (await manage.ListAsync(person, CancellationToken.None))!.Nodes.Single(n => n.State.Id == id);
            Assert.False(standing.IsThis);
            return (standing.Owns.Channels, standing.Owns.Lanes, standing.Owns.IsDrained);
        }
    }

    [PostgresFact]
    public async Task List_AfterANodeWasStopped_SaysWhenAndWhyItIsGone()
    {
        await using var bed = await NodeBed.StartAsync();
        var person = await bed[0].OpenSessionAsync(await bed[0].AddSuperAdministratorAsync());
        var manage = bed[0].Service<ManageNodes>();
        Assert.Equal(["node1", "node2"], (await manage.ListAsync(person, CancellationToken.None))!.Nodes.Select(n => n.State.Name));

        var gone = bed[1].Service<INode>().Id;
        await bed.StopAsync(bed[1]);
        await Bound.UntilAsync(() => bed[0].Service<INode>().All.Count == 1);

        var list = (await manage.ListAsync(person, CancellationToken.None))!;
        Assert.True(Assert.Single(list.Nodes).IsThis);
        Assert.Equal(("node2", "It was stopped."), (Assert.Single(list.Gone).Name, list.Gone[0].Why));
        Assert.Equal(NodeResult.Gone, await manage.SetDrainedAsync(person, gone, isDrained: true, CancellationToken.None));
    }

    [PostgresFact]
    public async Task List_OfANodeThatWasTakenForDead_SaysSoOnTheOther()
    {
        await using var bed = await NodeBed.StartAsync();
        var person = await bed[0].OpenSessionAsync(await bed[0].AddSuperAdministratorAsync());
        await using (var bury = bed[1].Service<NpgsqlDataSource>().CreateCommand("DELETE FROM Nodes WHERE NodeId = $1"))
        {
            bury.Parameters.Add(new NpgsqlParameter { Value = bed[1].Service<INode>().Id });
            await bury.ExecuteNonQueryAsync();
        }

        await Bound.UntilAsync(async () => (await TroubleAsync())?.Contains("taken it for dead", StringComparison.Ordinal) == true);

        async Task<string?> TroubleAsync() => (await bed[0].Service<ManageNodes>().ListAsync(person, CancellationToken.None))!
            .Nodes.SingleOrDefault(n => n.State.Id == bed[1].Service<INode>().Id)?.Trouble?.Text;
    }

    [PostgresFact]
    public async Task Handle_ByOthers_IsDeniedAndChangesNothing()
    {
        await using var bed = await NodeBed.StartAsync(1);
        await bed[0].AddTenantAsync(domain: "nodes.example");
        var (manage, node) = (bed[0].Service<ManageNodes>(), bed[0].Service<INode>());
        foreach (var (domain, role) in ((string, ActorRole)[])[("nodes.example", ActorRole.Administrator), (TenantDomain.Super, ActorRole.Operator)])
        {
            var person = await bed[0].OpenSessionAsync(await bed[0].AddPersonAsync(domain, "someone", role));

            Assert.Null(await manage.ListAsync(person, CancellationToken.None));
            Assert.Equal(NodeResult.Denied, await manage.SetDrainedAsync(person, node.Id, isDrained: true, CancellationToken.None));

            Assert.False((await bed[0].Service<IClusterNodes>().FindOwnedAsync(CancellationToken.None))[node.Id].IsDrained);
        }
    }

    [Fact]
    public async Task List_OnAFile_HasNoNodes()
    {
        await using var bed = new LaneBed();
        var manage = bed.Service<ManageNodes>();
        var person = await bed.OpenSessionAsync(await bed.AddSuperAdministratorAsync());

        Assert.False(manage.HasNodes);
        Assert.Empty((await manage.ListAsync(person, CancellationToken.None))!.Nodes);
        Assert.Equal(NodeResult.Gone, await manage.SetDrainedAsync(person, Guid.Empty, isDrained: true, CancellationToken.None));
    }
}
