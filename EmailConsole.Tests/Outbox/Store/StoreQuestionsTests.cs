using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Trends;
using EmailConsole.Persistence;
using EmailConsole.Tests.Delivery;
using EmailConsole.Tests.Persistence;

namespace EmailConsole.Tests.Outbox.Store;

/// <summary>What is asked of the history and the statistics has the same answer in every database.</summary>
public sealed class StoreQuestionsTests : IAsyncLifetime
{
    private static readonly HashSet<Guid> None = [];

    private TestDatabase? _database;
    private StoreUnderTest _store = null!;
    private Guid _tenant;
    private Guid _delivered;
    private Guid _failed;
    private Guid _scheduled;
    private Guid _retrying;
    private Guid _others;

    private HistoryMoment Moment => new(_store.Time.GetUtcNow(), None);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_database is not null)
        {
            await _store.DisposeAsync();
            await _database.DisposeAsync();
        }
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Page_ByEachFilter_FindsWhatMatchesNewestFirst(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var cause = (await _store.FindAsync(_failed))!.Cause;
        var resent = (await _store.FindAsync(_delivered))!.InternetMessageId;

        Assert.Equal([_retrying, _scheduled, _failed, _delivered], await FindAsync(new EmailFilter()));
        Assert.Equal([_others, _retrying, _scheduled, _failed, _delivered], await FindAsync(new EmailFilter(), ofAll: true));
        foreach (var (expected, filter) in new (Guid[], EmailFilter)[]
        {
            ([_failed], new() { States = [EmailState.Failed] }),
            ([_scheduled], new() { States = [EmailState.Scheduled] }),
            ([_retrying, _delivered], new() { States = [EmailState.Retrying, EmailState.Delivered] }),
            ([_delivered], new() { Recipient = RecipientFilter.Of("ADA@bar.example") }),
            ([_scheduled, _delivered], new() { Recipient = RecipientFilter.Of("Ad") }),
            ([_failed], new() { Recipient = RecipientFilter.Of("Österreich@") }),
            ([_retrying], new() { Recipient = RecipientFilter.Of("@example.net") }),
            ([_retrying], new() { Recipient = RecipientFilter.Of("example.n") }),
            ([_delivered], new() { Tag = "flow=sign-up" }),
            ([_delivered], new() { Tag = "flow=sign-up", States = [EmailState.Delivered] }),
            ([_delivered], new() { ApiKey = "alpha" }),
            ([_failed], new() { Cause = cause }),
            ([_failed], new() { Reply = "550 WORDS" }),
            ([_delivered], new() { Id = _delivered }),
            ([_delivered], new() { MessageId = resent }),
            ([_failed], new() { Since = OutboxBed.Start.AddMinutes(1), Until = OutboxBed.Start.AddMinutes(2) }),
            ([], new() { Tag = "flow=none" }),
        })
        {
            Assert.Equal(expected, await FindAsync(filter));
            Assert.Equal(expected, await FindAsync(filter, ofAll: true));
        }
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Figures_OfWhatIsThere_CountIt(DatabaseKind kind)
    {
        await OpenAsync(kind);

        foreach (var (tenant, waiting) in new (Guid?, int)[] { (_tenant, 0), (null, 1) })
        {
            var counts = await _store.History.CountAsync(tenant, Moment, default);
            Assert.Equal(
                (waiting, 1, 1, 1, 1), (counts[EmailState.Queued], counts[EmailState.Scheduled], counts[EmailState.Retrying], counts[EmailState.Delivered], counts[EmailState.Failed]));
            var figures = await _store.History.FiguresAsync(new EmailFilter { TenantId = tenant }, Moment, default);
            Assert.Equal(counts.Where(c => c.Value > 0).OrderBy(c => c.Key), figures.Counts.Where(c => c.Value > 0).OrderBy(c => c.Key));
            Assert.Equal(2, (await _store.History.CausesAsync(tenant, OutboxBed.Start, default)).Sum(c => c.Count));
        }

        Assert.Equal(1, await _store.History.CountScheduledAsync(_tenant, _store.Time.GetUtcNow(), default));
        Assert.Equal(
            [EmailChange.Done, EmailChange.NotFound],
            await _store.History.CanResendAsync([new EmailMatch(_failed, _tenant), new EmailMatch(Guid.CreateVersion7(), _tenant)], _store.Time.GetUtcNow(), default));
        Assert.Equal(2, (await _store.History.FindAsync(_delivered, Moment, default))!.Attempts.Count);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Statistics_OfWhatHappened_TellIt(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var statistics = _store.Bed.Get<IOutboxStatistics>();

        var latest = await statistics.LatestAsync([_tenant, Guid.CreateVersion7()], default);

        Assert.Equal(_delivered, latest[_tenant][LatestKind.Delivered].MessageId);
        Assert.Equal(_retrying, latest[_tenant][LatestKind.Failed].MessageId);
        Assert.Equal([_tenant], await statistics.FindDeliveredAsync(default));
        Assert.Empty(await statistics.FindFailingAsync(default));
        Assert.Equal(2, (await statistics.CountsAsync(_tenant, OutboxBed.Start.AddHours(-1), default)).Where(c => c.Measure == TrendMeasure.Delivered).Sum(c => c.Count));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Store_WhatWaits_IsFoundByWhenItIsDue(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var now = _store.Time.GetUtcNow();

        var backlog = (await _store.Store.FindBacklogsAsync(default)).Single(b => b.TenantId == _tenant);
        Assert.Equal((await _store.FindAsync(_retrying))!.DueAt, backlog.EarliestDue);
        Assert.Equal((await _store.FindAsync(_scheduled))!.DueAt, await _store.Store.FindNextDueAsync(_tenant, now.AddMinutes(30), default));
        Assert.Equal((await _store.FindAsync(_retrying))!.AcceptedAt, await _store.Store.FindOldestRetryingAsync(default));
        Assert.Equal([700, 0], await _store.Store.FindSizesAsync([_retrying, Guid.CreateVersion7()], default));
        Assert.Equal([new EmailMatch(_retrying, _tenant)], (await _store.Store.FindExpiredAsync(now.AddHours(24), 9, default)).Where(e => e.TenantId == _tenant));
        Assert.Equal(new RetryStep(1, Guid.Empty), await _store.Store.RetrySoonerAsync(_tenant, Guid.Empty));
        var taken = Assert.Single(await _store.TakeAsync(_tenant));
        Assert.Equal((_retrying, "eve@example.net"), (taken.Id, Assert.Single(taken.Recipients)));
        Assert.Equal("Your code", Assert.Single(await _store.Store.LoadContentAsync([taken], default)).Email!.Subject);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Store_WhatProgramsWrote_IsFoundByOneMessageIdAndResentAsItMayBe(DatabaseKind kind)
    {
        await OpenAsync(kind);
        var signed = await DeliverRawAsync(RawMail.New(isSigned: true));
        var unsigned = await DeliverRawAsync(RawMail.New());
        var filter = new EmailFilter { MessageId = RawMail.MessageId };

        Assert.Equal([unsigned, signed], await FindAsync(filter));
        Assert.Equal([EmailChange.Done, EmailChange.Done], await _store.Store.ResendAsync(_tenant, [signed, unsigned]));

        Assert.Equal([signed], await FindAsync(filter));
        Assert.Equal([signed], await FindAsync(filter, ofAll: true));
        Assert.Equal([unsigned], await FindAsync(new EmailFilter { MessageId = (await _store.FindAsync(unsigned))!.InternetMessageId }));
        var loaded = await _store.Store.LoadContentAsync([await TakeAsync(signed), await TakeAsync(unsigned)], default);
        Assert.Contains($"<{RawMail.MessageId}>", RawMail.Text(loaded[0].Email!.Raw!.Content), StringComparison.Ordinal);
        Assert.Contains($"Message-ID: <{loaded[1].Email!.MessageId}>\r\n", RawMail.Text(loaded[1].Email!.Raw!.Content), StringComparison.Ordinal);
        Assert.NotEqual(RawMail.MessageId, loaded[1].Email!.MessageId);
    }

    private async Task<Guid> DeliverRawAsync(RawMessage raw)
    {
        var id = await AcceptAsync(Emails.New() with { Content = RawMail.Email(raw), Size = raw.Content.Length });
        await _store.RecordAsync(await TakeAsync(id), Emails.Delivered);
        return id;
    }

    private async Task<IEnumerable<Guid>> FindAsync(EmailFilter filter, bool ofAll = false) =>
        (await _store.History.PageAsync(filter with { TenantId = ofAll ? null : _tenant }, null, 10, Moment, default)).Emails.Select(e => e.Id);

    // A minute after the other: delivered after a resend, failed, scheduled, waiting for its next try, and another tenant's
    private async Task OpenAsync(DatabaseKind kind)
    {
        _database = await TestDatabase.CreateAsync(kind);
        _store = await StoreUnderTest.OpenAsync(new Dictionary<string, string?>(_database.Settings, StringComparer.Ordinal) { ["Outbox:ContentRetention"] = "01:00:00" });
        _tenant = await _store.AddTenantAsync();
        _delivered = await AcceptAsync(Emails.New("ada@bar.example") with { Metadata = """{"flow":"sign-up"}""", AcceptedBy = "API key alpha" });
        await _store.RecordAsync(await TakeAsync(_delivered), Emails.Delivered);
        await _store.Store.ResendAsync(_tenant, [_delivered]);
        _failed = await AcceptAsync(Emails.New("Österreich@bar.example"));
        await _store.RecordAsync(await TakeAsync(_failed), Emails.Failed(550));
        await _store.RecordAsync(await TakeAsync(_delivered), Emails.Delivered);
        _scheduled = await AcceptAsync(Emails.New("adam@bar.example") with { SendAt = OutboxBed.Start.AddDays(2), ExpiresAt = OutboxBed.Start.AddDays(9) });
        _retrying = await AcceptAsync(Emails.New("eve@example.net"));
        await _store.RecordAsync(await TakeAsync(_retrying), Emails.Failed(451));
        _others = await _store.Bed.AcceptAsync(Emails.New("bob@other.example"), await _store.AddTenantAsync());
    }

    private async Task<Guid> AcceptAsync(NewEmail email)
    {
        var id = await _store.Bed.AcceptAsync(email, _tenant);
        _store.Time.Advance(TimeSpan.FromMinutes(1));
        return id;
    }

    private async Task<WaitingEmail> TakeAsync(Guid id) => (await _store.TakeAsync(_tenant)).Single(e => e.Id == id);
}
