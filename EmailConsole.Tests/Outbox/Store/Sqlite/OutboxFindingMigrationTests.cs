using EmailConsole.Outbox;
using EmailConsole.Outbox.Store;
using EmailConsole.Outbox.Store.Sqlite;
using EmailConsole.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EmailConsole.Tests.Outbox.Store.Sqlite;

/// <summary>What a database from before the search holds is found like what comes after.</summary>
public sealed class OutboxFindingMigrationTests : IAsyncLifetime
{
    private static readonly Guid Tenant = Guid.CreateVersion7();

    private readonly TemporaryFolder _folder = new();
    private EmailConsoleDb _db = null!;

    public async Task InitializeAsync()
    {
        _db = new EmailConsoleDb(new DbContextOptionsBuilder<EmailConsoleDb>()
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder.Path, "old.db"), Pooling = false }.ConnectionString).Options);
        var before = _db.Database.GetMigrations().TakeWhile(name => !name.EndsWith("_OutboxFinding", StringComparison.Ordinal)).Last();
        await _db.GetService<IMigrator>().MigrateAsync(before);
    }

    public async Task DisposeAsync()
    {
        await _db.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Migrate_OldMessages_HaveTagsDomainsTimesAndCauses()
    {
        var scheduled = await AddAsync(EmailState.Queued, due: 500, metadata: """{"flow":"a=b","user":"\"é"}""");
        var queued = await AddAsync(EmailState.Queued, due: 100);
        var refused = await AddAsync(EmailState.Failed, attempt: (20, 7, 550, "5.1.1", 1));
        var retrying = await AddAsync(EmailState.Retrying, due: 900, attempt: (18, 5, 535, "5.7.8", 3));
        var expired = await AddAsync(EmailState.Expired);
        var delivered = await AddAsync(EmailState.Delivered);

        await _db.Database.MigrateAsync();

        var messages = await _db.Set<OutboxMessage>().AsNoTracking().Include(m => m.Recipients).ToDictionaryAsync(m => m.Id);
        Assert.Equal(500, messages[scheduled].SendAt!.Value.UtcTicks);
        Assert.Null(messages[queued].SendAt);
        Assert.Equal(["20-7-5.1.1", "18-5", "expired", null], new[] { refused, retrying, expired, delivered }.Select(id => messages[id].Cause));
        Assert.NotNull(messages[expired].FailedAt);
        Assert.Equal("bar.example", Assert.Single(messages[queued].Recipients).Domain);
        Assert.Equal(["flow=a=b", "user=\"é"], await _db.Set<OutboxTag>().Select(t => t.Pair).OrderBy(p => p).ToListAsync());
    }

    private async Task<Guid> AddAsync(EmailState state, long? due = null, string? metadata = null, (int Kind, int Stage, int Code, string Enhanced, int Blame)? attempt = null)
    {
        var id = Guid.CreateVersion7();
        var (key, tenant, stored) = (SortableGuid.ToBytes(id), SortableGuid.ToBytes(Tenant), (int)state);
        await _db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO OutboxMessages (Id, TenantId, State, Priority, AcceptedAt, DueAt, ExpiresAt, HasOwnExpiry, FinishedAt, InternetMessageId, Attempts, AttemptsBefore, Size, Metadata, Version, WantedAt)
            VALUES ({key}, {tenant}, {stored}, 1, 100, {due}, 900, 0, 700, 'x@foo.example', 0, 0, 100, {metadata}, {key}, 100)
            """);
        await _db.Database.ExecuteSqlAsync(
            $"INSERT INTO OutboxRecipients (MessageId, Ordinal, TenantId, Kind, Address, State) VALUES ({key}, 0, {tenant}, 0, '\"a@b\"@bar.example', {stored})");
        if (attempt is var (kind, stage, code, enhanced, blame))
        {
            await _db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO OutboxAttempts (MessageId, Number, StartedAt, Duration, Outcome, Kind, Stage, ReplyCode, EnhancedCode, Blame)
                VALUES ({key}, 1, 600, 1, 1, {kind}, {stage}, {code}, {enhanced}, {blame})
                """);
        }

        return id;
    }
}
