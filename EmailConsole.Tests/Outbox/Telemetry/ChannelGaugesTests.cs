using System.Diagnostics.Metrics;
using EmailConsole.Outbox;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Outbox.Telemetry;

/// <summary>Circuits as metrics, and the traces of one delivery, from the whole console.</summary>
public sealed class ChannelGaugesTests : IAsyncLifetime
{
    private readonly LaneBed _bed = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Channels_ServerRefusesConnections_ItsCircuitIsOpenAndTheOtherIsClosed()
    {
        using var metrics = new RecordedMetrics(_bed.Service<IMeterFactory>());
        var works = await _bed.AddTenantAsync(_bed.Own(new ScriptedSmtpServer().Start()));
        var gone = new ScriptedSmtpServer().Start();
        var fails = await _bed.AddTenantAsync(LaneBed.SettingsFor(gone));
        await gone.DisposeAsync();

        await _bed.AcceptAsync(works);
        await _bed.AcceptAsync(fails, [.. Enumerable.Repeat(Emails.New(), 20)]);
        await _bed.SettledAsync(works, 1);
        await Bound.UntilAsync(() => _bed.Channels.Find(fails)?.Circuit.Position == CircuitPosition.Open);

        Assert.Equal(
            [("circuit=closed", 1d), ("circuit=half_open", 0d), ("circuit=open", 1d)],
            metrics.Observe("emailconsole.outbox.channels").OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, m.Value)));
    }
}
