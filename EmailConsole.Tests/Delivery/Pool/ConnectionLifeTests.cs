using EmailConsole.Delivery;
using EmailConsole.Delivery.Pool;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery.Pool;

/// <summary>How long a connection stays open, how many there are, and that none is left behind.</summary>
public sealed class ConnectionLifeTests : WarmBed
{
    [Fact]
    public async Task SendAsync_NobodySendsForAWhile_ClosesWithQuit()
    {
        await using var server = new ScriptedSmtpServer().Start();

        await DeliverAsync(Bed.Provider(server.Port));
        Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, server.OpenConnections);
        Clock.Advance(TimeSpan.FromSeconds(6));
        await server.ClosedAsync();

        Assert.Equal("QUIT", Verbs(server)[^1]);
        await Bound.UntilAsync(() => Bed.Get<ConnectionPools>().Sockets == 0);
    }

    [Fact]
    public async Task SendAsync_MessagesPerConnectionReached_OpensANewOne()
    {
        await using var server = new ScriptedSmtpServer().Start();
        Bed.Settings = Bed.Settings with { MessagesPerConnection = 2 };
        var provider = Bed.Provider(server.Port);

        for (var i = 0; i < 5; i++)
        {
            await DeliverAsync(provider);
        }

        Assert.Equal(3, Verbs(server).Count(v => v == "AUTH"));
    }

    [Fact]
    public async Task SendAsync_ConnectionTooOld_OpensANewOne()
    {
        Bed.Configuration["Delivery:MaxConnectionAge"] = "00:00:10";
        await using var server = new ScriptedSmtpServer().Start();
        var provider = Bed.Provider(server.Port);

        await DeliverAsync(provider);
        Clock.Advance(TimeSpan.FromSeconds(11));
        await DeliverAsync(provider);

        Assert.Equal(2, Verbs(server).Count(v => v == "AUTH"));
    }

    [Fact]
    public async Task SendAsync_ManyAtOnce_StaysWithinMaxConnections()
    {
        var most = 0;
        await using var server = new ScriptedSmtpServer();
        server.Script["MAIL"] = (session, line) =>
        {
            InterlockedMax(ref most, server.OpenConnections);
            return session.BehaveAsync("MAIL", line);
        };
        server.Start();
        Bed.Settings = Bed.Settings with { MaxConnections = 3 };
        var provider = Bed.Provider(server.Port);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => SendAsync(provider)));

        Assert.All(outcomes, o => Assert.IsType<DeliveryOutcome.Delivered>(o));
        Assert.InRange(most, 1, 3);
        Assert.Equal(60, server.Messages.Count);
    }

    [Fact]
    public async Task SendAsync_CancelledAtEachPoint_LeavesNoConnectionBehind()
    {
        foreach (var verb in new[] { "CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "CONTENT" })
        {
            await using var server = new ScriptedSmtpServer().FallSilentAt(verb).Start();
            using var cancel = new CancellationTokenSource();
            var sending = Bed.Get<ISharedSender>().SendAsync(Bed.Provider(server.Port), Bed.Email, cancel.Token);
            await server.Silent;
            await cancel.CancelAsync();

            var outcome = await sending;

            Assert.Equal(DeliveryFailureKind.Cancelled, outcome.Reason?.Kind);
            await server.ClosedAsync();
            await Bound.UntilAsync(() => Bed.Get<ConnectionPools>().Sockets == 0);
        }
    }

    [Fact]
    public async Task SendAsync_CancelledWhileWaitingForItsTurn_LeavesTheQueue()
    {
        await using var server = new ScriptedSmtpServer().FallSilentAt("MAIL").Start();
        Bed.Settings = Bed.Settings with { MaxConnections = 1 };
        var provider = Bed.Provider(server.Port);
        using var cancelFirst = new CancellationTokenSource();
        using var cancelSecond = new CancellationTokenSource();

        var first = Bed.Get<ISharedSender>().SendAsync(provider, Bed.Email, cancelFirst.Token);
        await server.Silent;
        var second = Bed.Get<ISharedSender>().SendAsync(provider, Bed.Email, cancelSecond.Token);
        await cancelSecond.CancelAsync();

        Assert.Equal((DeliveryFailureKind.Cancelled, DeliveryStage.Connect), ((await second).Reason!.Kind, (await second).Reason!.Stage));
        await cancelFirst.CancelAsync();
        await first;
        await server.ClosedAsync();
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
