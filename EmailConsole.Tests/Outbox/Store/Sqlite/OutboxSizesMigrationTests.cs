using EmailConsole.Outbox.Api;
using EmailConsole.Outbox.Store;
using EmailConsole.Outbox.Store.Sqlite;
using EmailConsole.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EmailConsole.Tests.Outbox.Store.Sqlite;

/// <summary>What a database from before the sizes holds is counted, and its kept answers go on to be given.</summary>
public sealed class OutboxSizesMigrationTests : IAsyncLifetime
{
    private static readonly Guid Tenant = Guid.CreateVersion7();

    private readonly TemporaryFolder _folder = new();
    private EmailConsoleDb _db = null!;

    public async Task InitializeAsync()
    {
        _db = new EmailConsoleDb(new DbContextOptionsBuilder<EmailConsoleDb>()
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder.Path, "old.db"), Pooling = false }.ConnectionString).Options);
        var before = _db.Database.GetMigrations().TakeWhile(name => !name.EndsWith("_OutboxSizes", StringComparison.Ordinal)).Last();
        await _db.GetService<IMigrator>().MigrateAsync(before);
    }

    public async Task DisposeAsync()
    {
        await _db.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Migrate_MessagesOfEveryState_WaitingOnesAreCounted()
    {
        for (var state = 0; state <= 6; state++)
        {
            await AddMessageAsync(state, size: 100 + state);
        }

        await _db.Database.MigrateAsync();

        var size = await _db.Set<OutboxSize>().SingleAsync();
        Assert.Equal((Tenant, 202, 0), (size.TenantId, size.WaitingBytes, size.KeyBytes));
    }

    [Fact]
    public async Task Migrate_KeptAnswers_AreShortAndSayTheSame()
    {
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await AddKeyAsync(1, $"{{\"id\":\"{one}\",\"status\":\"queued\"}}");
        await AddKeyAsync(2, $$$"""
            {"results":[{"code":400,"detail":"x","errors":{"to":["This is required."]}},{"code":202,"id":"{{{other}}}","status":"queued"},{"code":413},{"code":429}]}
            """);
        await AddKeyAsync(3, """{"results":[{"code":400,"errors":{"\u0022code\u0022:202":["x"]}},{"code":429}]}""");

        await _db.Database.MigrateAsync();

        var answers = await _db.Set<OutboxKey>().OrderBy(k => k.KeyHash).Select(k => k.Answer).ToListAsync();
        Assert.Equal(2, answers.Count);
        Assert.Equal([new KeptOutcome(KeptKind.Accepted, one)], KeptAnswer.Read(answers[0]));
        Assert.Equal(
            [new KeptOutcome(KeptKind.Invalid), new KeptOutcome(KeptKind.Accepted, other), new KeptOutcome(KeptKind.TooLarge), new KeptOutcome(KeptKind.QueueLimit)],
            KeptAnswer.Read(answers[1]));
        Assert.Equal(OutboxKey.Cost(17) + OutboxKey.Cost(20), (await _db.Set<OutboxSize>().SingleAsync()).KeyBytes);
    }

    private Task<int> AddMessageAsync(int state, int size) => RunAsync(
        "INSERT INTO OutboxMessages (Id, TenantId, State, Priority, AcceptedAt, DueAt, ExpiresAt, HasOwnExpiry, InternetMessageId, Attempts, AttemptsBefore, Size, Version, WantedAt) "
        + "VALUES (@p0, @p1, @p2, 1, 0, 0, 0, 0, 'x@y', 0, 0, @p3, @p0, 0)",
        SortableGuid.ToBytes(Guid.CreateVersion7()),
        SortableGuid.ToBytes(Tenant),
        state,
        size);

    private Task<int> AddKeyAsync(byte key, string answer) => RunAsync(
        "INSERT INTO OutboxKeys (TenantId, KeyHash, BodyHash, Answer, ExpiresAt) VALUES (@p0, @p1, @p1, CAST(@p2 AS BLOB), 0)",
        SortableGuid.ToBytes(Tenant),
        new byte[] { key },
        answer);

    private Task<int> RunAsync(string sql, params object[] values) => _db.Database.ExecuteSqlRawAsync(
        sql, values.Select((value, i) => new SqliteParameter(FormattableString.Invariant($"@p{i}"), value)));
}
