using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Retry;
using EmailConsole.Outbox.Store;
using EmailConsole.Outbox.Store.Sql;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Outbox.Store.Sqlite;

public sealed class SqliteOutboxStoreTests : OutboxStoreCompliance
{
    internal override async Task<StoreUnderTest> OpenAsync() => new SqliteStoreUnderTest(await OutboxBed.OpenAsync(
        add: services => Alone(services).Insert(0, ServiceDescriptor.Singleton<IHostedService, DatabaseStartup>())));

    // Nothing expires or goes by itself
    private static IServiceCollection Alone(IServiceCollection services) =>
        services.RemoveAll<IHostedService>().AddHostedService(s => s.GetRequiredService<OutboxWriter>());

    private sealed class SqliteStoreUnderTest(OutboxBed bed) : StoreUnderTest
    {
        public override IOutboxStore Store => bed.Outbox;

        public override IOutboxCare Care => bed.Get<IOutboxCare>();

        public override IOutboxHistory History => bed.Get<IOutboxHistory>();

        public override FakeTimeProvider Time => bed.Time;

        // Two consoles may not have one file; these do, as several will have another database
        public override async Task<StoreUnderTest> OpenAnotherAsync() => new SqliteStoreUnderTest(await OutboxBed.OpenAsync(
            folder: bed.Folder, time: bed.Time, add: services => Alone(services)));

        public override async Task<Guid> AddTenantAsync()
        {
            await using var db = await bed.DbAsync();
            var tenant = new Tenant { Id = Guid.CreateVersion7(), Domain = $"{Guid.NewGuid():N}.example", CreatedAt = OutboxBed.Start };
            db.Add(tenant);
            await db.SaveChangesAsync();
            return tenant.Id;
        }

        public override async Task<EmailCounts> StoredCountsAsync(Guid tenantId)
        {
            await using var db = await bed.DbAsync();
            return (await db.Set<OutboxCounter>().Where(c => c.TenantId == tenantId).ToListAsync()).Aggregate(default(EmailCounts), (sum, c) => sum.With(c.State, c.Count));
        }

        public override async Task CheckCountedAsync(Guid tenantId)
        {
            await using var db = await bed.DbAsync();
            var counted = await db.Set<OutboxCounter>().Where(c => c.Count != 0).ToListAsync();
            var ofAll = counted.Where(c => c.TenantId != OutboxTally.Everybody).GroupBy(c => c.State, c => c.Count).Select(g => (g.Key, g.Sum()));
            Assert.Equal(ofAll.Order(), counted.Where(c => c.TenantId == OutboxTally.Everybody).Select(c => (c.State, c.Count)).Order());

            var size = await db.Set<OutboxSize>().SingleOrDefaultAsync(s => s.TenantId == tenantId);
            var waiting = await db.Set<OutboxMessage>().Where(m => m.TenantId == tenantId && m.DueAt != null).SumAsync(m => m.Size);
            var answers = await db.Set<OutboxKey>().Where(k => k.TenantId == tenantId).Select(k => k.Answer).ToListAsync();
            Assert.Equal((waiting, answers.Sum(a => OutboxKey.Cost(a.Length))), (size?.WaitingBytes ?? 0, size?.KeyBytes ?? 0));
        }

        public override ValueTask DisposeAsync() => bed.DisposeAsync();
    }
}

/// <summary>Between the reading and the writing of a decision another process may have written.</summary>
public sealed class MessageRowTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [InlineData("end")]
    [InlineData("bring forward")]
    [InlineData("resend")]
    [InlineData("record")]
    public async Task Try_ChangedSinceItWasRead_WritesNothing(string decision)
    {
        var id = await _bed.AcceptAsync(Emails.New());

        var (isStaleWritten, isFreshWritten) = await _bed.WriteAsync(session =>
        {
            var stale = session.Find(id)!;
            Assert.True(stale.TryEnd(session, EmailState.Failed, OutboxBed.Start));
            var isWritten = Try(session, stale, decision);
            return (isWritten, Try(session, session.Find(id)!, decision));
        });

        Assert.Equal((false, true), (isStaleWritten, isFreshWritten));
    }

    [Fact]
    public async Task Change_AnotherIsFaster_DecidesAnew()
    {
        var id = await _bed.AcceptAsync(Emails.New());
        var write = new SlowCancel(id);

        Assert.Equal([EmailChange.AlreadyFinished], await _bed.Writer.WriteAsync(write));

        Assert.Equal((EmailState.Failed, 2), ((await _bed.FindAsync(id))!.State, write.Reads));
        Assert.Equal(new EmailCounts(0, 0, 0, 1, 0, 0), _bed.Outbox.CountsOf(_bed.Foo));
    }

    private static bool Try(OutboxSession session, MessageRow row, string decision) => decision switch
    {
        "end" => row.TryEnd(session, EmailState.Cancelled, OutboxBed.Start),
        "bring forward" => row.TryBringForward(session, OutboxBed.Start),
        "resend" => row.TryResend(session, OutboxBed.Start, OutboxBed.Start.AddHours(1)),
        _ => row.TryRecord(session, new Verdict(EmailState.Retrying, OutboxBed.Start, []), null, null, OutboxBed.Start),
    };

    /// <summary>Another process fails the message after it was read for the first time.</summary>
    private sealed class SlowCancel(Guid id) : ChangeWrite([id])
    {
        public int Reads { get; private set; }

        protected override EmailChange? TryChange(OutboxSession session, MessageRow? row)
        {
            if (++Reads == 1)
            {
                Assert.True(row!.TryEnd(session, EmailState.Failed, OutboxBed.Start));
            }

            return row is { State.IsWaiting: true } ? DoneIf(row.TryEnd(session, EmailState.Cancelled, OutboxBed.Start)) : EmailChange.AlreadyFinished;
        }
    }
}
