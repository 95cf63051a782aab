using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store.Sql;
using EmailConsole.Sending.Lanes;
using EmailConsole.Sending.Loading;
using EmailConsole.Sending.Recording;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Outbox.Store.Sqlite;
using EmailConsole.Tests.Servers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Sending.Lanes;

/// <summary>The disk, the database, the receiver and the clock fail while messages are under way.</summary>
public sealed class LaneFaultTests : IAsyncLifetime
{
    private const int Results = 4;

    // With the server at the moment when nothing can be recorded any more
    private const int InFlight = 8;

    private readonly ShiftedTime _time = new();
    private readonly ScriptedSmtpServer _server = new();
    private readonly LaneBed _bed;

    public LaneFaultTests() => _bed = new LaneBed
    {
        IsOnSqlite = true,
        Settings = new Dictionary<string, string>
        {
            ["Outbox:FirstRetry"] = "00:00:01",
            ["Delivery:CommandTimeout"] = "00:10:00",
            ["Outbox:LockTimeout"] = "00:00:00.2",
            ["Outbox:UnrecordedResults"] = $"{Results}",

            // A content that is dropped gives its pages to the next result: no disk would be full
            ["Outbox:ContentRetention"] = "1.00:00:00",
        },
        ReplaceServices = services => services.AddSingleton<TimeProvider>(_time),
    };

    public Task InitializeAsync()
    {
        _bed.Own(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Send_DatabaseLockedMeanwhile_NoMoreThanWhatWasUnderWayGoesOutAndNothingTwice()
    {
        SqliteConnection? holder = null;
        Once(() => holder = Lock());
        var tenant = await _bed.AddTenantAsync(_server.Start());
        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 100)]);

        await Bound.UntilAsync(() => _bed.Service<DeliveryRecorder>().IsStuck && _server.Messages.Count > 0);
        Assert.InRange(_server.Messages.Count, 1, Results + InFlight);
        await holder!.DisposeAsync();

        await _bed.SettledAsync(tenant, 100);
        Assert.Equal(100, _server.Messages.Count);
    }

    [Fact]
    public async Task Send_DiskFullMeanwhile_NoMoreThanWhatWasUnderWayGoesOutAndNothingTwice()
    {
        Once(() => _bed.Service<OutboxWriter>().Enqueue(new SqlWrite("PRAGMA max_page_count=1")));
        var tenant = await _bed.AddTenantAsync(_server.Start());
        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 100)]);

        await Bound.UntilAsync(() => _bed.Service<DeliveryRecorder>().IsStuck);
        Assert.True(_server.Messages.Count - _bed.Outbox.CountsOf(tenant).Delivered <= Results + InFlight);
        await _bed.Service<OutboxWriter>().WriteAsync(new SqlWrite("PRAGMA max_page_count=1000000"));

        await _bed.SettledAsync(tenant, 100);
        Assert.Equal(100, _server.Messages.Count);
    }

    [Fact]
    public async Task Cancel_DatabaseTakesNothingWhileTheServerHasNotGreeted_IsSentAllTheSame()
    {
        var (connected, greets) = (new TaskCompletionSource(), new TaskCompletionSource());
        _server.Script["CONNECT"] = async (session, line) =>
        {
            connected.TrySetResult();
            await greets.Task.WaitAsync(_server.Stopping);
            await session.BehaveAsync("CONNECT", line);
        };
        var tenant = await _bed.AddTenantAsync(_server.Start());
        var id = await _bed.AcceptAsync(tenant);
        await connected.Task.WaitAsync(Bound.Wait);
        await using (Lock())
        {
            await Assert.ThrowsAsync<OutboxUnavailableException>(() => _bed.Change.CancelAsync(tenant, [id], CancellationToken.None));
        }

        greets.SetResult();

        await _bed.SettledAsync(tenant, 1);
        Assert.Equal((EmailState.Delivered, 1), await _bed.FindAsync(id) is var row ? (row.State, row.Attempts) : default);
    }

    [Fact]
    public async Task Send_ReceiverIsDownUntilTheCircuitOpens_AllArriveOnceByThemselves()
    {
        var isDown = true;
        _server.Script["CONNECT"] = (session, line) =>
        {
            if (!Volatile.Read(ref isDown))
            {
                return session.BehaveAsync("CONNECT", line);
            }

            session.Drop();
            return Task.CompletedTask;
        };
        var tenant = await _bed.AddTenantAsync(_server.Start());
        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 30)]);
        await Bound.UntilAsync(() => _bed.Channels.Find(tenant)?.Circuit.Position == CircuitPosition.Open);

        Volatile.Write(ref isDown, false);
        _time.Pass(TimeSpan.FromMinutes(1));

        await Bound.UntilAsync(() => _bed.Outbox.CountsOf(tenant).Delivered == 30);
        Assert.Equal(30, _server.Messages.Count);
        Assert.Equal(CircuitPosition.Closed, _bed.Channels.Find(tenant)!.Circuit.Position);
    }

    [Fact]
    public async Task Send_ExpiresBehindAnOpenCircuit_IsToldAtItsTimeInMemoryAndBeyond()
    {
        _server.Reply("AUTH", "535 5.7.8 Bad credentials").Start();
        var tenant = await _bed.AddTenantAsync(LaneBed.SettingsFor(_server) with { AuthenticationType = AuthenticationType.Basic, Username = "codes" });
        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 3)]);
        await Bound.UntilAsync(() => _bed.Channels.Find(tenant)?.Circuit.Position == CircuitPosition.Open);
        var code = Emails.New() with { ExpiresAt = _time.GetUtcNow().AddHours(1), Priority = EmailPriority.High };
        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(code, 300)]);
        var inTime = await _bed.AcceptAsync(tenant, code with { ExpiresAt = _time.GetUtcNow().AddHours(3) });

        // The circuit lets nothing be tried again meanwhile, however long this takes: for it no time passes
        _time.Pass(TimeSpan.FromHours(-2));
        _time.SetClock(TimeSpan.FromHours(1));

        await _bed.SettledAsync(tenant, 300, EmailState.Expired);
        Assert.True((await _bed.FindAsync(inTime)).State.IsWaiting);
    }

    [Fact]
    public async Task Send_ClockSetForward_WhatIsDueGoesAndWhatExpiredDoesNot()
    {
        var tenant = await _bed.AddTenantAsync(_server.Start());
        await _bed.AcceptAsync(tenant, Emails.New("later@bar.example") with { SendAt = _time.GetUtcNow().AddHours(1) });
        await _bed.AcceptAsync(tenant, Emails.New("code@bar.example") with
        {
            SendAt = _time.GetUtcNow().AddMinutes(30),
            ExpiresAt = _time.GetUtcNow().AddMinutes(40),
        });
        await _bed.LoadedAsync(tenant);

        _time.SetClock(TimeSpan.FromHours(2));

        await _bed.SettledAsync(tenant, 1);
        Assert.Contains("later@bar.example", Assert.Single(_server.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ClockSetBack_GoesAtOnceAllTheSame()
    {
        var tenant = await _bed.AddTenantAsync(_server.Start());
        await _bed.AcceptAsync(tenant);
        await _bed.SettledAsync(tenant, 1);

        _time.SetClock(TimeSpan.FromHours(-2));
        await _bed.AcceptAsync(tenant);

        await _bed.SettledAsync(tenant, 2);
    }

    [Fact]
    public async Task Send_ClockSetBackWhileManyWait_GoesAtItsTime()
    {
        var gate = new TaskCompletionSource();
        _server.Script["CONTENT"] = async (session, line) =>
        {
            await gate.Task;
            await session.BehaveAsync("CONTENT", line);
        };
        var tenant = await _bed.AddTenantAsync(_server.Start());
        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 300)]);
        await Bound.UntilAsync(() => _bed.Lanes.Find(tenant) is { Sending: > 0 });

        // Now what is not in memory is not due for an hour
        _time.SetClock(TimeSpan.FromHours(-1));
        gate.SetResult();
        await Bound.UntilAsync(() => _bed.Lanes.Find(tenant) is { Sending: 0, InMemory: 0 });
        _time.SetClock(TimeSpan.Zero);

        await _bed.SettledAsync(tenant, 300);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(250)]
    public async Task Send_ExpiresWhileTheServerTakesItsTime_IsNeverSent(int recipients)
    {
        var gate = HoldConnections(_server, out var reached);
        var tenant = await _bed.AddTenantAsync(LaneBed.SettingsFor(_server.Start()) with { Preset = "google-workspace-relay" });
        var email = Emails.New([.. Enumerable.Range(0, recipients).Select(i => $"r{i}@bar.example")]);
        await _bed.AcceptAsync(tenant, email with { ExpiresAt = _time.GetUtcNow().AddHours(1), Priority = EmailPriority.High });
        await reached.WaitAsync(Bound.Wait);

        _time.SetClock(TimeSpan.FromHours(2));
        gate.SetResult();

        await _bed.SettledAsync(tenant, 1, EmailState.Expired);
        Assert.DoesNotContain(_server.Commands, c => c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Update_WhileTheOldServerTakesItsTime_NothingGoesToIt()
    {
        var gate = HoldConnections(_server, out var reached);
        var tenant = await _bed.AddTenantAsync(_server.Start());
        await _bed.AcceptAsync(tenant);
        await reached.WaitAsync(Bound.Wait);
        var good = _bed.Own(new ScriptedSmtpServer().Start());

        await _bed.UpdateAsync(tenant, LaneBed.SettingsFor(good));
        gate.SetResult();

        await _bed.SettledAsync(tenant, 1);
        Assert.Single(good.Messages);
        Assert.DoesNotContain(_server.Commands, c => c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancel_TheOnlyOneThatFilledTheMemory_TheNextOneIsTakenIn()
    {
        _server.FallSilentAt("CONNECT").Start();
        var tenant = await _bed.AddTenantAsync(_server);
        await _bed.AcceptAsync(tenant, Emails.New() with { Priority = EmailPriority.High });
        await _server.Silent;
        var large = Emails.New() with { Size = LaneMemory.Capacity };
        var first = await _bed.AcceptAsync(tenant, large);
        await _bed.AcceptAsync(tenant, large);
        await Bound.UntilAsync(() => _bed.Lanes.Find(tenant) is { InMemory: 1 });

        await _bed.Change.CancelAsync(tenant, [first], CancellationToken.None);

        await Bound.UntilAsync(() => _bed.Lanes.Find(tenant) is { Queued: 1, InMemory: 1 });
    }

    [Fact]
    public async Task Look_DueAndALoadedLaneDoesNotKnow_TellsIt()
    {
        var tenant = await _bed.AddTenantAsync(_server.Start());
        await _bed.AcceptAsync(tenant, Emails.New() with { SendAt = _time.GetUtcNow().AddHours(1) });
        await _bed.LoadedAsync(tenant);
        await Bound.UntilAsync(() => !_bed.Service<LaneSet>().Get(tenant)!.HasDueWork);
        await _bed.Service<OutboxWriter>().WriteAsync(new SqlWrite("UPDATE OutboxMessages SET DueAt = 1"));

        _bed.Service<LaneKeeper>().LookForDue();

        await _bed.SettledAsync(tenant, 1);
    }

    private static TaskCompletionSource HoldConnections(ScriptedSmtpServer server, out Task reached)
    {
        var gate = new TaskCompletionSource();
        var connected = new TaskCompletionSource();
        reached = connected.Task;
        server.Script["CONNECT"] = async (session, line) =>
        {
            connected.TrySetResult();
            await gate.Task;
            await session.BehaveAsync("CONNECT", line);
        };
        return gate;
    }

    // At the first message that a server has, before it says so
    private void Once(Action act)
    {
        var times = 0;
        _server.Script["CONTENT"] = (session, line) =>
        {
            if (Interlocked.Increment(ref times) == 1)
            {
                act();
            }

            return session.BehaveAsync("CONTENT", line);
        };
    }

    private SqliteConnection Lock()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_bed.HomeFolder, "data", "emailconsole.db")};Pooling=False");
        connection.Open();
        using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.ExecuteNonQuery();
        return connection;
    }
}
