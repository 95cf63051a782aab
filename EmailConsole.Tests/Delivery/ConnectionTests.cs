using System.Net;
using System.Net.Sockets;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Network;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Delivery;

/// <summary>Resolve and Connect.</summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly SenderBed _bed = new() { Clock = new FakeTimeProvider(DateTimeOffset.UtcNow) };

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task SendOnceAsync_UnknownHost_IsHostNotFound()
    {
        await using var server = new ScriptedSmtpServer().Start();
        _bed.Resolver.Names.Clear();

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.HostNotFound, DeliveryStage.Resolve), (failure.Kind, failure.Stage));
    }

    [Fact]
    public async Task SendOnceAsync_NothingListens_IsConnectionRefused()
    {
        var server = new ScriptedSmtpServer().Start();
        _bed.Settings = _bed.Settings with { Port = server.Port };
        await server.DisposeAsync();

        var failure = await _bed.FailAsync(_bed.Settings.Port);

        Assert.Equal((DeliveryFailureKind.ConnectionRefused, DeliveryStage.Connect), (failure.Kind, failure.Stage));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a host")]
    public async Task ResolveAsync_NameThatCannotBe_IsASocketException(string host)
    {
        using var bound = new CancellationTokenSource(Bound.Wait);

        await Assert.ThrowsAnyAsync<SocketException>(() => new SystemHostResolver(Dns.GetHostAddresses).ResolveAsync(host, bound.Token));
    }

    [Fact]
    public async Task ResolveAsync_NameOf300Characters_IsASocketException() => await Assert.ThrowsAnyAsync<SocketException>(
        () => new SystemHostResolver(Dns.GetHostAddresses).ResolveAsync(new string('a', 300), CancellationToken.None));

    [Fact]
    public async Task SendOnceAsync_FirstAddressRefuses_TakesTheNext()
    {
        await using var server = new ScriptedSmtpServer().Start();
        _bed.Resolver.Names[SenderBed.Host] = [IPAddress.Parse("127.0.0.77"), IPAddress.IPv6Loopback, IPAddress.Loopback];

        await _bed.DeliverAsync(server);

        Assert.Equal($"127.0.0.1:{server.Port}", _bed.Listener.Passed[DeliveryStage.Connect].Detail);
        Assert.Equal("3 addresses: 127.0.0.77, ::1, 127.0.0.1", _bed.Listener.Passed[DeliveryStage.Resolve].Detail);
    }

    [Fact]
    public async Task SendOnceAsync_AddressThatDoesNotAnswer_EndsAtTheLimit()
    {
        using var full = new FullListener(new IPEndPoint(IPAddress.Loopback, 0));

        var failure = await _bed.PassTimeAsync(_bed.FailAsync(full.Port));

        Assert.Equal((DeliveryFailureKind.TimedOut, DeliveryStage.Connect, true), (failure.Kind, failure.Stage, !failure.IsLasting));
    }

    [Fact]
    public async Task SendOnceAsync_FirstAddressDoesNotAnswer_TriesTheNextBesideIt()
    {
        await using var server = new ScriptedSmtpServer().Start();
        using var full = new FullListener(new IPEndPoint(IPAddress.Parse("127.0.0.77"), server.Port));
        _bed.Resolver.Names[SenderBed.Host] = [IPAddress.Parse("127.0.0.77"), IPAddress.Loopback];

        var outcome = await _bed.PassTimeAsync(_bed.SendAsync(server));

        Assert.IsType<DeliveryOutcome.Delivered>(outcome);
        Assert.Equal($"127.0.0.1:{server.Port}", _bed.Listener.Passed[DeliveryStage.Connect].Detail);
    }

    [Fact]
    public async Task ConnectAsync_AnyServer_WaitsForNoAcknowledgementAndNoticesWhenItVanishes()
    {
        await using var server = new ScriptedSmtpServer().Start();

        using var socket = await _bed.Get<Dialer>().ConnectAsync([IPAddress.Loopback], server.Port, CancellationToken.None);

        Assert.True(socket.NoDelay);
        Assert.Equal(1, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
        Assert.Equal(15, socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime));
    }

    [Fact]
    public async Task SendOnceAsync_TenantToLoopback_IsNotAllowedAndShowsNoAddress()
    {
        await using var server = new ScriptedSmtpServer().Start();
        _bed.Origin = ProviderOrigin.Tenant;

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.TargetNotAllowed, DeliveryStage.Connect), (failure.Kind, failure.Stage));
        Assert.DoesNotContain("127.0.0.1", _bed.Listener.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendOnceAsync_TenantToAllowedTarget_TakesOnlyTheAllowedAddress()
    {
        await using var server = new ScriptedSmtpServer().Start();
        _bed.Origin = ProviderOrigin.Tenant;
        _bed.Configuration["Network:Allow:0"] = $"127.0.0.1/32:{server.Port}";
        _bed.Resolver.Names[SenderBed.Host] = [IPAddress.Parse("169.254.169.254"), IPAddress.Parse("::ffff:127.0.0.2"), IPAddress.Loopback];

        await _bed.DeliverAsync(server);

        Assert.Equal("3 addresses: 127.0.0.1", _bed.Listener.Passed[DeliveryStage.Resolve].Detail);
    }
}
