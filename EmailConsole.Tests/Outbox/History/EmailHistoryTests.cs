using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Store.Sql;
using EmailConsole.Tests.Outbox.Store.Sqlite;

namespace EmailConsole.Tests.Outbox.History;

public sealed class EmailHistoryTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Page_MoreThanOnePage_GivesEachOnceNewestFirst()
    {
        var ids = await AcceptManyAsync(25);

        Assert.Equal(Enumerable.Reverse(ids), await AllAsync(new EmailFilter { TenantId = _bed.Foo }, 10));
        Assert.Equal(Enumerable.Reverse(ids), await AllAsync(new EmailFilter { TenantId = _bed.Foo }, 25));
        Assert.Equal(Enumerable.Reverse(ids), await AllAsync(new EmailFilter { TenantId = _bed.Foo }, 7));
    }

    [Fact]
    public async Task Page_OfATenant_HoldsNothingOfAnother()
    {
        var foo = await _bed.AcceptAsync(Emails.New());
        _bed.Time.Advance(TimeSpan.FromSeconds(1));
        var bar = await _bed.AcceptAsync(Emails.New(), _bed.Bar);

        Assert.Equal([foo], await AllAsync(new EmailFilter { TenantId = _bed.Foo }));
        Assert.Equal([bar, foo], await AllAsync(new EmailFilter()));
        Assert.Empty(await AllAsync(new EmailFilter { TenantId = Guid.CreateVersion7() }));
    }

    [Fact]
    public async Task Page_States_GivesThoseOfAllOfThem()
    {
        var (queued, retrying, delivered, failed) = await OneOfEachAsync();

        Assert.Equal([failed, retrying], await StatesAsync(EmailState.Failed, EmailState.Retrying));
        Assert.Equal([delivered], await StatesAsync(EmailState.Delivered));
        Assert.Equal([queued], await StatesAsync(EmailState.Queued));
        Assert.Empty(await StatesAsync(EmailState.Expired, EmailState.Cancelled));
        Assert.Equal([failed, retrying], await AllAsync(new EmailFilter { States = [EmailState.Failed, EmailState.Retrying] }, 1));
    }

    [Fact]
    public async Task Page_BeingSent_IsInThatStateAlone()
    {
        var ids = await AcceptManyAsync(5);
        var elsewhere = await _bed.AcceptAsync(Emails.New(), _bed.Bar);
        var finished = ids[4];
        await _bed.RecordAsync(await _bed.TakeOneAsync(finished), Emails.Delivered);
        _bed.Lanes.Sending.UnionWith([ids[1], ids[3], elsewhere, finished]);

        Assert.Equal([ids[3], ids[1]], await StatesAsync(EmailState.Sending));
        Assert.Equal([ids[2], ids[0]], await StatesAsync(EmailState.Queued));
        Assert.Equal([ids[3], ids[2], ids[1], ids[0]], await StatesAsync(EmailState.Queued, EmailState.Sending));
        var page = await PageAsync(new EmailFilter { TenantId = _bed.Foo }, 10);
        Assert.Equal(
            [EmailState.Delivered, EmailState.Sending, EmailState.Queued, EmailState.Sending, EmailState.Queued], page.Emails.Select(e => e.State));
        Assert.Equal(EmailState.Sending, (await _bed.History.FindAsync(_bed.Foo, ids[1], default))!.Email.State);
    }

    [Fact]
    public async Task Page_Recipient_FindsWholeAddressOrItsBeginning()
    {
        var first = await _bed.AcceptAsync(Emails.New("anna@bar.example", "ben@bar.example"));
        _bed.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await _bed.AcceptAsync(Emails.New("Anna@bar.example"));
        _bed.Time.Advance(TimeSpan.FromSeconds(1));
        var third = await _bed.AcceptAsync(Emails.New("annabel@bar.example"));
        var other = await _bed.AcceptAsync(Emails.New("anna@bar.example"), _bed.Bar);

        Assert.Equal([second, first], await ToAsync("ANNA@bar.example"));
        Assert.Equal([third, second, first], await ToAsync("anna"));
        Assert.Equal([third], await ToAsync("annab"));
        Assert.Equal([first], await ToAsync("ben@bar.e"));
        Assert.Equal([third, second, first], await ToAsync("bar.example"));
        Assert.Equal([third, second, first], await ToAsync("@BAR.example"));
        Assert.Equal([third, second, first], await ToAsync("@bar.ex"));
        Assert.Empty(await ToAsync("@ar.example"));
        Assert.Empty(await ToAsync("example"));
        Assert.Equal([other], (await AllAsync(new EmailFilter { Recipient = RecipientFilter.Of("anna") })).Except([first, second, third]));
    }

    [Fact]
    public async Task Page_RecipientAndState_GoesOnUntilThePageIsFull()
    {
        var failed = await _bed.AcceptAsync(Emails.New());
        await _bed.RecordAsync(await _bed.TakeOneAsync(failed), Emails.Failed(550));
        _bed.Time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 11; i++)
        {
            await _bed.Accept.AcceptAsync(_bed.Foo, [.. Enumerable.Repeat(Emails.New(), 500)], null, (_, _) => default);
            _bed.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var page = await PageAsync(
            new EmailFilter { TenantId = _bed.Foo, States = [EmailState.Failed], Recipient = RecipientFilter.Of("someone@bar.example") }, 50);

        Assert.Equal([failed], page.Emails.Select(e => e.Id));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task Page_BeginningOfTooMany_AsksForMore()
    {
        for (var i = 0; i < 11; i++)
        {
            await _bed.Accept.AcceptAsync(_bed.Foo, [.. Enumerable.Repeat(Emails.New(), 1000)], null, (_, _) => default);
        }

        Assert.True((await PageAsync(new EmailFilter { TenantId = _bed.Foo, Recipient = RecipientFilter.Of("s") }, 50)).IsTooBroad);
        Assert.False((await PageAsync(new EmailFilter { TenantId = _bed.Bar, Recipient = RecipientFilter.Of("s") }, 50)).IsTooBroad);
        Assert.Equal(50, (await PageAsync(new EmailFilter { TenantId = _bed.Foo, Recipient = RecipientFilter.Of("someone@bar.example") }, 50)).Emails.Count);
    }

    [Fact]
    public async Task Page_SinceAndUntil_IncludesTheFirstMomentOnly()
    {
        var ids = await AcceptManyAsync(5);

        var found = await AllAsync(new EmailFilter
        {
            TenantId = _bed.Foo,
            Since = OutboxBed.Start.AddSeconds(1),
            Until = OutboxBed.Start.AddSeconds(3),
        });

        Assert.Equal([ids[2], ids[1]], found);
    }

    [Fact]
    public async Task Find_Message_TellsAttemptsAndRecipients()
    {
        var id = await _bed.AcceptAsync(Emails.New("anna@bar.example", "ben@bar.example"));
        await _bed.RecordAsync(await _bed.TakeOneAsync(id), Emails.Failed(451));
        _bed.Time.Advance(TimeSpan.FromMinutes(5));
        await _bed.RecordAsync(await _bed.TakeOneAsync(id), Emails.DeliveredBut(("ben@bar.example", 550)));

        var story = (await _bed.History.FindAsync(_bed.Foo, id, default))!;

        Assert.Equal((EmailState.Failed, 2, true), (story.Email.State, story.Email.Attempts, story.HasContent));
        Assert.Equal([(EmailState.Delivered, null), (EmailState.Failed, 550)], story.Email.Recipients.Select(r => (r.State, r.ReplyCode)));
        Assert.Equal("550 words of the server", story.Email.Reply);
        Assert.Equal([AttemptOutcome.Failed, AttemptOutcome.Delivered], story.Attempts.Select(a => a.Outcome));
        Assert.Equal(("451 words of the server", "The cause.", "The cure."), (story.Attempts[0].ServerText, story.Attempts[0].Cause, story.Attempts[0].Cure));
        Assert.Equal(OutboxBed.Start, story.Attempts[0].StartedAt);
        Assert.Equal(TimeSpan.FromMilliseconds(12), story.Attempts[0].Duration);
    }

    [Fact]
    public async Task Find_MessageOfAnother_IsNotThere()
    {
        var id = await _bed.AcceptAsync(Emails.New());

        Assert.Null(await _bed.History.FindAsync(_bed.Bar, id, default));
        Assert.Null(await _bed.History.FindAsync(_bed.Foo, Guid.CreateVersion7(), default));
        Assert.NotNull(await _bed.History.FindAsync(null, id, default));
    }

    [Fact]
    public async Task Page_WhileTheWriterHoldsItsTransaction_DoesNotWait()
    {
        var id = await _bed.AcceptAsync(Emails.New());
        using var inside = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var writing = _bed.WriteAsync(session =>
        {
            session["UPDATE OutboxMessages SET Attempts = 9"].Run();
            inside.Set();
            return go.Wait(Bound.Wait);
        });
        inside.Wait(Bound.Wait);

        var page = await PageAsync(new EmailFilter { TenantId = _bed.Foo }, 10);

        go.Set();
        Assert.True(await writing);
        Assert.Equal([(id, 0)], page.Emails.Select(e => (e.Id, e.Attempts)));
    }

    [Theory]
    [InlineData(HistorySql.OfTenant, "TenantId_Id (TenantId=? AND Id>? AND Id<?)")]
    [InlineData(HistorySql.OfTenantInState, "TenantId_State_Id (TenantId=? AND State=? AND Id>? AND Id<?)")]
    [InlineData(HistorySql.ToAddress, "MessageId>? AND MessageId<?)")]
    [InlineData(HistorySql.ToBeginning, "NormalizedAddress>? AND NormalizedAddress<?)")]
    [InlineData(HistorySql.ToDomain, "MessageId>? AND MessageId<?)")]
    [InlineData(HistorySql.ToDomainBeginning, "Domain>? AND Domain<?)")]
    [InlineData(HistorySql.HasDomain, "(TenantId=? AND Domain=?)")]
    [InlineData(HistorySql.Tagged, "(TenantId=? AND Pair=? AND MessageId>? AND MessageId<?)")]
    [InlineData(HistorySql.HasTag, "(TenantId=? AND Pair=? AND MessageId=?)")]
    [InlineData(HistorySql.AcceptedBy, "(TenantId=? AND AcceptedBy=? AND Id>? AND Id<?)")]
    [InlineData(HistorySql.NextAcceptedBy, "(TenantId=? AND AcceptedBy>?)")]
    [InlineData(HistorySql.WithCause, "(TenantId=? AND Cause=? AND Id>? AND Id<?)")]
    [InlineData(HistorySql.Scheduled, "(TenantId=? AND SendAt>?)")]
    [InlineData(HistorySql.CountScheduled, "(TenantId=? AND SendAt>?)")]
    [InlineData(HistorySql.Resent, "(InternetMessageId=?)")]
    [InlineData(HistorySql.CountOfTenant, "COVERING INDEX IX_OutboxMessages_TenantId_State_Id (TenantId=? AND State=? AND Id>? AND Id<?)")]
    [InlineData(HistorySql.Row, "(Id=?)")]
    [InlineData(HistorySql.Message, "(Id=?)")]
    [InlineData(HistorySql.Recipients, "(MessageId=?)")]
    [InlineData(HistorySql.Attempts, "(MessageId=?)")]
    public async Task Plan_OfEachQuestion_IsOneRangeOfAnIndexInOrder(string sql, string part)
    {
        await using var db = await _bed.DbAsync();
        var plan = await QueryPlan.OfAsync(db, sql);

        Assert.Contains(part, Assert.Single(plan), StringComparison.Ordinal);
        Assert.StartsWith("SEARCH", plan[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_OfRowsAndCauses_LeadsByTheIndexAndReadsEachMessageByItsKey()
    {
        await using var db = await _bed.DbAsync();

        var rows = await QueryPlan.OfAsync(db, HistorySql.Rows(HistorySql.Tagged));
        var causes = await QueryPlan.OfAsync(db, HistorySql.Causes);

        Assert.Contains(rows, step => step.Contains("(TenantId=? AND Pair=? AND MessageId>? AND MessageId<?)", StringComparison.Ordinal));
        Assert.Contains(rows, step => step.StartsWith("SEARCH m USING", StringComparison.Ordinal) && step.EndsWith("(Id=?)", StringComparison.Ordinal));
        Assert.Contains("COVERING INDEX IX_OutboxMessages_TenantId_FailedAt_Cause (TenantId=? AND FailedAt>?)", causes[0], StringComparison.Ordinal);
    }

    private async Task<List<Guid>> AcceptManyAsync(int count)
    {
        List<Guid> ids = [];
        for (var i = 0; i < count; i++)
        {
            ids.Add(await _bed.AcceptAsync(Emails.New()));
            _bed.Time.Advance(TimeSpan.FromSeconds(1));
        }

        return ids;
    }

    private async Task<(Guid Queued, Guid Retrying, Guid Delivered, Guid Failed)> OneOfEachAsync()
    {
        var ids = await AcceptManyAsync(4);
        await _bed.RecordAsync(await _bed.TakeOneAsync(ids[1]), Emails.Failed(451));
        await _bed.RecordAsync(await _bed.TakeOneAsync(ids[2]), Emails.Delivered);
        await _bed.RecordAsync(await _bed.TakeOneAsync(ids[3]), Emails.Failed(550));
        return (ids[0], ids[1], ids[2], ids[3]);
    }

    private Task<List<Guid>> StatesAsync(params EmailState[] states) => AllAsync(new EmailFilter { TenantId = _bed.Foo, States = states }, 2);

    private Task<List<Guid>> ToAsync(string text) => AllAsync(new EmailFilter { TenantId = _bed.Foo, Recipient = RecipientFilter.Of(text) }, 2);

    private Task<EmailPage> PageAsync(EmailFilter filter, int max) => _bed.History.PageAsync(filter, null, max, default);

    /// <summary>Page by page to the end.</summary>
    private async Task<List<Guid>> AllAsync(EmailFilter filter, int max = 50)
    {
        List<Guid> ids = [];
        EmailCursor? cursor = null;
        do
        {
            var page = await _bed.History.PageAsync(filter, cursor, max, default);
            ids.AddRange(page.Emails.Select(e => e.Id));
            cursor = EmailCursor.Parse(page.Next?.ToString());
        }
        while (cursor is not null);
        return ids;
    }
}
