using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Persistence;
using EmailConsole.Tests.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EmailConsole.Tests.Outbox.Store;

/// <summary>What every store writes down for those who want to be told: in the transaction that records it, and nothing else.</summary>
public sealed class StoreEventsTests : IAsyncLifetime
{
    private const string A = "a@bar.example";
    private const string B = "b@bar.example";

    private readonly WantedEvents _wanted = new();
    private TestDatabase? _database;
    private StoreUnderTest _store = null!;
    private Guid _tenant;

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
    public async Task Write_NothingIsWanted_NothingIsWritten(DatabaseKind kind)
    {
        await OpenAsync(kind, []);
        await _store.AcceptAsync(_tenant, A);
        await _store.RecordAsync(Assert.Single(await _store.TakeAsync(_tenant)), Emails.Delivered);

        Assert.Empty(await EventsAsync());
        Assert.Equal(0, _wanted.Rung);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Accept_Wanted_IsWrittenWithTheMessage(DatabaseKind kind)
    {
        await OpenAsync(kind, EmailEventKind.Accepted);

        var id = await _store.AcceptAsync(_tenant, A, B);

        var happened = Assert.Single(await EventsAsync());
        Assert.Equal((_tenant, id, EmailEventKind.Accepted, 0), (happened.TenantId, happened.MessageId, happened.Kind, happened.Attempts));
        Assert.Equal([(byte)EmailState.Queued, (byte)EmailState.Queued], happened.States);
        Assert.Equal(_store.Time.GetUtcNow(), happened.OccurredAt);
        Assert.Equal(1, _wanted.Rung);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Accept_KeyUsedBefore_IsToldOnce(DatabaseKind kind)
    {
        await OpenAsync(kind, EmailEventKind.Accepted);
        var key = new IdempotencyKey(new byte[32], new byte[32]);
        await _store.AcceptAsync(_tenant, Guid.CreateVersion7(), key, "first", A);

        await _store.AcceptAsync(_tenant, Guid.CreateVersion7(), key, "second", A);

        Assert.Single(await EventsAsync());
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Record_SomeGotItAndOneIsRefused_TellsThemApart(DatabaseKind kind)
    {
        await OpenAsync(kind, All);
        await _store.AcceptAsync(_tenant, A, B);
        await ForgetAsync();

        await _store.RecordAsync(Assert.Single(await _store.TakeAsync(_tenant)), Emails.DeliveredBut((B, 550)));

        var happened = Assert.Single(await EventsAsync());
        Assert.Equal((EmailEventKind.Failed, 1), (happened.Kind, happened.Attempts));
        Assert.Equal([(byte)EmailState.Delivered, (byte)EmailState.Failed], happened.States);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Record_RetriesOfThreeHours_AreToldOnceAnHour(DatabaseKind kind)
    {
        await OpenAsync(kind, All);
        var start = _store.Time.GetUtcNow();
        await _store.AcceptAsync(_tenant, A);
        await ForgetAsync();
        for (var i = 0; i < 12; i++)
        {
            await _store.RecordAsync(Assert.Single(await _store.TakeAsync(_tenant)), Emails.Failed(451));
            _store.Time.Advance(TimeSpan.FromMinutes(5));
            await _store.Store.RetrySoonerAsync(_tenant, Guid.Empty);
        }

        var first = Assert.Single(await EventsAsync());
        Assert.Equal((EmailEventKind.Delayed, 1, start), (first.Kind, first.Attempts, first.OccurredAt));
        await _store.RecordAsync(Assert.Single(await _store.TakeAsync(_tenant)), Emails.Failed(451));

        Assert.Equal(start.AddHours(1), (await EventsAsync())[1].OccurredAt);
        _store.Time.Advance(TimeSpan.FromHours(3));
        await _store.RecordAsync(Assert.Single(await _store.TakeAsync(_tenant)), Emails.Delivered);
        Assert.Equal([EmailEventKind.Delayed, EmailEventKind.Delayed, EmailEventKind.Delivered], (await EventsAsync()).Select(e => e.Kind));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Record_GoesOnAtOnceByTheNextProvider_IsNotLateYet(DatabaseKind kind)
    {
        await OpenAsync(kind, All);
        await _store.AcceptAsync(_tenant, A);
        await ForgetAsync();
        var outcome = new DeliveryOutcome.Failed(Emails.Failed(421, DeliveryStage.Connect).Reason! with { Blame = Blame.Provider, IsLasting = false });

        await _store.Store.RecordAsync(
            [new DeliveryReport(Assert.Single(await _store.TakeAsync(_tenant)), outcome, _store.Time.GetUtcNow(), TimeSpan.Zero) { ProviderId = Guid.NewGuid(), HasNext = true }]);

        Assert.Empty(await EventsAsync());
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Record_TheSameReportAgain_TellsNothingAgain(DatabaseKind kind)
    {
        await OpenAsync(kind, All);
        await _store.AcceptAsync(_tenant, A);
        var taken = Assert.Single(await _store.TakeAsync(_tenant));
        await ForgetAsync();
        await _store.RecordAsync(taken, Emails.Delivered);

        await _store.RecordAsync(taken, Emails.Delivered);

        Assert.Equal(EmailEventKind.Delivered, Assert.Single(await EventsAsync()).Kind);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Record_CancelledMeanwhile_IsNotToldAgain(DatabaseKind kind)
    {
        await OpenAsync(kind, All);
        await _store.AcceptAsync(_tenant, A);
        await _store.AcceptAsync(_tenant, B);
        var taken = await _store.TakeAsync(_tenant);
        await ForgetAsync();
        await _store.Store.CancelAsync(_tenant, [.. taken.Select(e => e.Id)]);

        await _store.RecordAsync(taken[0], Emails.Failed(451));
        await _store.RecordAsync(taken[1], new DeliveryOutcome.Unknown(Emails.Failure(null, DeliveryStage.Content, DeliveryFailureKind.ConnectionLost)));

        Assert.Equal([EmailEventKind.Cancelled, EmailEventKind.Cancelled], (await EventsAsync()).Select(e => e.Kind));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task CancelAndExpire_AreToldAndAResendBeginsAnew(DatabaseKind kind)
    {
        await OpenAsync(kind, All);
        var (cancelled, expired) = (await _store.AcceptAsync(_tenant, A), await _store.AcceptAsync(_tenant, B));
        await _store.RecordAsync((await _store.TakeAsync(_tenant)).Single(e => e.Id == cancelled), Emails.Failed(451));
        await ForgetAsync();

        await _store.Store.CancelAsync(_tenant, [cancelled]);
        await _store.Store.CancelAsync(_tenant, [cancelled]);
        _store.Time.Advance(TimeSpan.FromSeconds(1));
        await _store.Store.ResendAsync(_tenant, [cancelled]);
        await _store.RecordAsync((await _store.TakeAsync(_tenant)).Single(e => e.Id == cancelled), Emails.Failed(451));
        _store.Time.Advance(TimeSpan.FromHours(24));
        await _store.Store.ExpireAsync([expired]);

        Assert.Equal(
            [(cancelled, EmailEventKind.Cancelled), (cancelled, EmailEventKind.Delayed), (expired, EmailEventKind.Expired)],
            (await EventsAsync()).Select(e => (e.MessageId, e.Kind)));
        var states = (await EventsAsync())[0].States;
        Assert.Equal((byte)EmailState.Cancelled, Assert.Single(states));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task RemoveTenant_WhatWasToBeTold_GoesWithIt(DatabaseKind kind)
    {
        await OpenAsync(kind, All);
        await _store.AcceptAsync(_tenant, A);
        var other = await _store.AddTenantAsync();
        _wanted.Tenant = other;
        await _store.AcceptAsync(other, B);

        while (await _store.Care.RemoveTenantAsync(_tenant))
        {
        }

        Assert.Equal([other], (await EventsAsync()).Select(e => e.TenantId));
    }

    private static readonly EmailEventKind[] All = Enum.GetValues<EmailEventKind>();

    private async Task OpenAsync(DatabaseKind kind, params EmailEventKind[] wanted)
    {
        _database = await TestDatabase.CreateAsync(kind);
        _store = await StoreUnderTest.OpenAsync(
            new Dictionary<string, string?>(_database.Settings), services => services.RemoveAll<IEmailEvents>().AddSingleton<IEmailEvents>(_wanted));
        _tenant = await _store.AddTenantAsync();
        (_wanted.Tenant, _wanted.Kinds) = (_tenant, wanted);
    }

    private async Task<IReadOnlyList<OutboxEvent>> EventsAsync()
    {
        await using var db = await _store.Bed.DbAsync();
        return await db.Set<OutboxEvent>().AsNoTracking().OrderBy(e => e.OccurredAt).ThenBy(e => e.Id).ToListAsync();
    }

    private async Task ForgetAsync()
    {
        await using var db = await _store.Bed.DbAsync();
        await db.Set<OutboxEvent>().ExecuteDeleteAsync();
    }

    private sealed class WantedEvents : IEmailEvents
    {
        private int _rung;

        public Guid Tenant { get; set; }

        public IReadOnlyCollection<EmailEventKind> Kinds { get; set; } = [];

        public int Rung => _rung;

        public bool Wants(Guid tenantId, EmailEventKind kind) => tenantId == Tenant && Kinds.Contains(kind);

        public void Written() => Interlocked.Increment(ref _rung);
    }
}
