using EmailConsole.Outbox;
using EmailConsole.Sending.Lanes;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Sending.Lanes;

/// <summary>Who goes first, within a tenant and between tenants of one channel.</summary>
public sealed class LanePriorityTests : IAsyncLifetime
{
    private readonly SemaphoreSlim _turns = new(0);
    private readonly ScriptedSmtpServer _server = new();
    private LaneBed _bed = null!;

    public Task InitializeAsync()
    {
        _server.Script["CONTENT"] = async (session, line) =>
        {
            await _turns.WaitAsync(_server.Stopping);
            await session.BehaveAsync("CONTENT", line);
        };
        _server.Start();
        _bed = new LaneBed { Deployment = LaneBed.FileFor(_server), Settings = new Dictionary<string, string> { ["Delivery:MaxConnections"] = "1" } };
        _bed.Own(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _bed.DisposeAsync();
        _turns.Dispose();
    }

    [Fact]
    public async Task Accept_HighBehindManyBulk_GoesNext()
    {
        var tenant = await _bed.AddTenantAsync();
        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Of(EmailPriority.Bulk, "bulk@bar.example"), 400)]);
        await HeldAsync(tenant, LaneQueues.Capacity);

        await _bed.AcceptAsync(tenant, Of(EmailPriority.High, "high@bar.example"));
        await HeldAsync(tenant, LaneQueues.Capacity + 1);
        _turns.Release(3);

        await Bound.UntilAsync(() => _server.Messages.Count == 4);
        Assert.Contains(_server.Messages.Take(3), m => m.Contains("high@bar.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Accept_BulkBehindManyHigh_DoesNotStarve()
    {
        var tenant = await _bed.AddTenantAsync();
        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Of(EmailPriority.High, "high@bar.example"), 100)]);
        await _bed.AcceptAsync(tenant, Of(EmailPriority.Bulk, "bulk@bar.example"));
        await HeldAsync(tenant, 101);
        _turns.Release(40);

        await Bound.UntilAsync(() => _server.Messages.Count == 41);

        Assert.Contains(_server.Messages, m => m.Contains("bulk@bar.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Accept_TenantsThatShareAChannel_TakeTurns()
    {
        var busy = await _bed.AddTenantAsync();
        var quiet = await _bed.AddTenantAsync();
        await _bed.AcceptAsync(busy, [.. Enumerable.Repeat(Of(EmailPriority.Normal, "busy@bar.example"), 200)]);
        await Bound.UntilAsync(() => _server.Messages.Count == 1);
        await _bed.AcceptAsync(quiet, [.. Enumerable.Repeat(Of(EmailPriority.Normal, "quiet@bar.example"), 5)]);
        await _bed.LoadedAsync(quiet);
        await Bound.UntilAsync(() => _bed.Lanes.Find(quiet)!.InMemory == 5 && _bed.Lanes.Find(quiet)!.ProviderId is not null);

        _turns.Release(14);

        await Bound.UntilAsync(() => _server.Messages.Count == 15);
        Assert.Equal(5, _server.Messages.Count(m => m.Contains("quiet@bar.example", StringComparison.Ordinal)));
    }

    /// <summary>Waits until the server holds one and the lane knows the others: accepted is not yet in memory.</summary>
    private Task HeldAsync(Guid tenant, int count) => Bound.UntilAsync(
        () => _server.Messages.Count == 1 && _bed.Lanes.Find(tenant) is { Sending: 1 } lane && lane.InMemory == count - 1,
        () => $"The server has {_server.Messages.Count}; {_bed.Lanes.Find(tenant)}");

    private static NewEmail Of(EmailPriority priority, string to) => Emails.New(to) with { Priority = priority };
}
