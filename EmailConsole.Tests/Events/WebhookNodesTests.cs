using EmailConsole.Cluster;
using EmailConsole.Events;
using EmailConsole.Events.Endpoints;
using EmailConsole.Outbox;
using EmailConsole.Tests.Cluster;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;

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
        await LaneBed.UntilAsync(() => bed[1].Service<EndpointDirectory>().Find(tenant, id) is not null);
        for (var i = 0; i < 10; i++)
        {
            await bed[i % 2].AcceptAsync(tenant);
        }

        await LaneBed.UntilAsync(() => receiver.Requests.Count >= 20);
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
        await LaneBed.UntilAsync(() => receiver.Requests.Count == 1);

        await bed.StopAsync(bed.Nodes.Single(n => n.Service<IOwners>().Owns(OwnedKind.Role, ClusterRole.Events)));
        await bed[0].AcceptAsync(tenant);

        await LaneBed.UntilAsync(() => receiver.Requests.Count == 2);
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
