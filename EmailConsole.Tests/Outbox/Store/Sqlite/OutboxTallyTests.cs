using EmailConsole.Outbox;
using EmailConsole.Outbox.Store.Sql;
using EmailConsole.Outbox.Store.Sqlite;
using EmailConsole.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Outbox.Store.Sqlite;

public sealed class OutboxTallyTests : IAsyncLifetime
{
    private static readonly OutboxOptions Limits = new();
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Of_AfterARestart_ReadsTheTenantThatIsAskedForAndNoOther()
    {
        await _bed.AcceptAsync(Emails.New());
        await _bed.AcceptAsync(Emails.New(), _bed.Bar);
        await using var after = await _bed.OpenAfterKillAsync();
        var tally = after.Get<OutboxTally>();
        Assert.Empty(tally.Held);

        Assert.Equal(1, tally.Of(after.Foo).Queued);

        Assert.Equal(after.Foo, Assert.Single(tally.Held).Key);
        Assert.Equal(2, after.Outbox.TotalCounts().Queued);
    }

    [Fact]
    public async Task Apply_CommitBetweenReadingAndTakingOver_IsCountedOnce()
    {
        // Whoever asks for the first time while messages are committed must not count one twice, nor miss one
        var asking = Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                _ = new OutboxTally(_bed.Get<CounterReader>()).Of(_bed.Foo);
                _ = _bed.Outbox.CountsOf(_bed.Foo);
                await Task.Yield();
            }
        });
        await Parallel.ForAsync(0, 100, async (_, _) => await _bed.AcceptAsync(Emails.New()));
        await asking;

        Assert.Equal(100, _bed.Outbox.CountsOf(_bed.Foo).Queued);
        Assert.Equal(100, _bed.Get<CounterReader>().Read(_bed.Foo).Emails.Queued);
        Assert.Equal(100, _bed.Outbox.TotalCounts().Queued);
    }

    [Fact]
    public async Task Of_MoreTenantsThanItHolds_ForgetsThoseWithoutWaitingMailAndNoReservation()
    {
        await _bed.AcceptAsync(Emails.New());
        var tally = new OutboxTally(_bed.Get<CounterReader>(), most: 4);
        Guid[] strangers = [.. Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7())];
        var room = tally.Reserve(_bed.Bar, [1], Limits);
        Assert.Equal(1, tally.Of(_bed.Foo).Queued);

        foreach (var stranger in strangers)
        {
            Assert.Equal(default, tally.Of(stranger));
        }

        Assert.InRange(tally.Held.Count, 2, 10);
        Assert.Contains(tally.Held, t => t.Key == _bed.Foo);
        Assert.Contains(tally.Held, t => t.Key == _bed.Bar);
        tally.Release(_bed.Bar, room);
    }

    [Fact]
    public async Task VersionOf_CommitOfAnotherTenant_StaysAndOfItsOwnChanges()
    {
        var before = (_bed.History.VersionOf(_bed.Foo), _bed.History.VersionOf(_bed.Bar));

        await _bed.AcceptAsync(Emails.New());

        Assert.NotEqual(before.Item1, _bed.History.VersionOf(_bed.Foo));
        Assert.Equal(before.Item2, _bed.History.VersionOf(_bed.Bar));
    }

    [Fact]
    public async Task Accept_FirstOfATenantAndTheDatabaseCannotBeRead_IsUnavailableAndGoesOnAfterwards()
    {
        var counters = new FakeUnreadableCounters(_bed.Get<CounterReader>());
        var accept = ActivatorUtilities.CreateInstance<AcceptEmails>(_bed.Get<IServiceProvider>(), new OutboxTally(counters));

        await Assert.ThrowsAsync<OutboxUnavailableException>(() => AcceptAsync(accept));
        counters.IsReadable = true;

        Assert.IsType<AcceptOutcome.Accepted>(await AcceptAsync(accept));
    }

    [Fact]
    public async Task OthersChanged_AnotherProcessHasWritten_IsReadAnewAndTheVersionIsAnother()
    {
        var tally = new OutboxTally(_bed.Get<CounterReader>());
        Assert.Equal(0, tally.Of(_bed.Foo).Queued);
        await _bed.AcceptAsync(Emails.New());
        var before = (tally.Version, tally.VersionOf(_bed.Foo), tally.OwnVersion);
        Assert.Equal(0, tally.Of(_bed.Foo).Queued);

        tally.OthersChanged();

        Assert.NotEqual(before.Item1, tally.Version);
        Assert.NotEqual(before.Item2, tally.VersionOf(_bed.Foo));
        Assert.Equal(before.Item3, tally.OwnVersion);
        Assert.Equal(1, tally.Of(_bed.Foo).Queued);
    }

    [Fact]
    public async Task Reserve_AnotherProcessHasMadeRoom_LooksBeforeItRefuses()
    {
        var limits = new OutboxOptions { QueueLimit = 1 };
        var tally = new OutboxTally(_bed.Get<CounterReader>(), _bed.Time);
        await _bed.AcceptAsync(Emails.New());
        Assert.Equal(QueueBound.Messages, tally.Reserve(_bed.Foo, [1], limits).Reached);
        await _bed.RecordAsync(Assert.Single(await _bed.TakeAsync()), Emails.Delivered);

        _bed.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Null(tally.Reserve(_bed.Foo, [1], limits).Reached);
    }

    [Fact]
    public void Of_OldAndTheDatabaseCannotBeRead_IsWhatWasKnown()
    {
        var counters = new FakeUnreadableCounters(_bed.Get<CounterReader>()) { IsReadable = true };
        var tally = new OutboxTally(counters);
        _ = tally.Total();
        tally.OthersChanged();

        counters.IsReadable = false;

        Assert.Equal(0, tally.Total().Queued);
    }

    [Fact]
    public void IsWatched_NobodyAskedForLong_IsFalse()
    {
        var tally = new OutboxTally(_bed.Get<CounterReader>(), _bed.Time);
        Assert.False(tally.IsWatched);

        _ = tally.Version;
        Assert.True(tally.IsWatched);

        _bed.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.False(tally.IsWatched);
    }

    [Fact]
    public void Read_DatabaseCannotBeOpened_IsUnavailable()
    {
        var nowhere = DatabaseLocation.Parse("Data Source=none.db;Mode=ReadOnly", new DatabaseOptions(), file => Path.Combine(_bed.Folder, "none", file));

        Assert.Throws<OutboxUnavailableException>(() => new CounterReader(new SqliteOutboxDatabase(nowhere)).Read(_bed.Foo));
    }

    private Task<AcceptOutcome> AcceptAsync(AcceptEmails accept) => accept.AcceptAsync(_bed.Foo, [Emails.New()], key: null, (_, _) => default);

    private sealed class FakeUnreadableCounters(IOutboxCounters counters) : IOutboxCounters
    {
        public bool IsReadable { get; set; }

        public TenantCounters Read(Guid tenantId) => IsReadable ? counters.Read(tenantId) : throw new OutboxUnavailableException("disk I/O error");
    }
}
