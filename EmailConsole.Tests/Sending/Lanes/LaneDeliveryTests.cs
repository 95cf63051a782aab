using EmailConsole.Outbox;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Sending.Lanes;

/// <summary>From the commit to the server and back into the database.</summary>
public sealed class LaneDeliveryTests : IAsyncLifetime
{
    private readonly LaneBed _bed = new();
    private readonly ScriptedSmtpServer _server = new ScriptedSmtpServer().Start();

    public Task InitializeAsync()
    {
        _bed.Own(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Accept_TenantWithOwnProvider_IsDeliveredAndRecorded()
    {
        var tenant = await _bed.AddTenantAsync(_server);

        var id = await _bed.AcceptAsync(tenant);

        await _bed.SettledAsync(tenant, 1);
        var message = await _bed.FindAsync(id);
        Assert.Equal(EmailState.Delivered, message.State);
        Assert.Equal(AttemptOutcome.Delivered, Assert.Single(message.AttemptHistory).Outcome);
        Assert.Contains($"Message-Id: <{message.InternetMessageId}>", Assert.Single(_server.Messages), StringComparison.OrdinalIgnoreCase);
        // The lane hears of the commit after whoever reads the counters may
        await Bound.UntilAsync(() => _bed.Lanes.Find(tenant)!.Sending == 0);
        var lane = _bed.Lanes.Find(tenant);
        Assert.Equal((0, 0, tenant), (lane!.Queued, lane.Sending, lane.ProviderId!.Value));
        Assert.Equal(CircuitPosition.Closed, _bed.Channels.Find(tenant)!.Circuit.Position);
    }

    [Fact]
    public async Task Accept_ManyAtOnce_AreEachDeliveredOnce()
    {
        var tenant = await _bed.AddTenantAsync(_server);

        var ids = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => _bed.AcceptAsync(tenant)));

        await _bed.SettledAsync(tenant, 500);
        Assert.Equal(500, _server.Messages.Count);
        Assert.Equal(500, ids.Distinct().Count());
        Assert.Equal(0, _bed.Outbox.CountsOf(tenant).Waiting);
    }

    [Fact]
    public async Task Accept_MoreThanMemoryHolds_AreDeliveredFromTheDatabase()
    {
        var tenant = await _bed.AddTenantAsync(_server);

        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 1000)]);

        await _bed.SettledAsync(tenant, 1000);
        Assert.Equal(1000, _server.Messages.Count);
    }
}
