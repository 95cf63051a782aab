using EmailConsole.Delivery;
using EmailConsole.Delivery.Pool;
using EmailConsole.Delivery.Smtp;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery.Pool;

/// <summary>The last quarter of the sockets is for providers that have none.</summary>
public sealed class ConnectionSharesTests : IDisposable
{
    private static readonly SenderLimits _limits = new(8, null, 1_000);

    private readonly SenderBed _bed = new();
    private readonly Guid _greedy = Guid.NewGuid();

    public ConnectionSharesTests() => _bed.Configuration["Delivery:MaxSockets"] = "8";

    private ConnectionPools Pools => _bed.Get<ConnectionPools>();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task AcquireAsync_HungProvidersHoldTheirShare_ProvidersWithoutAnyGetOneAtOnce()
    {
        var held = await HoldAsync(_greedy, 6);
        var more = AcquireAsync(_greedy);

        var modest = new[] { AcquireAsync(Guid.NewGuid()), AcquireAsync(Guid.NewGuid()) };

        Assert.All(modest, m => Assert.True(m.IsCompletedSuccessfully));
        Assert.False(more.IsCompleted);

        // The last quarter empties first: what is beyond the share of all is nobody's second
        Pools.Abandon(await modest[0], politely: false);
        Pools.Abandon(await modest[1], politely: false);
        Assert.False(more.IsCompleted);
        Pools.Abandon(held[0], politely: false);
        await more.WaitAsync(Bound.Wait);
        Assert.Equal(6, Pools.Sockets);
    }

    [Fact]
    public async Task AcquireAsync_AllSocketsTaken_NextFreedGoesToWhoHasNone()
    {
        var held = await HoldAsync(_greedy, 6);
        var modest = Guid.NewGuid();
        await HoldAsync(modest, 1);
        await HoldAsync(Guid.NewGuid(), 1);
        var second = AcquireAsync(modest);
        var none = AcquireAsync(Guid.NewGuid());
        Assert.False(second.IsCompleted || none.IsCompleted);

        Pools.Abandon(held[0], politely: false);

        await none.WaitAsync(Bound.Wait);
        Assert.False(second.IsCompleted);
        Pools.Abandon(held[1], politely: false);
        Pools.Abandon(held[2], politely: false);
        Assert.False(second.IsCompleted);
        Pools.Abandon(held[3], politely: false);
        await second.WaitAsync(Bound.Wait);
    }

    [Fact]
    public async Task AcquireAsync_LastQuarterInUse_ClosesNoIdleConnectionForAnothersSecond()
    {
        await HoldAsync(_greedy, 6);
        await using var server = new ScriptedSmtpServer().Start();
        var idle = _bed.Provider(server.Port);
        Assert.IsType<DeliveryOutcome.Delivered>(await _bed.Get<ISharedSender>().SendAsync(idle, _bed.Email, CancellationToken.None));

        var more = AcquireAsync(_greedy);

        Assert.False(more.IsCompleted);
        Assert.Equal((7, 1), (Pools.Sockets, Pools.Count().Idle));
    }

    [Fact]
    public async Task AcquireAsync_IdleConnectionsFillTheShare_OneMakesRoomForAnothersSecond()
    {
        await HoldAsync(_greedy, 5);
        await using var server = new ScriptedSmtpServer().Start();
        var idle = _bed.Provider(server.Port);
        Assert.IsType<DeliveryOutcome.Delivered>(await _bed.Get<ISharedSender>().SendAsync(idle, _bed.Email, CancellationToken.None));

        await AcquireAsync(_greedy).WaitAsync(Bound.Wait);

        Assert.Equal(0, Pools.OpenOf(idle.Id));
    }

    private async Task<List<Lease>> HoldAsync(Guid owner, int count)
    {
        List<Lease> held = [];
        for (var i = 0; i < count; i++)
        {
            held.Add(await AcquireAsync(owner).WaitAsync(Bound.Wait));
        }

        return held;
    }

    private async Task<Lease> AcquireAsync(Guid owner) =>
        await Pools.AcquireAsync(new ServerKey(ProviderId.FirstOf(owner), "mail.scripted.example", 25), new ConnectionIdentity(owner.ToString(), null), _limits, CancellationToken.None);
}
