using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Submission;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.EmailProviders.Api;

namespace EmailConsole.Tests.Submission;

/// <summary>Which providers are the console itself.</summary>
public sealed class SubmissionPlaceTests(SubmissionBed bed) : IClassFixture<SubmissionBed>
{
    private readonly SubmissionPlace _place = new(new SubmissionState(null) { Ports = new SubmissionPorts(587, 465, 1587) }, new SubmissionHost("mail.console.example"));

    [Theory]
    [InlineData("localhost", 587)]
    [InlineData("localhost", 465)]
    [InlineData("localhost", 1587)]
    [InlineData("smtp.localhost", 1587)]
    [InlineData("127.0.0.1", 1587)]
    [InlineData("::1", 1587)]
    [InlineData("127.0.0.2", 587)]
    [InlineData("::1", 465)]
    [InlineData("0.0.0.0", 587)]
    [InlineData("::", 587)]
    [InlineData("::ffff:127.0.0.1", 587)]
    [InlineData("mail.console.example", 465)]
    public void IsAt_OwnPortOfThisMachine_IsTrue(string host, int port) => Assert.True(_place.IsAt(host, port));

    [Theory]
    [InlineData("localhost", 25)]
    [InlineData("localhost", 2525)]
    [InlineData("127.0.0.2", 1587)]
    [InlineData("mail.console.example", 1587)]
    [InlineData("mail.console.example", 25)]
    [InlineData("console.example", 587)]
    [InlineData("smtp.example.com", 587)]
    [InlineData("192.0.2.1", 587)]
    [InlineData("2001:db8::1", 465)]
    [InlineData("notlocalhost", 587)]
    public void IsAt_AnotherPortOrMachine_IsFalse(string host, int port) => Assert.False(_place.IsAt(host, port));

    [Fact]
    public void IsAt_AddressOfThisMachine_IsTrue()
    {
        var own = NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address).ToList();
        Assert.NotEmpty(own);
        Assert.All(own, address => Assert.True(_place.IsAt(new IPAddress(address.GetAddressBytes()).ToString(), 587), $"{address}"));
        Assert.True(_place.IsAt(Environment.MachineName.ToLowerInvariant(), 465));
    }

    /// <summary>Without a certificate the ports are closed, and a relay beside the console has them.</summary>
    [Fact]
    public void IsAt_PortsThatAreClosed_IsFalse()
    {
        var closed = new SubmissionPlace(new SubmissionState(null), new SubmissionHost("mail.console.example"));

        Assert.All<string>(["localhost", "127.0.0.1", "mail.console.example"], host => Assert.False(closed.IsAt(host, 587)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Post_SenderThatIsTheConsoleItself_IsRefusedWithACure(int version)
    {
        using var client = await SenderClient.CreateAsync(bed.Console, $"loop{version}.example", version);
        foreach (var (host, port) in ((string, int?)[])[("LocalHost", bed.Ports.StartTls), ("mail.console.example.", bed.Ports.Tls), ("[::1]", bed.Ports.Development)])
        {
            var body = SenderClient.Basic(version);
            (body["smtpServerHost"], body["smtpPort"]) = (host, port);
            var answer = (await SenderClient.ReadAsync(client.PostAsync(body), 400)).GetRawText();
            Assert.Contains("own SMTP port", answer, StringComparison.Ordinal);
            Assert.Contains("554 5.4.6", answer, StringComparison.Ordinal);
            Assert.Contains("Enter the server that is to deliver the mail", answer, StringComparison.Ordinal);
        }

        // The same port of another machine, and another port of this one
        var relay = SenderClient.Basic(version);
        (relay["smtpServerHost"], relay["smtpPort"]) = ("relay.example.com", bed.Ports.StartTls);
        Assert.Equal(JsonValueKind.Object, (await SenderClient.ReadAsync(client.PostAsync(relay), 201)).ValueKind);
        (relay["smtpServerHost"], relay["smtpPort"]) = ("localhost", bed.Receiver.Port);
        await SenderClient.ReadAsync(client.PutAsync(relay), 200);
    }

    /// <summary>The file is read before the ports are open. Another server of this machine is none of its business.</summary>
    [Fact]
    public async Task DeploymentToml_ThatNamesTheConsoleItself_IsWarnedOf()
    {
        Assert.DoesNotContain(bed.Console.Service<ISuperTenantProvider>().Current.Diagnostics, d => d.Message.Contains("own SMTP port", StringComparison.Ordinal));

        var port = FreePort();
        await using var console = new ConsoleApplication
        {
            Deployment = $"""
                [output_adapter.email]
                from_address = "codes@foo.example"
                hostname = "localhost"
                port = {port}
                enable_start_tls = false
                enable_authentication = false
                """,
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Submission:DevelopmentPort"] = $"{port}" },
        };

        var state = console.Service<ISuperTenantProvider>().Current;
        var warning = Assert.Single(state.Diagnostics, d => d.Message.Contains("own SMTP port", StringComparison.Ordinal));
        Assert.Equal(("output_adapter.email.hostname", 3), (warning.Key, warning.Line));
        Assert.NotNull(state.InForce);
        Assert.Contains(console.Log, l => l.Contains($"localhost:{port} is this console's own SMTP port", StringComparison.Ordinal));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>For whoever asks without a console that listens.</summary>
    [Theory]
    [InlineData(true, true, true, "587 465 1587")]
    [InlineData(true, true, false, "587 465 ")]
    [InlineData(true, false, true, "  1587")]
    [InlineData(false, true, true, "  ")]
    public void FindPorts_ByConfiguration_AreThoseThatOpen(bool isEnabled, bool hasCertificate, bool isDevelopment, string expected)
    {
        var ports = new SubmissionOptions { Enabled = isEnabled }.FindPorts(hasCertificate, isDevelopment);

        Assert.Equal(expected, $"{ports.StartTls} {ports.Tls} {ports.Development}");
        Assert.Equal(new SubmissionPorts(null, null, null), new SubmissionOptions { Port = 0, TlsPort = 0, DevelopmentPort = 0 }.FindPorts(hasCertificate: true, isDevelopment: true));
    }
}
