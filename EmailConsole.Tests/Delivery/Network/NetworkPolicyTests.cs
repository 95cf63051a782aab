using System.Net;
using EmailConsole.Delivery.Network;
using EmailConsole.EmailProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;

namespace EmailConsole.Tests.Delivery.Network;

public sealed class NetworkPolicyTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:0:10.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::8.8.8.8")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("2002:c0a8:101::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [InlineData("2001:db8::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("febf::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Check_AddressNotOfThePublicInternet_IsRefusedToTenants(string address)
    {
        Assert.Equal(NetworkDecision.AddressRefused, Check(Policy(), address, 587));
        Assert.Equal(
            NetworkDecision.Allowed, Policy().Check(ProviderOrigin.SuperTenant, TargetUse.Smtp, IPAddress.Parse(address), 1));
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("11.0.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("169.253.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("2a00:1450:4001::1")]
    [InlineData("2606:4700::1111")]
    [InlineData("2002:808:808::1")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("::ffff:8.8.8.8")]
    public void Check_PublicAddress_IsAllowed(string address) =>
        Assert.Equal(NetworkDecision.Allowed, Check(Policy(), address, 587));

    [Theory]
    [InlineData(25, NetworkDecision.Allowed)]
    [InlineData(465, NetworkDecision.Allowed)]
    [InlineData(587, NetworkDecision.Allowed)]
    [InlineData(2465, NetworkDecision.Allowed)]
    [InlineData(2525, NetworkDecision.Allowed)]
    [InlineData(2587, NetworkDecision.Allowed)]
    [InlineData(22, NetworkDecision.PortRefused)]
    [InlineData(443, NetworkDecision.PortRefused)]
    [InlineData(6379, NetworkDecision.PortRefused)]
    public void Check_PortsByDefault_AreThoseOfSmtp(int port, NetworkDecision expected) =>
        Assert.Equal(expected, Check(Policy(), "8.8.8.8", port));

    [Theory]
    [InlineData(443, NetworkDecision.Allowed)]
    [InlineData(8443, NetworkDecision.Allowed)]
    [InlineData(25, NetworkDecision.PortRefused)]
    public void Check_TokenEndpoint_HasItsOwnPorts(int port, NetworkDecision expected) => Assert.Equal(
        expected, Policy().Check(ProviderOrigin.Tenant, TargetUse.TokenEndpoint, IPAddress.Parse("8.8.8.8"), port));

    [Fact]
    public void Check_PortsConfigured_ReplaceTheDefault()
    {
        var options = new NetworkOptions { Ports = { 1587 } };

        Assert.Equal(NetworkDecision.Allowed, Check(Policy(options), "8.8.8.8", 1587));
        Assert.Equal(NetworkDecision.PortRefused, Check(Policy(options), "8.8.8.8", 587));
    }

    [Theory]
    [InlineData("10.1.0.0/16:2500", "10.1.2.3", 2500, NetworkDecision.Allowed)]
    [InlineData("10.1.0.0/16:2500", "::ffff:10.1.2.3", 2500, NetworkDecision.Allowed)]
    [InlineData("10.1.0.0/16:2500", "10.1.2.3", 25, NetworkDecision.AddressRefused)]
    [InlineData("10.1.0.0/16:2500", "10.2.2.3", 2500, NetworkDecision.AddressRefused)]
    [InlineData("10.1.2.3/16:2500", "10.1.9.9", 2500, NetworkDecision.Allowed)]
    [InlineData("10.1.2.3:*", "10.1.2.3", 9, NetworkDecision.Allowed)]
    [InlineData("[fd00:1::/64]:*", "fd00:1::5", 9, NetworkDecision.Allowed)]
    [InlineData("[fd00:1::5]:25", "fd00:1::6", 25, NetworkDecision.AddressRefused)]
    [InlineData("8.8.8.8:2600", "8.8.8.8", 2600, NetworkDecision.Allowed)]
    public void Check_AllowListed_OpensItsAddressesAndItsPort(string entry, string address, int port, NetworkDecision expected) =>
        Assert.Equal(expected, Check(Policy(new NetworkOptions { Allow = { entry } }), address, port));

    [Theory]
    [InlineData("127.0.0.1", NetworkDecision.Allowed)]
    [InlineData("::1", NetworkDecision.Allowed)]
    [InlineData("10.0.0.1", NetworkDecision.AddressRefused)]
    public void Check_Development_AllowsLoopbackOnAnyPort(string address, NetworkDecision expected) =>
        Assert.Equal(expected, Check(Policy(environment: Environments.Development), address, 1025));

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.0/8")]
    [InlineData("10.0.0.0/33:25")]
    [InlineData("10.0.0.1:0")]
    [InlineData("10.0.0.1:65536")]
    [InlineData("10.0.0.1:-1")]
    [InlineData("fd00::/8:25")]
    [InlineData("[10.0.0.1:25")]
    [InlineData("localhost:25")]
    [InlineData("*:25")]
    public void Validate_EntryThatIsNoRangeAndPort_NamesTheKey(string entry)
    {
        var result = new NetworkOptionsValidation().Validate(null, new NetworkOptions { Allow = { "10.0.0.1:25", entry } });

        Assert.Contains("Network:Allow:1", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    private static NetworkDecision Check(NetworkPolicy policy, string address, int port) =>
        policy.Check(ProviderOrigin.Tenant, TargetUse.Smtp, IPAddress.Parse(address), port);

    private static NetworkPolicy Policy(NetworkOptions? options = null, string environment = "Production") =>
        new(Options.Create(options ?? new NetworkOptions()), new HostingEnvironment { EnvironmentName = environment });
}
