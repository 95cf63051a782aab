using EmailConsole.Delivery;
using EmailConsole.Delivery.Pool;
using EmailConsole.Delivery.Smtp;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Delivery.Pool;

/// <summary>Ends of connections and of the pools themselves.</summary>
public sealed class ConnectionPoolsClosingTests : IDisposable
{
    private readonly FailingClock _clock = new();
    private readonly SenderBed _bed;

    public ConnectionPoolsClosingTests()
    {
        _bed = new SenderBed { Clock = _clock };
        _bed.Settings = _bed.Settings with { MaxConnections = 1 };
    }

    private ConnectionPools Pools => _bed.Get<ConnectionPools>();

    public void Dispose()
    {
        _clock.Fails = false;
        _bed.Dispose();
    }

    [Fact]
    public async Task Close_FailsUnexpectedly_FreesTheSocketAllTheSame()
    {
        await using var server = new ScriptedSmtpServer().Start();
        var provider = _bed.Provider(server.Port);
        Assert.IsType<DeliveryOutcome.Delivered>(await _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, CancellationToken.None));
        _clock.Fails = true;

        await Pools.DisposeAsync();

        Assert.Equal(0, Pools.Sockets);
        await server.ClosedAsync();
    }

    [Fact]
    public async Task Dispose_SomeWaitForAConnection_EndsThemAsCancelled()
    {
        await using var server = new ScriptedSmtpServer().FallSilentAt("MAIL").Start();
        using var cancel = new CancellationTokenSource();
        var provider = _bed.Provider(server.Port);
        var first = _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, cancel.Token);
        await server.Silent;
        var waiting = _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        Pools.Dispose();

        Assert.Equal(DeliveryFailureKind.Cancelled, (await waiting.WaitAsync(Bound.Wait)).Reason?.Kind);
        await cancel.CancelAsync();
        await first.WaitAsync(Bound.Wait);
        await server.ClosedAsync();
    }

    [Fact]
    public async Task Abandon_AfterTheEnd_ServesNobody()
    {
        var limits = new SenderLimits(1, null, 1_000);
        var owner = new ServerKey(ProviderId.FirstOf(Guid.NewGuid()), "mail.scripted.example", 25);
        var lease = await Pools.AcquireAsync(owner, default, limits, CancellationToken.None);
        await Pools.DisposeAsync();

        Pools.Abandon(lease, politely: false);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Pools.AcquireAsync(owner, default, limits, CancellationToken.None));
        Assert.Equal(0, Pools.Sockets);
    }

    [Fact]
    public async Task Abandon_Twice_CountsOnce()
    {
        var owner = new ServerKey(ProviderId.FirstOf(Guid.NewGuid()), "mail.scripted.example", 25);
        var limits = new SenderLimits(8, null, 1_000);
        var lease = await Pools.AcquireAsync(owner, default, limits, CancellationToken.None);
        await Pools.AcquireAsync(owner, default, limits, CancellationToken.None);

        Pools.Abandon(lease, politely: false);
        Pools.Abandon(lease, politely: false);

        Assert.Equal((1, 1), (Pools.Sockets, Pools.OpenOf(owner.Provider)));
    }

    [Fact]
    public async Task SendAsync_ServerLeftAndTheConsoleStopsWhileTheMessageWaited_IsCancelledAndGivesTheTurnBackOnce()
    {
        ScriptedSmtpSession? last = null;
        await using var server = new ScriptedSmtpServer();
        server.Script["CONNECT"] = (session, line) =>
        {
            last = session;
            return session.BehaveAsync("CONNECT", line);
        };
        server.Start();

        var outcome = await _bed.Get<ISharedSender>().SendAsync(
            _bed.Provider(server.Port),
            _bed.Email,
            async _ =>
            {
                last!.Drop();
                await server.ClosedAsync();
                Pools.Dispose();
                return true;
            },
            progress: null,
            CancellationToken.None);
        await Pools.DisposeAsync();

        Assert.Equal(DeliveryFailureKind.Cancelled, outcome.Reason?.Kind);
        Assert.Equal(0, Pools.Sockets);
    }

    /// <summary>Stands for whatever nobody thought of.</summary>
    private sealed class FailingClock : FakeTimeProvider
    {
        public bool Fails { get; set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Fails ? throw new InvalidOperationException("Broken on purpose.") : base.CreateTimer(callback, state, dueTime, period);
    }
}
