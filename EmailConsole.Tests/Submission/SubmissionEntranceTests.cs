using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Servers;
using EmailConsole.Tests.SmtpServing;

namespace EmailConsole.Tests.Submission;

/// <summary>What the pages say of the SMTP ports.</summary>
public sealed class SubmissionEntranceTests : IDisposable
{
    private const string HostName = "smtp.foo.example";

    private readonly TemporaryFolder _files = new();
    private readonly TestCertificates _certificates = new();

    public void Dispose()
    {
        _certificates.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task Find_SwitchedOff_SaysThatAlone()
    {
        var entrance = await FindAsync(("Submission:Enabled", "false"), ("Submission:Certificate", Certificate()));

        Assert.Equal((null, null, null), (entrance.TlsPort, entrance.StartTlsPort, entrance.LoopbackPort));
        Assert.Contains("switched off", Assert.Single(entrance.Troubles).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_NoCertificateInDevelopment_OffersThePortOnThisMachine()
    {
        var entrance = await FindAsync(("Submission:Port", "0"));

        Assert.Equal((null, null), (entrance.TlsPort, entrance.StartTlsPort));
        Assert.NotNull(entrance.LoopbackPort);
        Assert.Contains("Submission:Certificate", Assert.Single(entrance.Troubles).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_NoCertificate_AsksForOneByANameThatACertificateCanHave()
    {
        var named = await FindAsync(("Submission:Port", "0"), ("Submission:HostName", "smtp.example.com"));

        Assert.Contains("The certificate must name smtp.example.com", Assert.Single(named.Troubles).Remedy, StringComparison.Ordinal);

        var remedy = Assert.Single((await FindAsync(("Submission:Port", "0"))).Troubles).Remedy;
        Assert.Contains("Submission:HostName", remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("[", remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_BadCertificate_NamesNoFile()
    {
        File.WriteAllText(_files["bad.pem"], "-----BEGIN CERTIFICATE-----\n");
        var entrance = await FindAsync(("Submission:Certificate", _files["bad.pem"]), ("Submission:Port", "0"));

        var trouble = Assert.Single(entrance.Troubles);
        Assert.Contains("cannot be used", trouble.What, StringComparison.Ordinal);
        Assert.DoesNotContain(_files.Path, trouble.What + trouble.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_PortOfAnotherProgram_IsNamed()
    {
        using var other = new TcpListener(IPAddress.IPv6Any, 0) { Server = { DualMode = true } };
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        var entrance = await FindAsync(
            ("Submission:Certificate", Certificate()), ("Submission:Port", taken.ToString(CultureInfo.InvariantCulture)), ("Submission:TlsPort", "0"),
            ("Submission:HostName", HostName));

        Assert.NotNull(entrance.TlsPort);
        Assert.Null(entrance.StartTlsPort);
        var trouble = Assert.Single(entrance.Troubles);
        Assert.StartsWith($"Port {taken} is closed", trouble.What, StringComparison.Ordinal);
        Assert.Contains("tried again every 5 seconds", trouble.Remedy, StringComparison.Ordinal);
    }

    /// <summary>Whoever stops the other program need not start the console again, with whatever certificate there is.</summary>
    [Theory]
    [InlineData("Submission:Port", true)]
    [InlineData("Submission:DevelopmentPort", false)]
    public async Task Find_PortOfAnotherProgramThatEnds_IsOpenedAndSaid(string key, bool hasCertificate)
    {
        using var other = new TcpListener(hasCertificate ? IPAddress.IPv6Any : IPAddress.Loopback, 0);
        if (hasCertificate)
        {
            other.Server.DualMode = true;
        }

        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var console = new ConsoleApplication
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Submission:Certificate"] = hasCertificate ? Certificate() : "",
                ["Submission:HostName"] = HostName,
                ["Submission:TlsPort"] = "0",
                [key] = taken.ToString(CultureInfo.InvariantCulture),
            },
        };
        var entrance = console.Service<ISmtpEntrance>();
        Assert.DoesNotContain(taken, Ports(entrance.Find()));
        Assert.Contains(entrance.Find().Troubles, t => t.What.StartsWith($"Port {taken} is closed", StringComparison.Ordinal));
        var before = entrance.Find();
        other.Stop();

        await Bound.UntilAsync(() => Ports(entrance.Find()).Contains(taken));

        // Those that were open stay as they were
        Assert.Equal(before.TlsPort, entrance.Find().TlsPort);
        Assert.DoesNotContain(entrance.Find().Troubles, t => t.What.StartsWith("Port ", StringComparison.Ordinal));
        Assert.Single(console.Log, l => l.StartsWith("Error", StringComparison.Ordinal) && l.Contains($"at port {taken}", StringComparison.Ordinal));
        Assert.Single(console.Log, l => l.StartsWith("Information", StringComparison.Ordinal) && l.Contains($"Port {taken} is free now", StringComparison.Ordinal));
        await using var client = await RawClient.ConnectAsync(taken);
        Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);

        static IEnumerable<int?> Ports(SmtpEntrance found) => [found.StartTlsPort, found.TlsPort, found.LoopbackPort];
    }

    /// <summary>Every program that checks the certificate is refused by itself: only the console can say why.</summary>
    [Fact]
    public async Task Find_CertificateExpired_IsSaidOnThePageAndInTheLog()
    {
        using var certificate = _certificates.IssueExpired(HostName);
        File.WriteAllText(_files["expired.pem"], TestCertificates.ToPem(certificate));
        await using var console = new ConsoleApplication
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Submission:Certificate"] = _files["expired.pem"],
                ["Submission:HostName"] = HostName,
                ["Submission:Port"] = "0",
                ["Submission:TlsPort"] = "0",
            },
        };
        var entrance = console.Service<ISmtpEntrance>().Find();

        Assert.NotNull(entrance.TlsPort);
        Assert.Contains("has expired", Assert.Single(entrance.Troubles).What, StringComparison.Ordinal);
        Assert.Contains(console.Log, l => l.StartsWith("Warning", StringComparison.Ordinal) && l.Contains("has expired", StringComparison.Ordinal));
    }

    private static async Task<SmtpEntrance> FindAsync(params (string Key, string Value)[] settings)
    {
        await using var console = new ConsoleApplication { Settings = settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal) };
        return console.Service<ISmtpEntrance>().Find();
    }

    private string Certificate()
    {
        using var certificate = _certificates.Issue(HostName);
        File.WriteAllText(_files["good.pem"], TestCertificates.ToPem(certificate));
        return _files["good.pem"];
    }
}
