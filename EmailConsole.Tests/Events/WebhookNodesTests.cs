using EmailConsole.Cluster;
using EmailConsole.Events;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Notices;
using EmailConsole.Events.Queue;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Sending.Nodes;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Cluster;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Events;

/// <summary>Nodes of one database: what one of them is told to tell, the others record, and one sends.</summary>
public sealed class WebhookNodesTests
{
    [PostgresFact]
    public async Task Endpoint_AddedAtOneNode_WhatTheOtherRecordsIsToldOnce()
    {
        await using var mail = new ScriptedSmtpServer().Start();
        await using var receiver = await ScriptedHttpServer.StartAsync(null);
        receiver.Answers(204);
        await using var bed = await NodeBed.StartAsync();
        var tenant = await bed[0].AddTenantAsync(LaneBed.SettingsFor(mail), "foo.example");

        var id = await AddAsync(bed[0], tenant, receiver, EventTypes.EmailAccepted | EventTypes.EmailDelivered);
        await Bound.UntilAsync(() => bed[1].Service<EndpointDirectory>().Find(tenant, id) is not null);
        for (var i = 0; i < 10; i++)
        {
            await bed[i % 2].AcceptAsync(tenant);
        }

        await Bound.UntilAsync(() => receiver.Requests.Count >= 20);
        Assert.Equal(20, receiver.Requests.Select(r => r.Header("webhook-id")).Distinct().Count());
        Assert.Equal(20, receiver.Requests.Count);
    }

    [PostgresFact]
    public async Task TheNodeThatSends_IsStopped_TheOtherGoesOn()
    {
        await using var mail = new ScriptedSmtpServer().Start();
        await using var receiver = await ScriptedHttpServer.StartAsync(null);
        receiver.Answers(204);
        await using var bed = await NodeBed.StartAsync();
        var tenant = await bed[0].AddTenantAsync(LaneBed.SettingsFor(mail), "foo.example");
        await AddAsync(bed[0], tenant, receiver, EventTypes.EmailDelivered);
        await bed[0].AcceptAsync(tenant);
        await Bound.UntilAsync(() => receiver.Requests.Count == 1);

        await bed.StopAsync(bed.Nodes.Single(n => n.Service<IOwners>().Owns(OwnedKind.Role, ClusterRole.Webhooks)));
        await bed[0].AcceptAsync(tenant);

        await Bound.UntilAsync(() => receiver.Requests.Count == 2);
    }

    /// <summary>Nobody waits for it beyond some seconds: the receiver may hear of it twice.</summary>
    [PostgresFact]
    public async Task TheNodeThatSends_IsTakenOutWhileAReceiverHangs_TheOtherSendsWhatWasUnderWay()
    {
        await using var mail = new ScriptedSmtpServer().Start();
        await using var receiver = await ScriptedHttpServer.StartAsync(null);
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answer = (_, http) => receiver.Requests.Count == 1 ? hold.Task.WaitAsync(http.RequestAborted) : Task.CompletedTask;
        await using var bed = await NodeBed.StartAsync();
        var person = await bed[0].OpenSessionAsync(await bed[0].AddSuperAdministratorAsync());
        var tenant = await bed[0].AddTenantAsync(LaneBed.SettingsFor(mail), "foo.example");
        await AddAsync(bed[0], tenant, receiver, EventTypes.EmailDelivered);
        await bed[0].AcceptAsync(tenant, [Emails.New(), Emails.New(), Emails.New()]);
        await Bound.UntilAsync(() => receiver.Requests.Count == 1);

        var (owner, other) = (bed.Nodes.Single(Sends), bed.Nodes.Single(n => !Sends(n)));
        Assert.Equal(NodeResult.Done, await other.Service<ManageNodes>().SetDrainedAsync(person, owner.Service<INode>().Id, isDrained: true, CancellationToken.None));

        await Bound.UntilAsync(() => receiver.Requests.Count == 4);
        Assert.True(Sends(other));
        Assert.Equal(3, receiver.Requests.Select(r => r.Header("webhook-id")).Distinct().Count());
        hold.SetResult();
        await AllDeliveredAsync(bed[0], 3);
        Assert.Equal(4, receiver.Requests.Count);
    }

    [PostgresFact]
    public async Task Notice_TwoNodesWatchAndTheOneThatDidIsStopped_IsMailedOnce()
    {
        await using var mail = new ScriptedSmtpServer().Start();
        await using var down = new ScriptedSmtpServer().Start();
        down.DropAt("MAIL");
        await using var bed = await NodeBed.StartAsync(
            deployment: LaneBed.FileFor(mail),
            settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Notices:After"] = "00:00:01", ["Notices:Collect"] = "00:00:01" });
        var tenant = await bed[0].AddTenantAsync(LaneBed.SettingsFor(down), "foo.example");
        await bed[0].AddPersonAsync("foo.example", "anna", ActorRole.Administrator);

        // So many at once end its circuit
        await bed[0].AcceptAsync(tenant, [.. Enumerable.Range(0, 10).Select(_ => Emails.New())]);
        await Bound.UntilAsync(async () => await LookAsync() && mail.Messages.Count > 0);
        await LookAsync();
        await bed.StopAsync(bed.Nodes.Single(n => n.Service<IOwners>().Owns(OwnedKind.Role, ClusterRole.Events)));
        await Bound.UntilAsync(async () => await LookAsync() && bed[0].Service<IOwners>().Owns(OwnedKind.Role, ClusterRole.Events));
        await LookAsync();

        Assert.Contains("foo.example: Sending by", Assert.Single(mail.Messages), StringComparison.Ordinal);
        await using var db = await bed[0].OpenDbAsync();
        Assert.Equal(1, await db.Set<OutboxMessage>().CountAsync(m => m.Door == EmailDoor.Console));
        Assert.True((await db.Set<Notice>().SingleAsync()).IsToldOpen);

        async Task<bool> LookAsync()
        {
            await Task.WhenAll(bed.Nodes.Select(n => n.Service<NoticeWatch>().LookAsync(default)));
            return true;
        }
    }

    private static bool Sends(LaneBed node) => node.Service<IOwners>().Owns(OwnedKind.Role, ClusterRole.Webhooks);

    private static async Task AllDeliveredAsync(LaneBed node, int count)
    {
        await using var db = await node.OpenDbAsync();
        await Bound.UntilAsync(() => db.Set<WebhookDelivery>().Count(d => d.State == WebhookState.Delivered) == count);
    }

    private static async Task<Guid> AddAsync(LaneBed node, Guid tenant, ScriptedHttpServer receiver, EventTypes types)
    {
        var id = Guid.CreateVersion7();
        await using (var db = await node.OpenDbAsync())
        {
            db.Add(new WebhookEndpoint
            {
                Id = id,
                TenantId = tenant,
                Url = $"http://127.0.0.1:{receiver.Port}/hook",
                Types = types,
                ProtectedSecret = node.Service<WebhookSecrets>().Protect(tenant, id, WebhookSecrets.Generate()),
                CreatedAt = TimeProvider.System.GetUtcNow(),
                CreatedBy = "admin@foo.example",
            });
            await db.SaveChangesAsync();
        }

        await node.Service<EndpointDirectory>().ReadAsync(tenant, default);
        Assert.True(node.Service<IEmailEvents>().Wants(tenant, EmailEventKind.Delivered));
        return id;
    }
}
