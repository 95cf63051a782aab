using System.Net;
using EmailConsole.Cluster;
using EmailConsole.Events.Endpoints;
using EmailConsole.Hosting.Silo;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace EmailConsole.Tests.Cluster.Processes;

/// <summary>Three nodes under load, of which one is killed, frozen, cut off or stopped, counted at a server that outlives them.</summary>
public sealed class NodeProcessesTests(NodeProcesses nodes, ITestOutputHelper output) : IClassFixture<NodeProcesses>
{
    // Before and after what is done to them
    private const int Some = 60;

    [PostgresFact]
    public async Task Kill_OfTheOwner_AnotherTakesOverAndNothingIsLost()
    {
        await UnderLoadAsync(NodeProcesses.MayRepeat, async owner =>
        {
            var at = TimeProvider.System.GetTimestamp();
            await owner.Console.KillAsync();
            owner.IsRunning = false;
            await TakenOverAsync(owner, at);
        });

        Assert.InRange(nodes.Receiver.MostConnections, 1, NodeProcesses.MaxConnections);
    }

    [PostgresFact]
    public async Task Freeze_OfTheOwnerBeyondItsLease_ItSendsNothingAfterwardsAndComesBack()
    {
        (string From, long At) taken = ("", 0);
        await UnderLoadAsync(NodeProcesses.MayRepeat, async owner =>
        {
            var at = TimeProvider.System.GetTimestamp();
            await owner.Console.SignalAsync("STOP");
            taken = (owner.Name, (await TakenOverAsync(owner, at)).At);
            await owner.Console.SignalAsync("CONT");

            // Its silo cannot come back in its process
            Assert.Equal(SiloFaults.StartAgain, await owner.Console.ExitAsync());
            await nodes.AllReadyAsync();
        });

        Assert.DoesNotContain(nodes.Receiver.Begun, m => m.Node == taken.From && m.At > taken.At);

        // Those of the frozen node are still open at the server
        Assert.InRange(nodes.Receiver.MostConnections, 1, 2 * NodeProcesses.MaxConnections);
    }

    [PostgresFact]
    public async Task Cut_OfTheOwnerFromTheDatabase_ItStopsBeforeAnotherTakesOverAndComesBack()
    {
        (string From, long At) taken = ("", 0);
        await UnderLoadAsync(NodeProcesses.MayRepeat, async owner =>
        {
            var at = TimeProvider.System.GetTimestamp();
            owner.Database.Cut();
            taken = (owner.Name, (await TakenOverAsync(owner, at)).At);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await nodes.ReadyAsync(owner));
            owner.Database.Mend();
            await nodes.AllReadyAsync();
        });

        Assert.DoesNotContain(nodes.Receiver.Begun, m => m.Node == taken.From && m.At > taken.At);
        Assert.InRange(nodes.Receiver.MostConnections, 1, NodeProcesses.MaxConnections);
    }

    [PostgresFact]
    public async Task Cut_OfTheOwnerFromTheOtherNodes_ItStopsAndNothingLeavesTwice()
    {
        await UnderLoadAsync(mayRepeat: 0, async owner =>
        {
            var at = TimeProvider.System.GetTimestamp();
            nodes.CutOff(owner);

            // The others have more votes
            Assert.Equal(SiloFaults.StartAgain, await owner.Console.ExitAsync());
            await TakenOverAsync(owner, at);
            await nodes.AllReadyAsync();
            await SomeMoreAsync();

            // They take it for dead once more, before it is among them
            await NodeProcesses.UntilAsync(async () => await nodes.StatusAsync(owner) == SiloStatus.Dead);
            nodes.Mend();
            await nodes.AllTogetherAsync();
        });

        Assert.InRange(nodes.Receiver.MostConnections, 1, NodeProcesses.MaxConnections);
    }

    [PostgresFact]
    public async Task Cut_OfAllNodesFromEachOther_WhatAnyOfThemAcceptsLeavesWithinSeconds()
    {
        await UnderLoadAsync(mayRepeat: 0, async _ =>
        {
            foreach (var node in nodes.Nodes)
            {
                nodes.CutOff(node);
            }

            // Who hears nobody outvotes nobody: they go on
            await nodes.AllAloneAsync();
            Assert.All(nodes.Nodes, n => Assert.Null(n.Console.ExitCode));
        });

        foreach (var node in nodes.Nodes)
        {
            var took = await nodes.SendAsync(node);
            output.WriteLine($"accepted by {node.Name}, sent by {nodes.Owner.Name} after {took.TotalSeconds:F1} s");
            Assert.InRange(took, TimeSpan.Zero, Bound.Soon);
        }

        Assert.InRange(nodes.Receiver.MostConnections, 1, NodeProcesses.MaxConnections);
        nodes.Mend();
        await nodes.AllTogetherAsync();
    }

    [PostgresFact]
    public async Task Restart_OfTheDatabase_AllGoOnAndNothingLeavesTwice() => await UnderLoadAsync(mayRepeat: 0, async _ =>
    {
        await nodes.Server.StopAsync();
        await nodes.Server.ContinueAsync();
        var at = TimeProvider.System.GetTimestamp();
        await NodeProcesses.UntilAsync(() => nodes.Receiver.Begun.Any(m => m.At > at));
        output.WriteLine($"after the restart mail moved again within {TimeProvider.System.GetElapsedTime(at).TotalSeconds:F1} s");
    });

    [PostgresFact]
    public async Task Stop_OfOneOwnerAfterTheOther_NothingLeavesTwice()
    {
        await UnderLoadAsync(mayRepeat: 0, async _ =>
        {
            for (var left = nodes.Nodes.Count; left > 1; left--)
            {
                var (owner, at) = (nodes.Owner, TimeProvider.System.GetTimestamp());
                Assert.Equal(0, await owner.Console.StopAsync());
                owner.IsRunning = false;
                await TakenOverAsync(owner, at);
            }
        });

        Assert.InRange(nodes.Receiver.MostConnections, 1, NodeProcesses.MaxConnections);
    }

    [PostgresFact]
    public async Task Kill_OfTheNodeThatSendsWebhooks_TheOthersSendWhatWasUnderWayAndTheRest()
    {
        await using var receiver = await ScriptedHttpServer.StartAsync(null);
        receiver.Answer = (_, http) => receiver.Requests.Count == 1 ? Task.Delay(Timeout.Infinite, http.RequestAborted) : Task.CompletedTask;
        await nodes.AllReadyAsync();
        var endpoint = await nodes.AddEndpointAsync(receiver.Port);

        // What was recorded before a node knew of it is not told
        await NodeProcesses.UntilAsync(async () =>
        {
            await nodes.SendAsync(nodes.Nodes[0]);
            return receiver.Requests.Count > 0;
        });
        await nodes.SendAsync(nodes.Nodes[1]);
        await nodes.SendAsync(nodes.Nodes[2]);
        var sender = await nodes.OwnerOfAsync(ClusterRole.Webhooks);
        var at = TimeProvider.System.GetTimestamp();
        await sender.Console.KillAsync();
        sender.IsRunning = false;

        await NodeProcesses.UntilAsync(() => receiver.Requests.Count > 1);
        output.WriteLine($"webhooks were sent again after {TimeProvider.System.GetElapsedTime(at).TotalSeconds:F1} s");
        await NodeProcesses.UntilAsync(async () =>
            await nodes.CountAsync("SELECT count(*) FROM OutboxEvents") == 0 && await nodes.CountAsync("SELECT count(*) FROM WebhookDeliveries WHERE State <> 1") == 0);
        var ids = receiver.Requests.Select(r => r.Header("webhook-id")).ToList();
        Assert.Equal(await nodes.CountAsync("SELECT count(*) FROM WebhookDeliveries"), ids.Distinct().Count());
        Assert.InRange(ids.Distinct().Count(), 3, int.MaxValue);
        Assert.Equal(2, ids.Count(id => id == ids[0]));
        Assert.Equal(ids.Count - 1, ids.Distinct().Count());

        await using var db = nodes.OpenDb();
        await db.Set<WebhookEndpoint>().Where(e => e.Id == endpoint).ExecuteDeleteAsync();
    }

    private async Task UnderLoadAsync(int mayRepeat, Func<NodeProcess, Task> fault)
    {
        // A test that failed may have left cuts and mail
        nodes.Mend();
        await nodes.AllReadyAsync();
        await nodes.AllTogetherAsync();
        await AllRecordedAsync();
        using var load = nodes.Load();
        try
        {
            load.Start();
            await SomeMoreAsync();
            await fault(nodes.Owner);
            await SomeMoreAsync();
            await load.StopAsync();
            await AllRecordedAsync();
        }
        catch
        {
            foreach (var node in nodes.Nodes)
            {
                output.WriteLine($"{node.Name}, {await nodes.ReadyAsync(node)}:\n{node.Console.Output}");
                if (node.IsRunning && node.Console.ExitCode is null)
                {
                    await node.Console.SignalAsync("CONT");
                }
            }

            nodes.Mend();
            throw;
        }

        var taken = nodes.Receiver.Taken.Select(m => m.MessageId).ToList();
        var different = taken.Distinct(StringComparer.Ordinal).Count();
        output.WriteLine($"{load.Accepted.Count} accepted, {taken.Count} came, {taken.Count - different} of them twice; connections: {nodes.Receiver.MostConnections}");
        Assert.Equal(load.Accepted.Count, load.Accepted.Values.Distinct().Count());
        Assert.Equal(load.Accepted.Count, different);
        Assert.InRange(taken.Count - different, 0, mayRepeat);
    }

    private Task SomeMoreAsync()
    {
        var before = nodes.Receiver.Taken.Count;
        return NodeProcesses.UntilAsync(() => nodes.Receiver.Taken.Count >= before + Some);
    }

    private Task AllRecordedAsync() =>
        NodeProcesses.UntilAsync(async () => await nodes.CountAsync("SELECT count(*) FROM OutboxMessages WHERE State <> 3") == 0);

    /// <summary>Ends when mail moves again.</summary>
    /// <returns>The first.</returns>
    private async Task<NodeMail> TakenOverAsync(NodeProcess lost, long since)
    {
        await NodeProcesses.UntilAsync(() => nodes.Receiver.Begun.Any(m => m.At > since && m.Node != lost.Name));

        var first = nodes.Receiver.Begun.First(m => m.At > since && m.Node != lost.Name);
        var took = TimeProvider.System.GetElapsedTime(since, first.At);
        output.WriteLine($"{first.Node} took over after {took.TotalSeconds:F1} s (a lease is {NodeLease.Length.TotalSeconds} s)");
        Assert.InRange(took, TimeSpan.Zero, Bound.Soon);
        return first;
    }
}
