using EmailConsole.EmailProviders;
using EmailConsole.Sending.Loading;
using EmailConsole.Tenants;
using EmailConsole.Tests.Cluster;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Sending.Routes;

/// <summary>A lane stands on one node, with the channels of all of its providers.</summary>
public sealed class RouteOnNodesTests
{
    [PostgresFact]
    public async Task AddStandby_ThePlatformsThatAnotherNodeOwns_TheLaneMovesThereAndMailStillLeavesByTheFirst()
    {
        await using var platform = new ScriptedSmtpServer().Start();
        await using var server = new ScriptedSmtpServer().Start();
        await using var bed = await NodeBed.StartAsync(deployment: LaneBed.FileFor(platform));
        await bed[0].AcceptAsync(await bed[0].AddTenantAsync());
        await Bound.UntilAsync(() => platform.Messages.Count == 1);
        var home = bed.Nodes.Single(n => n.Channels.Find(TenantDomain.SuperTenantId) is not null);
        var former = bed.Nodes.Single(n => n != home);
        var tenant = await former.AddTenantAsync(server);
        await former.AcceptAsync(tenant);
        await Bound.UntilAsync(() => server.Messages.Count == 1);
        Assert.NotNull(former.Channels.Find(tenant));

        // The database tells the nodes
        await using (var db = await former.OpenDbAsync())
        {
            db.Add(new EmailProvider
            {
                Id = Guid.CreateVersion7(),
                TenantId = tenant,
                Position = 1,
                Settings = new EmailProviderSettings { Server = ProviderServer.Platform, AuthenticationType = AuthenticationType.None },
            });
            await db.SaveChangesAsync();
        }

        for (var sent = 2; home.Channels.Find(tenant) is null; sent++)
        {
            await former.AcceptAsync(tenant);
            await Bound.UntilAsync(() => server.Messages.Count >= sent, () => $"{platform.Messages.Count} went by the platform's");
        }

        await Bound.UntilAsync(() => former.Channels.Find(tenant) is null);
        Assert.Single(platform.Messages);
    }

    [PostgresFact]
    public async Task Release_TheSuperTenantsFirst_ItsStandbyGoesAlongAndSendsFromTheOtherNode()
    {
        await using var first = new ScriptedSmtpServer().DropAt("CONNECT").Start();
        await using var standby = new ScriptedSmtpServer().Start();
        await using var bed = await NodeBed.StartAsync(deployment: $"""
            {LaneBed.FileFor(first)}

            [[output_adapter.email_standby]]
            name = "Backup"
            {LaneBed.FileFor(standby).ReplaceLineEndings("\n").Split('\n', 2)[1]}
            """);
        var tenant = await bed[0].AddTenantAsync();
        await bed[0].AcceptAsync(tenant);
        await Bound.UntilAsync(() => standby.Messages.Count == 1);
        var home = bed.Nodes.Single(n => n.Channels.ProvidersOf(TenantDomain.SuperTenantId).Count == 2);
        var other = bed.Nodes.Single(n => n != home);

        var release = home.Service<LaneLoader>().ReleaseAsync(ProviderId.FirstOf(TenantDomain.SuperTenantId), CancellationToken.None);
        await Bound.UntilAsync(() => home.Channels.ProvidersOf(TenantDomain.SuperTenantId).Count == 0);
        await other.AcceptAsync(tenant);

        await Bound.UntilAsync(() => standby.Messages.Count == 2);
        await release;
        Assert.Equal((0, 2), (home.Channels.ProvidersOf(TenantDomain.SuperTenantId).Count, other.Channels.ProvidersOf(TenantDomain.SuperTenantId).Count));
    }
}
