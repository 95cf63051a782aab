using System.Collections.Concurrent;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Sending.Channels;

/// <summary>What a provider's server does costs its own channel alone.</summary>
public sealed class ChannelIsolationTests : IAsyncLifetime
{
    private readonly LaneBed _bed = new();
    private readonly ScriptedSmtpServer _server = new ScriptedSmtpServer().Start();

    public Task InitializeAsync()
    {
        _bed.Own(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [InlineData("CONNECT")]
    [InlineData("CONTENT")]
    public async Task Send_TenOfTwoHundredTenantsHang_TheOthersAreDelivered(string silentAt)
    {
        var hung = _bed.Own(new ScriptedSmtpServer().FallSilentAt(silentAt).Start());
        var tenants = new List<Guid>();
        for (var i = 0; i < 200; i++)
        {
            tenants.Add(await _bed.AddTenantAsync(i % 20 == 0 ? hung : _server));
        }

        await Task.WhenAll(tenants.Select(t => _bed.AcceptAsync(t, [.. Enumerable.Repeat(Emails.New(), 5)])));

        await Bound.UntilAsync(() => _bed.Outbox.TotalCounts().Delivered == 190 * 5);
        Assert.Equal(50, _bed.Outbox.TotalCounts().Waiting);
    }

    /// <summary>Each provider's connections bound what is with its server, and nothing that tenants share does.</summary>
    [Fact]
    public async Task Send_FiftyServersThatTakeHalfASecond_AllTheirConnectionsAreUsedAtOnce()
    {
        var (now, most) = (0, 0);
        var tenants = new List<Guid>();
        for (var i = 0; i < 50; i++)
        {
            var slow = _bed.Own(new ScriptedSmtpServer());
            slow.Script["CONTENT"] = async (session, line) =>
            {
                var sending = Interlocked.Increment(ref now);
                InterlockedMax(ref most, sending);
                await Task.Delay(TimeSpan.FromMilliseconds(500), slow.Stopping);
                Interlocked.Decrement(ref now);
                await session.BehaveAsync("CONTENT", line);
            };
            tenants.Add(await _bed.AddTenantAsync(slow.Start()));
        }

        await Task.WhenAll(tenants.Select(t => _bed.AcceptAsync(t, [.. Enumerable.Repeat(Emails.New(), 40)])));

        await Bound.UntilAsync(() => _bed.Outbox.TotalCounts().Delivered == 50 * 40, most: TimeSpan.FromSeconds(120));
        Assert.InRange(most, 200, 400);
    }

    [Fact]
    public async Task Send_ConnectionsLimited_NeverMoreAreOpen()
    {
        var most = 0;
        _server.Script["MAIL"] = (session, line) =>
        {
            most = Math.Max(most, _server.OpenConnections);
            return session.BehaveAsync("MAIL", line);
        };
        var tenant = await _bed.AddTenantAsync(LaneBed.SettingsFor(_server) with { MaxConnections = 3 });

        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 300)]);

        await _bed.SettledAsync(tenant, 300);
        Assert.InRange(most, 2, 3);
    }

    [Fact]
    public async Task Send_MessagesAMinuteLimited_TheRestWaitsAndCanBeCancelled()
    {
        var tenant = await _bed.AddTenantAsync(LaneBed.SettingsFor(_server) with { MessagesPerMinute = 30 });

        var ids = await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 40)]);
        await _bed.SettledAsync(tenant, 30);
        await Bound.UntilAsync(() => _bed.Lanes.Find(tenant)!.Sending == 0);

        Assert.Equal(30, _server.Messages.Count);
        var changes = await _bed.Change.CancelAsync(tenant, ids, CancellationToken.None);
        Assert.Equal(10, changes.Count(c => c == EmailChange.Done));
    }

    [Fact]
    public async Task Send_MoreRecipientsThanThePresetAllows_GoInSeveralTransactions()
    {
        var tenant = await _bed.AddTenantAsync(LaneBed.SettingsFor(_server) with { Preset = "google-workspace-relay" });

        await _bed.AcceptAsync(tenant, Emails.New([.. Enumerable.Range(0, 250).Select(i => $"r{i}@bar.example")]));

        await _bed.SettledAsync(tenant, 1);
        Assert.Equal(3, _server.Messages.Count);
        Assert.Equal([100, 100, 50], RecipientsOfEach());
    }

    [Fact]
    public async Task Send_OnePartOfTheRecipientsDeferred_OnlyThatPartGoesAgain()
    {
        var parts = 0;
        _server.Script["MAIL"] = (session, line) => Interlocked.Increment(ref parts) == 2
            ? session.WriteLineAsync("451 4.3.0 Later")
            : session.BehaveAsync("MAIL", line);
        var tenant = await _bed.AddTenantAsync(LaneBed.SettingsFor(_server) with { Preset = "google-workspace-relay" });

        var id = await _bed.AcceptAsync(tenant, Emails.New([.. Enumerable.Range(0, 250).Select(i => $"r{i}@bar.example")]));

        await _bed.SettledAsync(tenant, 1);
        Assert.Equal(2, (await _bed.FindAsync(id)).Attempts);
        Assert.Equal((4, 3), (parts, _server.Messages.Count));
        foreach (var once in (string[])["<r0@", "<r99@", "<r200@", "<r249@"])
        {
            Assert.Single(_server.Commands, c => c.Contains(once, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Send_MessagesAConnectionLimited_NoConnectionCarriesMore()
    {
        ConcurrentDictionary<ScriptedSmtpSession, int> carried = new();
        _server.Script["MAIL"] = (session, line) =>
        {
            carried.AddOrUpdate(session, 1, (_, count) => count + 1);
            return session.BehaveAsync("MAIL", line);
        };
        var tenant = await _bed.AddTenantAsync(LaneBed.SettingsFor(_server) with { MaxConnections = 2, MessagesPerConnection = 5 });

        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 60)]);
        await _bed.SettledAsync(tenant, 60);

        Assert.Equal(60, carried.Values.Sum());
        Assert.All(carried.Values, count => Assert.InRange(count, 1, 5));

        // One connection a message would keep to the limit too
        Assert.Contains(5, carried.Values);
    }

    [Fact]
    public async Task Circuit_AfterRefusedSignIns_OpensAndAnUpdateClosesIt()
    {
        var refusing = _bed.Own(new ScriptedSmtpServer().Reply("AUTH", "535 5.7.8 Bad credentials").Start());
        var tenant = await _bed.AddTenantAsync(LaneBed.SettingsFor(refusing) with { AuthenticationType = AuthenticationType.Basic, Username = "codes" });
        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 20)]);

        await Bound.UntilAsync(() => _bed.Channels.Find(tenant)?.Circuit.Position == CircuitPosition.Open);
        var state = _bed.Channels.Find(tenant)!.Circuit;
        Assert.Equal((true, true), (state.Until > TimeProvider.System.GetUtcNow().AddSeconds(20), state.Why?.Length > 0));
        await Bound.UntilAsync(() => _bed.Lanes.Find(tenant)!.Sending == 0);
        Assert.Equal(17, _bed.Outbox.CountsOf(tenant).Queued);

        await _bed.UpdateAsync(tenant, LaneBed.SettingsFor(_server));

        await _bed.SettledAsync(tenant, 17);
        Assert.Equal(CircuitPosition.Closed, _bed.Channels.Find(tenant)!.Circuit.Position);
        Assert.Equal(3, refusing.Commands.Count(c => c.StartsWith("AUTH", StringComparison.Ordinal)));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    /// <summary>By transaction, in order.</summary>
    private List<int> RecipientsOfEach()
    {
        List<int> counts = [];
        foreach (var command in _server.Commands)
        {
            if (command.StartsWith("MAIL", StringComparison.Ordinal))
            {
                counts.Add(0);
            }
            else if (command.StartsWith("RCPT", StringComparison.Ordinal))
            {
                counts[^1]++;
            }
        }

        return counts;
    }
}
