using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Delivery.Pool;

/// <summary>Servers that offer CHUNKING and cannot bear the probe for it.</summary>
public sealed class ProbeTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly SenderBed _bed;

    public ProbeTests()
    {
        _bed = new SenderBed { Clock = _clock };

        // The next message waits for whatever the connection does between two
        _bed.Settings = _bed.Settings with { MaxConnections = 1 };
    }

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task SendAsync_ServerDropsTheProbe_LaterMessagesShareAConnectionAndNoneIsProbed()
    {
        await using var server = Modern().DropAt("BDAT").Start();
        var provider = _bed.Provider(server.Port);

        for (var i = 0; i < 4; i++)
        {
            await DeliverAsync(provider);
        }

        AssertOneProbeAndTwoConnections(server);
    }

    [Fact]
    public async Task SendAsync_ServerIsSilentAtTheProbe_LaterMessagesShareAConnectionAndNoneIsProbed()
    {
        await using var server = Modern().FallSilentAt("BDAT").Start();
        var provider = _bed.Provider(server.Port);

        await DeliverAsync(provider);
        await server.Silent;
        var second = SendAsync(provider);
        Assert.False(second.IsCompleted);
        _clock.Advance(new DeliveryOptions().CommandTimeout);
        Assert.IsType<DeliveryOutcome.Delivered>(await second.WaitAsync(Bound.Wait));
        await DeliverAsync(provider);
        await DeliverAsync(provider);

        AssertOneProbeAndTwoConnections(server);
    }

    [Fact]
    public async Task SendAsync_ProbeWasLostByChance_IsMadeAgainInAnHour()
    {
        await using var server = Modern().DropAt("BDAT").Start();
        var provider = _bed.Provider(server.Port);
        await DeliverAsync(provider);
        await DeliverAsync(provider);
        server.Script.Clear();

        _clock.Advance(TimeSpan.FromMinutes(61));
        await DeliverAsync(provider);
        await DeliverAsync(provider);

        Assert.Equal("BDAT", server.Commands[^1][..4]);
        Assert.NotEqual("BDAT 6 LAST", server.Commands[^1]);
    }

    private static ScriptedSmtpServer Modern() => new() { Extensions = ["PIPELINING", "CHUNKING", "AUTH PLAIN"] };

    private static void AssertOneProbeAndTwoConnections(ScriptedSmtpServer server)
    {
        Assert.Equal(4, server.Messages.Count);
        Assert.Single(server.Commands, c => c.StartsWith("BDAT", StringComparison.Ordinal));
        Assert.Equal(2, server.Commands.Count(c => c.StartsWith("AUTH", StringComparison.Ordinal)));
    }

    private Task<DeliveryOutcome> SendAsync(ProviderInForce provider) =>
        _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, CancellationToken.None);

    private async Task DeliverAsync(ProviderInForce provider)
    {
        var outcome = await SendAsync(provider).WaitAsync(Bound.Wait);
        Assert.True(outcome is DeliveryOutcome.Delivered, outcome.Reason?.ToString());
    }
}
