using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Deliveries.Components;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Store;
using EmailConsole.Outbox.Store.Sql;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Outbox.History;

/// <summary>What is looked for, counted, and grouped by cause.</summary>
public sealed class EmailFindingTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Page_Tag_FindsThePairAndGoesWithTheMessage()
    {
        var recovery = await AcceptAsync(Emails.New() with { Metadata = """{"flow":"password-recovery","a":"x"}""" });
        await AcceptAsync(Emails.New() with { Metadata = """{"flow":"password"}""" });

        Assert.Equal([recovery], await FindAsync(new EmailFilter { Tag = "flow=password-recovery" }));
        Assert.Empty(await FindAsync(new EmailFilter { TenantId = _bed.Bar, Tag = "flow=password-recovery" }));
        Assert.Empty(await FindAsync(new EmailFilter { Tag = "flow=password-r" }));

        await _bed.RecordAsync(await _bed.TakeOneAsync(recovery), Emails.Delivered);
        _bed.Time.Advance(TimeSpan.FromDays(31));
        await _bed.Care.RunAsync(default);

        await using var db = await _bed.DbAsync();
        Assert.Equal(["flow=password"], await db.Set<OutboxTag>().Select(t => t.Pair).ToListAsync());
    }

    [Fact]
    public async Task Page_ApiKey_FindsByNameItsBeginningPrefixAndId()
    {
        var key = new ApiKey { TenantId = _bed.Foo, Name = "otp-service", Prefix = "ec_AbCd1234", Hash = [1], CreatedBy = "x" };
        await using (var db = await _bed.DbAsync())
        {
            db.Add(key);
            await db.SaveChangesAsync();
        }

        var code = await AcceptAsync(Emails.New() with { AcceptedBy = "API key otp-service" });
        var news = await AcceptAsync(Emails.New() with { AcceptedBy = "API key newsletter" });
        await AcceptAsync(Emails.New() with { AcceptedBy = "otp-service" });

        Assert.Equal([code], await FindAsync(new EmailFilter { ApiKey = "OTP" }));
        Assert.Equal([code], await FindAsync(new EmailFilter { ApiKey = "ec_AbCd1234" }));
        Assert.Equal([code], await FindAsync(new EmailFilter { ApiKey = $"{key.Id}" }));
        Assert.Equal([news], await FindAsync(new EmailFilter { ApiKey = "newsletter" }));
        Assert.Empty(await FindAsync(new EmailFilter { TenantId = _bed.Bar, ApiKey = "ec_AbCd1234" }));
        Assert.Empty(await FindAsync(new EmailFilter { ApiKey = "nobody" }));
    }

    [Fact]
    public async Task Page_MessageId_FindsTheFirstAndTheOneOfAResend()
    {
        await _bed.DisposeAsync();
        _bed = await OutboxBed.OpenAsync(options => options.ContentRetention = TimeSpan.FromHours(1));
        var id = await AcceptAsync(Emails.New());
        await _bed.RecordAsync(await _bed.TakeOneAsync(id), Emails.Delivered);
        var first = (await _bed.FindAsync(id))!.InternetMessageId;
        await _bed.Change.ResendAsync(_bed.Foo, [id]);
        var second = (await _bed.FindAsync(id))!.InternetMessageId;

        Assert.NotEqual(first, second);
        Assert.Equal([id], await FindAsync(new EmailFilter { MessageId = first }));
        Assert.Equal([id], await FindAsync(new EmailFilter { MessageId = second }));
        Assert.Equal([id], await FindAsync(new EmailFilter { Id = id }));
        Assert.Empty(await FindAsync(new EmailFilter { TenantId = _bed.Bar, Id = id }));
        Assert.Empty(await FindAsync(new EmailFilter { TenantId = _bed.Bar, MessageId = second }));
        Assert.Empty(await FindAsync(new EmailFilter { MessageId = "nobody@foo.example" }));
    }

    [Fact]
    public async Task Page_Reply_FindsWordsThatTheTenantMayRead()
    {
        var refused = await AcceptAsync(Emails.New());
        await _bed.RecordAsync(await _bed.TakeOneAsync(refused), Emails.Failed(550));
        var hidden = await AcceptAsync(Emails.New());
        await _bed.RecordAsync(await _bed.TakeOneAsync(hidden), Emails.Failed(535, DeliveryStage.Authenticate), Guid.CreateVersion7());

        Assert.Equal([refused], await FindAsync(new EmailFilter { Reply = "550 WORDS of" }));
        Assert.Equal([hidden, refused], await FindAsync(new EmailFilter { Reply = "words of the server" }, ofAll: true));
        Assert.Equal([refused], await FindAsync(new EmailFilter { Reply = "words of the server" }));
        Assert.Empty(await FindAsync(new EmailFilter { Reply = "no such words" }));
    }

    [Fact]
    public async Task Page_SeveralAtOnce_GivesWhatMatchesAll()
    {
        var both = await AcceptAsync(Emails.New("anna@bar.example") with { Metadata = """{"flow":"a"}""", AcceptedBy = "API key k" });
        await AcceptAsync(Emails.New("anna@foo.example") with { Metadata = """{"flow":"a"}""", AcceptedBy = "API key k" });
        await AcceptAsync(Emails.New("anna@bar.example") with { Metadata = """{"flow":"b"}""", AcceptedBy = "API key k" });

        var filter = new EmailFilter { Recipient = RecipientFilter.Of("bar.example"), Tag = "flow=a", ApiKey = "k" };
        Assert.Equal([both], await FindAsync(filter));
        Assert.Equal([both], await FindAsync(filter with { Id = both }));
        Assert.Empty(await FindAsync(filter with { Id = both, Recipient = RecipientFilter.Of("foo.example") }));
        Assert.Empty(await FindAsync(filter with { States = [EmailState.Failed] }));
    }

    [Fact]
    public async Task State_BeforeItsSendersTime_IsScheduledAndThenQueued()
    {
        var now = await AcceptAsync(Emails.New());
        var later = await AcceptAsync(Emails.New() with { SendAt = OutboxBed.Start.AddHours(1) });

        Assert.Equal([later], await FindAsync(new EmailFilter { States = [EmailState.Scheduled] }));
        Assert.Equal([now], await FindAsync(new EmailFilter { States = [EmailState.Queued] }));
        Assert.Equal([later, now], await FindAsync(new EmailFilter { States = [EmailState.Queued, EmailState.Scheduled] }));
        var email = (await _bed.History.FindAsync(_bed.Foo, later, default))!.Email;
        Assert.Equal((EmailState.Scheduled, EmailState.Scheduled), (email.State, email.Recipients[0].State));

        _bed.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal([later, now], await FindAsync(new EmailFilter { States = [EmailState.Queued] }));
        Assert.Empty(await FindAsync(new EmailFilter { States = [EmailState.Scheduled] }));
    }

    [Fact]
    public async Task Count_EachStateAtOnce_AddsUpToAllMessages()
    {
        List<Guid> ids = [];
        for (var i = 0; i < 10; i++)
        {
            ids.Add(await AcceptAsync(Emails.New() with { SendAt = i < 2 ? OutboxBed.Start.AddHours(1) : null }));
        }

        await _bed.RecordAsync(await _bed.TakeOneAsync(ids[3]), Emails.Failed(451));
        await _bed.RecordAsync(await _bed.TakeOneAsync(ids[4]), Emails.Failed(451));
        await _bed.RecordAsync(await _bed.TakeOneAsync(ids[5]), Emails.Delivered);
        _bed.Lanes.Sending.UnionWith([ids[3], ids[5], ids[6], ids[7]]);

        var counts = await _bed.History.CountAsync(_bed.Foo, default);

        Assert.Equal(10, counts.Values.Sum());
        Assert.Equal(
            (2, 3, 3, 1, 1),
            (counts[EmailState.Scheduled], counts[EmailState.Queued], counts[EmailState.Sending], counts[EmailState.Retrying], counts[EmailState.Delivered]));
        var figures = await _bed.History.FiguresAsync(new EmailFilter { TenantId = _bed.Foo, Since = OutboxBed.Start }, default);
        Assert.Equal(counts.Where(c => c.Value > 0).OrderBy(c => c.Key), figures.Counts.Where(c => c.Value > 0).OrderBy(c => c.Key));
        Assert.Equal(counts.Where(c => c.Value > 0).OrderBy(c => c.Key), (await _bed.History.CountAsync(null, default)).Where(c => c.Value > 0).OrderBy(c => c.Key));
    }

    [Fact]
    public async Task Figures_OfASearch_CountItsMessagesByStateAndTime()
    {
        var refused = await AcceptAsync(Emails.New("anna@bar.example"));
        await _bed.RecordAsync(await _bed.TakeOneAsync(refused), Emails.Failed(550));
        var delivered = await AcceptAsync(Emails.New("ben@bar.example"));
        await _bed.RecordAsync(await _bed.TakeOneAsync(delivered), Emails.Delivered);
        await AcceptAsync(Emails.New("anna@foo.example"));

        var figures = await _bed.History.FiguresAsync(
            new EmailFilter { TenantId = _bed.Foo, Recipient = RecipientFilter.Of("@bar.example"), States = [EmailState.Failed] }, default);

        Assert.Equal((1, 1, false), (figures.CountOf(EmailState.Failed), figures.CountOf(EmailState.Delivered), figures.IsPartial));
        Assert.Equal(2, figures.CountOf([]));
        Assert.Equal((0, 1), (figures.Trend.Delivered, figures.Trend.Failed));
    }

    [Fact]
    public async Task Search_ThatTakesLong_AnswersWithWhatItHasAndGoesOnFromThere()
    {
        var email = Emails.New() with { Metadata = """{"flow":"sign-up"}""" };
        var refused = await AcceptAsync(email);
        await _bed.RecordAsync(await _bed.TakeOneAsync(refused), Emails.Failed(550));
        for (var i = 0; i < 20; i++)
        {
            await AcceptAsync(email);
        }

        await using var reader = new HistoryReader(await _bed.Get<OutboxDatabase>().OpenAsync(default));
        EmailRun Search(TimeProvider clock, Guid? before) => new HistorySearch(
            reader,
            new EmailFilter { TenantId = _bed.Foo, Tag = "flow=sign-up", States = [EmailState.Failed] },
            new HistoryMoment(_bed.Time.GetUtcNow(), new HashSet<Guid>()),
            [],
            clock).FindPage(before, 1, default)!.Value;

        Assert.Equal([refused], Search(_bed.Time, null).Emails.Select(e => e.Id));
        List<EmailRun> runs = [Search(new SlowClock(), null)];
        while (runs[^1].Floor is { } floor)
        {
            runs.Add(Search(new SlowClock(), floor));
        }

        Assert.Empty(runs[0].Emails);
        Assert.Equal([refused], runs.SelectMany(r => r.Emails).Select(e => e.Id));
        Assert.Equal(11, runs.Count);
    }

    [Fact]
    public async Task Causes_OfTheLastHour_GroupWhatFailedAndFilterIt()
    {
        List<Guid> refused = [];
        for (var i = 0; i < 3; i++)
        {
            refused.Add(await AcceptAsync(Emails.New()));
            await _bed.RecordAsync(
                await _bed.TakeOneAsync(refused[i]),
                new DeliveryOutcome.Failed(Emails.Failure(535, DeliveryStage.Authenticate, DeliveryFailureKind.AuthenticationRefused) with { IsLasting = false }));
        }

        var mailbox = await AcceptAsync(Emails.New("anna@bar.example", "ben@bar.example"));
        await _bed.RecordAsync(await _bed.TakeOneAsync(mailbox), Emails.DeliveredBut(("ben@bar.example", 550)));
        var signIn = new FailureCause(DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate, null);
        var unknown = new FailureCause(DeliveryFailureKind.RecipientRefused, DeliveryStage.Recipient, "550");

        Assert.Equal([new CauseCount(signIn, 3), new CauseCount(unknown, 1)], await CausesAsync(_bed.Foo));
        Assert.Equal([new CauseCount(signIn, 3), new CauseCount(unknown, 1)], await CausesAsync(null));
        Assert.Empty(await CausesAsync(_bed.Bar));
        Assert.Equal(Enumerable.Reverse(refused), await FindAsync(new EmailFilter { Cause = signIn }));

        await _bed.Change.CancelAsync(_bed.Foo, [refused[0]], default);
        _bed.Time.Advance(TimeSpan.FromMinutes(30));
        await _bed.RecordAsync(await _bed.TakeOneAsync(refused[1]), Emails.Delivered);
        await _bed.Change.ResendAsync(_bed.Foo, [mailbox]);

        Assert.Equal([new CauseCount(signIn, 1)], await CausesAsync(_bed.Foo));
        _bed.Time.Advance(TimeSpan.FromMinutes(31));
        Assert.Empty(await CausesAsync(_bed.Foo));
        Assert.Equal([refused[2]], await FindAsync(new EmailFilter { Cause = signIn }));
    }

    [Fact]
    public async Task CanResend_TimeIsOverOrContentGone_SaysSoBeforehand()
    {
        var code = await AcceptAsync(Emails.New() with { ExpiresAt = OutboxBed.Start.AddMinutes(5) });
        var letter = await AcceptAsync(Emails.New());
        var delivered = await AcceptAsync(Emails.New());
        await _bed.RecordAsync(await _bed.TakeOneAsync(code), Emails.Failed(550));
        await _bed.RecordAsync(await _bed.TakeOneAsync(letter), Emails.Failed(550));
        await _bed.RecordAsync(await _bed.TakeOneAsync(delivered), Emails.Delivered);
        _bed.Time.Advance(TimeSpan.FromDays(3));
        await _bed.Care.RunAsync(default);
        EmailMatch[] all = [new(code, _bed.Foo), new(letter, _bed.Foo), new(delivered, _bed.Foo)];

        var forecast = await _bed.History.CanResendAsync(all, default);

        Assert.Equal([EmailChange.Expired, EmailChange.Done, EmailChange.ContentGone], forecast);
        Assert.Equal(forecast, await _bed.Change.ResendAsync(_bed.Foo, [code, letter, delivered]));
        Assert.True((await _bed.History.FindAsync(_bed.Foo, code, default))!.Email.IsOverAt(_bed.Time.GetUtcNow()));
    }

    [Theory]
    [InlineData("20-7-5.1.1", true)]
    [InlineData("18-5", true)]
    [InlineData("expired", true)]
    [InlineData("99-5", false)]
    [InlineData("20-6-throttle", true)]
    [InlineData("20-7-provider", true)]
    [InlineData("20-7-provided", false)]
    [InlineData("18-5-<b>", false)]
    [InlineData("18-5-1-1", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Parse_Text_IsACauseThatSaysTheSame(string? text, bool isCause) => Assert.Equal(isCause ? text : null, FailureCause.Parse(text)?.ToString());

    [Theory]
    [InlineData(DeliveryStage.Sender, DeliveryFailureKind.Refused, Blame.Credentials, "sign-in refused")]
    [InlineData(DeliveryStage.Recipient, DeliveryFailureKind.RecipientRefused, Blame.Credentials, "sign-in refused")]
    [InlineData(DeliveryStage.Sender, DeliveryFailureKind.Refused, Blame.Sender, "sender refused")]
    [InlineData(DeliveryStage.Recipient, DeliveryFailureKind.RecipientRefused, Blame.Recipient, "recipient refused (450)")]
    [InlineData(DeliveryStage.Recipient, DeliveryFailureKind.RecipientRefused, Blame.Throttle, "server asks for less or for later (Recipient)")]
    [InlineData(DeliveryStage.Sender, DeliveryFailureKind.Refused, Blame.Throttle, "server asks for less or for later (Sender)")]
    [InlineData(DeliveryStage.Sender, DeliveryFailureKind.Refused, Blame.Provider, "refused by the provider at Sender")]
    [InlineData(DeliveryStage.Content, DeliveryFailureKind.Refused, Blame.Provider, "refused by the provider at Content")]
    public void Of_Failure_NamesWhoIsToBlame(DeliveryStage stage, DeliveryFailureKind kind, Blame blame, string words) => Assert.Equal(
        words, DeliveryWords.Cause(FailureCause.Of(Emails.Failure(450, stage, kind) with { Blame = blame })));

    private async Task<Guid> AcceptAsync(NewEmail email)
    {
        var id = await _bed.AcceptAsync(email);
        _bed.Time.Advance(TimeSpan.FromMilliseconds(10));
        return id;
    }

    private Task<IReadOnlyList<CauseCount>> CausesAsync(Guid? tenant) =>
        _bed.History.CausesAsync(tenant, _bed.Time.GetUtcNow().AddHours(-1), default);

    // Of the first tenant, unless the filter names another
    private async Task<List<Guid>> FindAsync(EmailFilter filter, bool ofAll = false) =>
        [.. (await _bed.History.PageAsync(ofAll ? filter : filter with { TenantId = filter.TenantId ?? _bed.Foo }, null, 50, default)).Emails.Select(e => e.Id)];

    /// <summary>A second passes from one look at it to the next.</summary>
    private sealed class SlowClock : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => _now += TimestampFrequency;
    }
}
