using CsCheck;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Persistence;
using EmailConsole.Tests.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Outbox.Store;

/// <summary>What every store of the outbox must do, in the words of its interface.</summary>
public sealed class OutboxStoreCompliance : IAsyncLifetime
{
    private const string A = "a@bar.example";
    private const string B = "b@bar.example";

    private TestDatabase? _database;
    private StoreUnderTest _store = null!;
    private StoreUnderTest _other = null!;
    private Guid _tenant;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_database is not null)
        {
            await _other.DisposeAsync();
            await _store.DisposeAsync();
            await _database.DisposeAsync();
        }
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Sequences_OfWhatTwoProcessesMayDo_LeaveWhatTheModelSays(DatabaseKind kind)
    {
        await OpenAsync(kind);
        await StoreModel.Sequences.SampleAsync(
            async steps =>
            {
                var model = new StoreModel(_store, _other, await _store.AddTenantAsync());
                foreach (var step in steps)
                {
                    await model.RunAsync(step);
                    await model.CheckAsync();
                }
            },
            iter: 60,
            threads: 1,
            print: steps => string.Join('\n', steps));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Record_DecisionOfAStaleReader_IsRefused(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var id = await _store.AcceptAsync(_tenant, A);
        var stale = Assert.Single(await _store.TakeAsync(_tenant));
        await _other.RecordAsync(Assert.Single(await _other.TakeAsync(_tenant)), Emails.Failed(550));

        var recorded = await _store.RecordAsync(stale, Emails.Failed(451));

        Assert.Equal(new RecordedEmail(id, EmailState.Failed, null), recorded);
        Assert.Equal((EmailState.Failed, 1), ((await _store.FindAsync(id))!.State, (await _store.FindAsync(id))!.Attempts));
        Assert.Equal(new EmailCounts(0, 0, 0, 1, 0, 0), await _store.StoredCountsAsync(_tenant));
    }

    [Theory]
    [OnSqlite(EmailDoor.Api, null, "second@foo.example")]
    [OnSqlite(EmailDoor.Smtp, "own@foo.example", "own@foo.example")]
    [OnPostgres(EmailDoor.Api, null, "second@foo.example")]
    [OnPostgres(EmailDoor.Smtp, "own@foo.example", "own@foo.example")]
    public async Task Find_Message_SaysWhomItIsFrom(DatabaseKind kind, EmailDoor door, string? own, string expected)
    {
        await OpenAsync(kind);
        var id = await _store.Bed.AcceptAsync(Emails.New(A) with { Door = door, From = own }, _tenant);
        Assert.Equal(own, (await _store.FindAsync(id))!.From);

        await RecordAsync(Emails.Failed(451), "first@foo.example");
        _store.Time.Advance(TimeSpan.FromHours(1));
        await RecordAsync(Emails.Delivered, "second@foo.example");

        Assert.Equal((EmailState.Delivered, expected), ((await _store.FindAsync(id))!.State, (await _store.FindAsync(id))!.From));

        async Task RecordAsync(DeliveryOutcome outcome, string from) => await _store.Store.RecordAsync(
            [new DeliveryReport(Assert.Single(await _store.TakeAsync(_tenant)), outcome, _store.Time.GetUtcNow(), TimeSpan.Zero) { From = from }]);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Record_OfOneProviderOfSeveral_WhereItGoesOnIsReadByWhoeverTakesIt(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var id = await _store.AcceptAsync(_tenant, A);
        var provider = Guid.CreateVersion7();
        var refused = Emails.Failed(421, DeliveryStage.Connect);
        var report = new DeliveryReport(
            Assert.Single(await _store.TakeAsync(_tenant)),
            new DeliveryOutcome.Failed(refused.Reason! with { Blame = Blame.Provider, IsLasting = false }), _store.Time.GetUtcNow(), TimeSpan.Zero)
        {
            ProviderId = provider,
            ProviderName = "First",
            HasNext = true,
        };

        var recorded = (await _store.Store.RecordAsync([report])).Single();
        var taken = Assert.Single(await _other.TakeAsync(_tenant));
        var unknown = new DeliveryReport(
            taken, new DeliveryOutcome.Unknown(refused.Reason! with { Outcome = FailureOutcome.Unknown }), _store.Time.GetUtcNow(), TimeSpan.Zero)
        { ProviderId = provider };
        await _other.Store.RecordAsync([unknown]);
        _store.Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(new RoutePoint(RouteStep.Next, provider), recorded.Retry!.Route);
        Assert.Equal(recorded.Retry.Route, taken.Route);
        Assert.Equal(new RoutePoint(RouteStep.Stay, provider), Assert.Single(await _store.TakeAsync(_tenant)).Route);
        Assert.Equal(2, (await _store.FindAsync(id))!.Attempts);
    }

    /// <summary>Once round the route is one try: mail with two providers does not wait longer than mail with one.</summary>
    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Record_AfterTheNextProviderHasFailedAsWell_WaitsAsAfterOneAttempt(DatabaseKind kind)
    {
        await OpenAsync(kind);
        await _store.AcceptAsync(_tenant, A);
        foreach (var pause in new[] { 5, 10, 20 })
        {
            foreach (var hasNext in new[] { true, false })
            {
                var email = Assert.Single(await _store.TakeAsync(_tenant));
                var outcome = new DeliveryOutcome.Failed(Emails.Failed(421, DeliveryStage.Connect).Reason! with { Blame = Blame.Provider, IsLasting = false });
                var recorded = (await _store.Store.RecordAsync(
                    [new DeliveryReport(email, outcome, _store.Time.GetUtcNow(), TimeSpan.Zero) { ProviderId = Guid.NewGuid(), HasNext = hasNext }])).Single();

                var wait = (recorded.Retry!.DueAt - _store.Time.GetUtcNow()).TotalSeconds;
                Assert.InRange(wait, hasNext ? 0 : pause, hasNext ? 0 : pause * 1.25);
            }

            _store.Time.Advance(TimeSpan.FromHours(1));
        }
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Record_DeliveredByAStaleReader_IsKept(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var id = await _store.AcceptAsync(_tenant, A, B);
        var stale = Assert.Single(await _store.TakeAsync(_tenant));
        await _other.RecordAsync(Assert.Single(await _other.TakeAsync(_tenant)), Emails.Failed(451));

        var some = await _store.RecordAsync(stale, Emails.DeliveredBut((B, 550)));

        Assert.Equal((EmailState.Retrying, 2), (some.State, some.Retry!.Attempts));
        Assert.Equal([B], some.Retry.Recipients);
        Assert.Equal(EmailState.Delivered, (await _other.RecordAsync(some.Retry, Emails.Delivered)).State);
        _store.Time.Advance(TimeSpan.FromHours(2));
        Assert.Empty(await _store.TakeAsync(_tenant));
        Assert.Equal(EmailState.Delivered, await _other.StateAsync(id));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Record_TheSameReportAgain_ChangesNothing(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var id = await _store.AcceptAsync(_tenant, A);
        var taken = Assert.Single(await _store.TakeAsync(_tenant));
        var first = await _store.RecordAsync(taken, Emails.Failed(451));

        var again = await _store.RecordAsync(taken, Emails.Failed(451));

        Assert.Equal((first.State, first.Retry!.DueAt, first.Retry.Attempts), (again.State, again.Retry!.DueAt, again.Retry.Attempts));
        Assert.Equal(1, (await _store.FindAsync(id))!.Attempts);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Cancel_DeliveredByAnother_StaysDelivered(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var id = await _store.AcceptAsync(_tenant, A);
        await _other.RecordAsync(Assert.Single(await _other.TakeAsync(_tenant)), Emails.Delivered);

        Assert.Equal([EmailChange.AlreadyFinished], await _store.Store.CancelAsync(_tenant, [id]));

        Assert.Equal(EmailState.Delivered, await _store.StateAsync(id));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Record_CancelledByAnother_StaysCancelledUnlessItWasDelivered(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var (failed, delivered) = (await _store.AcceptAsync(_tenant, A), await _store.AcceptAsync(_tenant, B));
        var taken = (await _store.TakeAsync(_tenant)).ToDictionary(e => e.Id);
        await _other.Store.CancelAsync(_tenant, [failed, delivered]);

        await _store.RecordAsync(taken[failed], Emails.Failed(451));
        await _store.RecordAsync(taken[delivered], Emails.Delivered);

        Assert.Equal((EmailState.Cancelled, EmailState.Delivered), (await _store.StateAsync(failed), await _store.StateAsync(delivered)));
        Assert.Equal((0, null, null), await _store.FindAsync(failed) is var row ? (row!.Attempts, row.LastReply, row.Cause) : default);
        Assert.Empty(await _other.TakeAsync(_tenant));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Resend_ByTwoAtOnce_QueuesOnce(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var id = await _store.AcceptAsync(_tenant, A);
        await _store.RecordAsync(Assert.Single(await _store.TakeAsync(_tenant)), Emails.Failed(550));

        var changes = await Task.WhenAll(_store.Store.ResendAsync(_tenant, [id]), _other.Store.ResendAsync(_tenant, [id]));

        Assert.Equal([EmailChange.Done, EmailChange.StillWaiting], changes.SelectMany(c => c).Order());
        Assert.Equal(new EmailCounts(1, 0, 0, 0, 0, 0), await _store.StoredCountsAsync(_tenant));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Expire_ResentByAnotherSinceItWasFound_Stays(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var id = await _store.AcceptAsync(_tenant, A);
        _store.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal([new EmailMatch(id, _tenant)], await _store.Store.FindExpiredAsync(_store.Time.GetUtcNow(), 9, default));
        await _other.Store.ExpireAsync([id]);
        await _other.Store.ResendAsync(_tenant, [id]);

        await _store.Store.ExpireAsync([id]);

        Assert.Equal(EmailState.Queued, await _store.StateAsync(id));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Retry_FailedByAnother_IsSaidSo(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var id = await _store.AcceptAsync(_tenant, A);
        var retry = (await _store.RecordAsync(Assert.Single(await _store.TakeAsync(_tenant)), Emails.Failed(451))).Retry!;
        await _other.RecordAsync(retry, Emails.Failed(550));

        Assert.Equal([EmailChange.AlreadyFinished], await _store.Store.RetryAsync(_tenant, [id]));

        Assert.Empty(await _store.TakeAsync(_tenant));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Accept_SameKeyByTwoAtOnce_AcceptsOneAndGivesItsAnswer(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var key = IdempotencyKey.Of("k", "emails", "body"u8);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() =>
            (i % 2 == 0 ? _store : _other).AcceptAsync(_tenant, Guid.CreateVersion7(), key, $"answer {i}", A))));

        var accepted = Assert.Single(outcomes.OfType<AcceptOutcome.Accepted>());
        Assert.All(outcomes.OfType<AcceptOutcome.Replayed>(), o => Assert.Equal(accepted.Answer.ToArray(), o.Answer.ToArray()));
        Assert.Equal(new EmailCounts(1, 0, 0, 0, 0, 0), await _store.StoredCountsAsync(_tenant));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Counters_OfTwoThatWriteAtOnce_AreSummed(DatabaseKind kind)
    {
        await OpenAsync(kind);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => (i % 2 == 0 ? _store : _other).AcceptAsync(_tenant, A))));

        Assert.Equal(60, (await _store.StoredCountsAsync(_tenant)).Queued);
        await _store.CheckCountedAsync(_tenant);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Backlogs_OneAcceptsAndTheOtherSends_AreOfWhatStillWaits(DatabaseKind kind)
    {
        await OpenAsync(kind);
        await _store.AcceptAsync(_tenant, A);
        await _store.AcceptAsync(_tenant, A);
        var taken = await _other.TakeAsync(_tenant);

        await _other.RecordAsync(taken[0], Emails.Delivered);
        Assert.Equal(1, Assert.Single(await _store.Store.FindBacklogsAsync(default)).Waiting);

        await _other.RecordAsync(taken[1], Emails.Delivered);
        Assert.Empty(await _store.Store.FindBacklogsAsync(default));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task CountsOf_AfterTheOtherHasWritten_AreOfBothWithTheNextCommit(DatabaseKind kind)
    {
        await OpenAsync(kind);
        await _store.AcceptAsync(_tenant, A);
        Assert.Equal(1, _store.Store.CountsOf(_tenant).Queued);
        await _other.AcceptAsync(_tenant, A);

        await _store.AcceptAsync(_tenant, A);

        Assert.Equal(3, _store.Store.CountsOf(_tenant).Queued);
        Assert.Equal(3, _store.Store.TotalCounts().Queued);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Remove_OfWhatTwoHaveCounted_LeavesNothingCounted(DatabaseKind kind)
    {
        await OpenAsync(kind);
        await _store.AcceptAsync(_tenant, Guid.CreateVersion7(), IdempotencyKey.Of("k", "emails", "body"u8), "answer", A);
        await _other.RecordAsync(Assert.Single(await _other.TakeAsync(_tenant)), Emails.Delivered);

        while (await _other.Care.RemoveTenantAsync(_tenant))
        {
        }

        await using var db = await _store.Bed.DbAsync();
        Assert.Equal((0, 0), (await db.Set<OutboxCounter>().CountAsync(c => c.TenantId == _tenant), await db.Set<OutboxSize>().CountAsync(s => s.TenantId == _tenant)));
        await _store.CheckCountedAsync(_tenant);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task FindNextDue_OfWhatAnotherAccepted_IsFound(DatabaseKind kind)
    {
        await OpenAsync(kind);
        await _other.AcceptAsync(_tenant, A);

        Assert.Equal(_store.Time.GetUtcNow(), await _store.Store.FindNextDueAsync(_tenant, _store.Time.GetUtcNow().AddHours(-1), default));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Open_Again_KnowsWhatWasCommitted(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var id = await _store.AcceptAsync(_tenant, A);
        await using var after = await _store.OpenAnotherAsync();

        Assert.Equal(1, after.Store.CountsOf(_tenant).Queued);
        Assert.Equal(id, Assert.Single(await after.TakeAsync(_tenant)).Id);
    }

    private async Task OpenAsync(DatabaseKind kind)
    {
        _database = await TestDatabase.CreateAsync(kind);
        _store = await StoreUnderTest.OpenAsync(_database.Settings.ToDictionary());
        _other = await _store.OpenAnotherAsync();
        _tenant = await _store.AddTenantAsync();
    }
}
