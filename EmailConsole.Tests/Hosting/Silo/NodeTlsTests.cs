using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EmailConsole.Cluster;
using EmailConsole.Hosting.Silo;
using EmailConsole.Sending;
using EmailConsole.Tests.Cluster;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Sending.Lanes;

namespace EmailConsole.Tests.Hosting.Silo;

/// <summary>Nodes talk over TLS, and each shows the certificate that all have.</summary>
public sealed class NodeTlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task Call_BothHaveTheCertificate_IsAnsweredAndOverTls()
    {
        await using var bed = await NodeBed.StartAsync(certificate: Make("nodes"));

        await Bound.UntilAsync(async () => await LookAsync(bed[0], bed[1]) && await LookAsync(bed[1], bed[0]));

        Assert.False(await AnswersInClearTextAsync(bed[0]));
    }

    [PostgresFact]
    public async Task Call_TheOtherHasAnotherCertificate_IsNotAnsweredAndMailLeavesAllTheSame()
    {
        await using var server = new Servers.ScriptedSmtpServer().Start();
        await using var bed = await NodeBed.StartAsync(nodes: 1, certificate: Make("nodes"));
        var tenant = await bed[0].AddTenantAsync(server);
        await bed[0].AcceptAsync(tenant);
        await Bound.UntilAsync(() => server.Messages.Count == 1);
        var stranger = bed.Add(certificate: Make("stranger"));
        await Bound.UntilAsync(() => bed.Nodes.All(n => n.Service<INode>().All.Count == 2));

        for (var i = 2; i <= 5; i++)
        {
            // The owner is the one that was there first, which looked last when it was alone
            await bed[i % 2].AcceptAsync(tenant);
            await Bound.UntilAsync(() => server.Messages.Count == i, most: Bound.Soon);
        }

        Assert.False(await LookAsync(bed[0], stranger));
        Assert.False(await LookAsync(stranger, bed[0]));
    }

    /// <summary>Nobody waits at the end for a silo that was stopped in its start.</summary>
    [PostgresFact]
    public async Task Stop_WhileTheSiloCannotJoin_Ends()
    {
        await using var bed = await NodeBed.StartAsync(nodes: 1, certificate: Make("nodes"));
        await bed[0].Service<SiloReadiness>().Started.WaitAsync(Bound.Wait);
        var stranger = bed.Add(certificate: Make("stranger"));
        await Bound.UntilAsync(() => stranger.Log.Any(l => l.Contains("Failed to get ping responses", StringComparison.Ordinal)));

        await bed.StopAsync(stranger).WaitAsync(Bound.Soon);
    }

    private static async Task<bool> LookAsync(LaneBed from, LaneBed to) =>
        await from.Service<INodeCalls>().LookAsync(to.Service<INode>().Id, CancellationToken.None) is not null;

    /// <summary>Whether the silo's port says anything to somebody who begins with what is no handshake.</summary>
    private static async Task<bool> AnswersInClearTextAsync(LaneBed node)
    {
        var address = System.Net.IPEndPoint.Parse(node.Service<INode>().All.Single(n => n.Id == node.Service<INode>().Id).Silo!);
        using var client = new TcpClient();
        await client.ConnectAsync(address);
        var stream = client.GetStream();
        await stream.WriteAsync(new byte[64]);
        using var bound = new CancellationTokenSource(Bound.Wait);
        try
        {
            // An alert of TLS at most, and then the end
            var buffer = new byte[256];
            var read = await stream.ReadAsync(buffer, bound.Token);
            return read > 0 && buffer[0] != 0x15;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private string Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
        File.WriteAllBytes(_folder[$"{name}.pfx"], certificate.Export(X509ContentType.Pkcs12, ""));
        return _folder[$"{name}.pfx"];
    }
}
