using EmailConsole.Delivery;
using EmailConsole.Delivery.Pool;
using EmailConsole.Delivery.Smtp;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery.Pool;

/// <summary>An owner whose settings name another server from now on.</summary>
public sealed class FormerServerTests : IDisposable
{
    private readonly SenderBed _bed = new();

    public FormerServerTests() => _bed.Settings = _bed.Settings with { MaxConnections = 1 };

    private ConnectionPools Pools => _bed.Get<ConnectionPools>();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task SendAsync_FormerServerHoldsAllConnections_NewServerGetsItsMessageAtOnce()
    {
        await using var former = new ScriptedSmtpServer().FallSilentAt("CONTENT").Start();
        await using var server = new ScriptedSmtpServer().Start();
        using var cancel = new CancellationTokenSource();
        var provider = _bed.Provider(former.Port);
        var stuck = SendAsync(provider, cancel.Token);
        await former.Silent;

        Assert.IsType<DeliveryOutcome.Delivered>(await SendAsync(At(provider, server)));

        Assert.False(stuck.IsCompleted);
        Assert.Equal((2, 2), (Pools.Sockets, Pools.OpenOf(provider.Id)));
        await cancel.CancelAsync();
        Assert.IsType<DeliveryOutcome.Unknown>(await stuck);
        await former.ClosedAsync();
    }

    [Fact]
    public async Task SendAsync_OtherServer_ClosesWhatIsIdleAtTheFormer()
    {
        await using var former = new ScriptedSmtpServer().Start();
        await using var server = new ScriptedSmtpServer().Start();
        var provider = _bed.Provider(former.Port);
        await SendAsync(provider);
        Assert.Equal(1, former.OpenConnections);

        await SendAsync(At(provider, server));

        await former.ClosedAsync();
        Assert.Equal("QUIT", former.Commands[^1]);
    }

    [Fact]
    public async Task SendAsync_FormerServerAnswersLate_ItsConnectionIsNotKept()
    {
        var content = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var former = new ScriptedSmtpServer();
        former.Script["CONTENT"] = async (session, line) =>
        {
            content.SetResult();
            await answer.Task;
            await session.BehaveAsync("CONTENT", line);
        };
        former.Start();
        await using var server = new ScriptedSmtpServer().Start();
        var provider = _bed.Provider(former.Port);
        var late = SendAsync(provider);
        await content.Task.WaitAsync(Bound.Wait);
        await SendAsync(At(provider, server));

        answer.SetResult();

        Assert.IsType<DeliveryOutcome.Delivered>(await late);
        await former.ClosedAsync();
        Assert.Equal("QUIT", former.Commands[^1]);
        Assert.Equal(1, server.OpenConnections);
    }

    [Fact]
    public async Task AcquireAsync_OwnerHasSocketsAtAFormerServer_TheyCountTowardsItsShare()
    {
        // The last two of eight are for owners that have none
        _bed.Configuration["Delivery:MaxSockets"] = "8";
        var owner = Guid.NewGuid();
        await HoldAsync(new ServerKey(ProviderId.FirstOf(owner), "former.example", 25), 6);

        var more = HoldAsync(new ServerKey(ProviderId.FirstOf(owner), "new.example", 25), 1);

        Assert.False(more.IsCompleted);
        await HoldAsync(new ServerKey(ProviderId.FirstOf(Guid.NewGuid()), "new.example", 25), 1).WaitAsync(Bound.Wait);
    }

    private async Task HoldAsync(ServerKey key, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Pools.AcquireAsync(key, default, new SenderLimits(8, null, 1_000), CancellationToken.None);
        }
    }

    private static ProviderInForce At(ProviderInForce provider, ScriptedSmtpServer server) =>
        provider with { Settings = provider.Settings with { Port = server.Port } };

    private Task<DeliveryOutcome> SendAsync(ProviderInForce provider, CancellationToken cancellationToken = default) =>
        _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, cancellationToken).WaitAsync(Bound.Wait, CancellationToken.None);
}
