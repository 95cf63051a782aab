using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Pool;
using EmailConsole.Delivery.Smtp;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery.Pool;

/// <summary>Turns at the sockets of all providers.</summary>
public sealed class ConnectionPoolsTests : IDisposable
{
    private static readonly SenderLimits _limits = new(8, null, 1_000);

    private readonly SenderBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task SendAsync_MoreProvidersThanSockets_AllDeliverAndNeverMoreAreOpen()
    {
        _bed.Configuration["Delivery:MaxSockets"] = "5";
        await using var server = new ScriptedSmtpServer().Start();
        var providers = Enumerable.Range(0, 40).Select(_ => _bed.Provider(server.Port)).ToList();
        var open = new ConcurrentBag<int>();
        var begun = 0;
        var all = new TaskCompletionSource();
        server.Script["MAIL"] = async (session, line) =>
        {
            open.Add(server.OpenConnections);

            // The first ones wait for each other: as many as may be are open at the same time
            if (Interlocked.Increment(ref begun) == 5)
            {
                all.SetResult();
            }

            await all.Task.WaitAsync(Bound.Wait);
            await session.BehaveAsync("MAIL", line);
        };

        var outcomes = await Task.WhenAll(providers.SelectMany(p => Enumerable.Range(0, 3).Select(_ => SendAsync(p)))).WaitAsync(Bound.Wait);

        Assert.All(outcomes, o => Assert.IsType<DeliveryOutcome.Delivered>(o));
        Assert.Equal(5, open.Max());
        Assert.InRange(_bed.Get<ConnectionPools>().Sockets, 0, 5);
    }

    [Fact]
    public async Task AcquireAsync_AllSocketsTakenByOne_NextFreedGoesToWhoHasNone()
    {
        _bed.Configuration["Delivery:MaxSockets"] = "2";
        var pools = _bed.Get<ConnectionPools>();
        var (greedy, modest) = (Guid.NewGuid(), Guid.NewGuid());
        var held = await AcquireAsync(pools, greedy);
        _ = await AcquireAsync(pools, greedy);
        var more = AcquireAsync(pools, greedy);
        var other = AcquireAsync(pools, modest);
        Assert.False(more.IsCompleted || other.IsCompleted);

        pools.Abandon(held, politely: false);

        Assert.Same(other, await Task.WhenAny(more, other).WaitAsync(Bound.Wait));
        Assert.False(more.IsCompleted);
    }

    [Fact]
    public async Task AcquireAsync_IdleConnectionsOfOthersFillTheBound_TheOldestMakesRoom()
    {
        _bed.Configuration["Delivery:MaxSockets"] = "1";
        await using var server = new ScriptedSmtpServer().Start();

        await SendAsync(_bed.Provider(server.Port));
        var outcome = await SendAsync(_bed.Provider(server.Port)).WaitAsync(Bound.Wait);

        Assert.IsType<DeliveryOutcome.Delivered>(outcome);
        Assert.Contains("QUIT", server.Commands);
    }

    [Fact]
    public async Task SendAsync_HungServer_DelaysNobodyElse()
    {
        await using var hung = new ScriptedSmtpServer().FallSilentAt("MAIL").Start();
        await using var well = new ScriptedSmtpServer().Start();
        using var cancel = new CancellationTokenSource();
        var bad = _bed.Provider(hung.Port);
        var stuck = Enumerable.Range(0, 50).Select(_ => _bed.Get<ISharedSender>().SendAsync(bad, _bed.Email, cancel.Token)).ToList();
        await hung.Silent;

        Assert.IsType<DeliveryOutcome.Delivered>(await SendAsync(_bed.Provider(well.Port)).WaitAsync(Bound.Wait));
        Assert.DoesNotContain(stuck, s => s.IsCompleted);
        await cancel.CancelAsync();
        Assert.All(await Task.WhenAll(stuck), o => Assert.Equal(DeliveryFailureKind.Cancelled, o.Reason?.Kind));

        // One that was cancelled between two commands is fit for another message, and waits for it
        await _bed.Get<ConnectionPools>().DisposeAsync();
        await hung.ClosedAsync();
    }

    [Fact]
    public async Task DisposeAsync_IdleConnections_SendsQuit()
    {
        await using var server = new ScriptedSmtpServer().Start();
        await SendAsync(_bed.Provider(server.Port));

        await _bed.Get<ConnectionPools>().DisposeAsync();
        await server.ClosedAsync();

        Assert.Equal("QUIT", server.Commands[^1]);
    }

    [Fact]
    public async Task SendAsync_NobodyListens_FailsAndGivesTheTurnBack()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        var provider = _bed.Provider(port);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(provider)));

        Assert.All(outcomes, o => Assert.Equal(DeliveryFailureKind.ConnectionRefused, o.Reason?.Kind));
        Assert.Equal(0, _bed.Get<ConnectionPools>().Sockets);
    }

    private static async Task<Lease> AcquireAsync(ConnectionPools pools, Guid owner) =>
        await pools.AcquireAsync(new ServerKey(ProviderId.FirstOf(owner), "mail.scripted.example", 25), new ConnectionIdentity(owner.ToString(), null), _limits, CancellationToken.None);

    private Task<DeliveryOutcome> SendAsync(EmailConsole.EmailProviders.ProviderInForce provider) =>
        _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, CancellationToken.None);
}
