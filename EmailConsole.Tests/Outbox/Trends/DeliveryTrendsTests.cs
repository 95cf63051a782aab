using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Health;
using EmailConsole.Outbox.Retention;
using EmailConsole.Outbox.Store;
using EmailConsole.Outbox.Store.Sql;
using EmailConsole.Outbox.Trends;
using EmailConsole.Tenants;
using EmailConsole.Tests.Outbox.Store.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Outbox.Trends;

public sealed class DeliveryTrendsTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task LastDay_Outcomes_AreCountedByTenantIntervalAndForAll()
    {
        await SettleAsync(Emails.Delivered);
        await SettleAsync(Emails.Failed(451));
        _bed.Time.Advance(TimeSpan.FromMinutes(31));
        await SettleAsync(Emails.Failed(550));
        await SettleAsync(Emails.Delivered, _bed.Bar);

        var foo = await _bed.Trends.LastDayAsync(_bed.Foo, default);
        var all = await _bed.Trends.LastDayAsync(null, default);

        Assert.Equal(96, foo.Intervals.Count);
        Assert.Equal(new TrendInterval(OutboxBed.Start.AddMinutes(30), 0, 0, 1), foo.Intervals[^1]);
        Assert.Equal(new TrendInterval(OutboxBed.Start, 1, 1, 0), foo.Intervals[^3]);
        Assert.Equal(new TrendInterval(OutboxBed.Start.AddMinutes(30), 1, 0, 1), all.Intervals[^1]);
        Assert.Equal((1, 1, 1), (foo.Delivered, foo.Retried, foo.Failed));
        Assert.Equal((2, 1, 1), (all.Delivered, all.Retried, all.Failed));
    }

    [Fact]
    public async Task LastDay_TimesToDelivery_CountFromWhenTheyAreWanted()
    {
        await _bed.AcceptAsync(Emails.New());
        await _bed.AcceptAsync(Emails.New() with { SendAt = OutboxBed.Start.AddSeconds(8) });
        _bed.Time.Advance(TimeSpan.FromSeconds(10));
        foreach (var email in await _bed.TakeAsync())
        {
            await _bed.RecordAsync(email, Emails.Delivered);
        }

        var trend = await _bed.Trends.LastDayAsync(_bed.Foo, default);

        Assert.InRange(trend.P50!.Value.TotalSeconds, 1.5, 2.6);
        Assert.InRange(trend.P95!.Value.TotalSeconds, 8, 12.6);
    }

    [Fact]
    public async Task LastDay_Expired_CountsAsFailed()
    {
        await _bed.AcceptAsync(Emails.New() with { ExpiresAt = OutboxBed.Start.AddMinutes(1) });
        _bed.Time.Advance(TimeSpan.FromMinutes(1));
        await _bed.Get<ExpiryWatch>().RunAsync(default);

        Assert.Equal(1, (await _bed.Trends.LastDayAsync(_bed.Foo, default)).Failed);
    }

    /// <summary>A message that is found among the failed is counted among them, whatever ended it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LastDay_OneRecipientRefusedAndTheOtherEndedWhileItWaited_CountsAsFailed(bool isCancelled)
    {
        var id = await _bed.AcceptAsync(Emails.New("gone@bar.example", "busy@bar.example") with { ExpiresAt = OutboxBed.Start.AddMinutes(1) });
        var outcome = new DeliveryOutcome.Failed(Emails.Failure(451))
        {
            RefusedRecipients = [new("gone@bar.example", Emails.Failure(550, kind: DeliveryFailureKind.RecipientRefused))],
        };
        Assert.Equal(EmailState.Retrying, (await _bed.RecordAsync((await _bed.TakeAsync()).Single(), outcome)).State);

        if (isCancelled)
        {
            await _bed.Change.CancelAsync(_bed.Foo, [id], default);
        }

        _bed.Time.Advance(TimeSpan.FromMinutes(1));
        await _bed.Get<ExpiryWatch>().RunAsync(default);

        Assert.Equal(1, _bed.Outbox.CountsOf(_bed.Foo).Failed);
        Assert.Equal(1, (await _bed.Trends.LastDayAsync(_bed.Foo, default)).Failed);
    }

    [Fact]
    public async Task LastDay_OlderThanThat_IsLeftOutAndDeletedLater()
    {
        await SettleAsync(Emails.Delivered);
        _bed.Time.Advance(TimeSpan.FromHours(24));

        var trend = await _bed.Trends.LastDayAsync(_bed.Foo, default);
        Assert.Equal((0, null), (trend.Delivered, trend.P50));

        _bed.Time.Advance(TimeSpan.FromHours(25));
        await _bed.Care.RunAsync(default);
        await using var db = await _bed.DbAsync();
        Assert.False(await db.Set<OutboxTrend>().AnyAsync());
    }

    [Fact]
    public async Task LastDay_AfterAKill_IsAsCommitted()
    {
        await SettleAsync(Emails.Delivered);

        await using var after = await _bed.OpenAfterKillAsync();

        Assert.Equal(1, (await after.Trends.LastDayAsync(_bed.Foo, default)).Delivered);
    }

    [Fact]
    public async Task Latest_OfATenant_IsTheLastSuccessAndFailure()
    {
        Assert.Equal(new LatestDeliveries(null, null), await LatestAsync());

        var failed = await SettleAsync(Emails.Failed(null, DeliveryStage.Connect));
        _bed.Time.Advance(TimeSpan.FromMinutes(1));
        var delivered = await SettleAsync(Emails.Delivered);

        var latest = await LatestAsync();
        Assert.Equal(new LatestDelivery(OutboxBed.Start.AddMinutes(1), delivered, null, null), latest.Success);
        Assert.Equal(new LatestDelivery(OutboxBed.Start, failed, DeliveryStage.Connect, "The cause."), latest.Failure);
        Assert.Equal(new LatestDeliveries(null, null), (await _bed.Trends.LatestOfAsync([_bed.Bar], default))[_bed.Bar]);
    }

    [Fact]
    public async Task Latest_ThroughAProvider_IsThatOfAllWhoUseIt()
    {
        var id = await _bed.AcceptAsync(Emails.New());
        await _bed.RecordAsync(await _bed.TakeOneAsync(id), Emails.Failed(null, DeliveryStage.Connect), TenantDomain.SuperTenantId);

        Assert.Equal("The cause.", (await _bed.Trends.LatestThroughAsync(TenantDomain.SuperTenantId, [TenantDomain.SuperTenantId], default)).Failure!.Cause);
        Assert.Equal("The super tenant's email provider did not pass Connect: refused.", (await LatestAsync()).Failure!.Cause);
    }

    [Theory]
    [InlineData(SqlStatistics.TrendSql, "(TenantId=? AND Start>?)")]
    public async Task Plan_OfEachQuestion_IsARangeOfAnIndex(string sql, string part)
    {
        await using var db = await _bed.DbAsync();

        Assert.Contains(part, Assert.Single(await QueryPlan.OfAsync(db, sql)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_OfManyTenantsAtOnce_IsOneRangeForEach()
    {
        await using var db = await _bed.DbAsync();

        var plan = await QueryPlan.OfAsync(db, SqlStatistics.LatestSql);

        Assert.Contains(plan, step => step.StartsWith("SEARCH OutboxLatest", StringComparison.Ordinal) && step.Contains("(TenantId=?)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Provider_FailsAndWorksAgain_IsKnownBySinceWhen()
    {
        await RecordAsync(Emails.Failed(null, DeliveryStage.Connect));
        _bed.Time.Advance(TimeSpan.FromMinutes(1));
        await RecordAsync(Emails.Failed(null, DeliveryStage.Connect));
        await RecordAsync(Emails.Failed(550));

        // One recipient's refusal comes after a sign-in: the provider does its part
        Assert.Null((await PastAsync()).Failure);
        await RecordAsync(Emails.Failed(null, DeliveryStage.Connect));
        _bed.Time.Advance(TimeSpan.FromMinutes(1));
        await RecordAsync(Emails.Failed(null, DeliveryStage.Connect));

        Assert.Equal((OutboxBed.Start.AddMinutes(1), false), ((await PastAsync()).Failure!.At, (await PastAsync()).HasWorked));
        Assert.Equal([_bed.Foo], await _bed.Trends.FindFailingAsync(default));
        await RecordAsync(Emails.Delivered);
        Assert.Equal(new ProviderPast(HasWorked: true, null), await PastAsync());
    }

    [Fact]
    public async Task Provider_TestEmailIsTaken_HasWorkedAndFailsNoLonger()
    {
        await RecordAsync(Emails.Failed(null, DeliveryStage.Connect));
        var notes = _bed.Get<ProviderNotes>();

        notes.Tested(_bed.Foo);
        notes.Works(_bed.Foo);
        await _bed.WriteAsync(_ => 0);

        Assert.Equal(new ProviderPast(HasWorked: true, null), await PastAsync());
        Assert.Equal(OutboxBed.Start, (await LatestAsync()).TestedAt);
    }

    private async Task<ProviderPast> PastAsync() => (await _bed.Trends.ProvidersAsync([_bed.Foo], default))[_bed.Foo];

    private async Task RecordAsync(DeliveryOutcome outcome)
    {
        var id = await _bed.AcceptAsync(Emails.New());
        await _bed.RecordAsync((await _bed.TakeAsync()).Single(e => e.Id == id), outcome, _bed.Foo);
    }

    private async Task<LatestDeliveries> LatestAsync() => (await _bed.Trends.LatestOfAsync([_bed.Foo], default))[_bed.Foo];

    private async Task<Guid> SettleAsync(DeliveryOutcome outcome, Guid? tenantId = null)
    {
        var id = await _bed.AcceptAsync(Emails.New(), tenantId);
        await _bed.RecordAsync((await _bed.TakeAsync(tenantId: tenantId)).Single(e => e.Id == id), outcome);
        return id;
    }
}
