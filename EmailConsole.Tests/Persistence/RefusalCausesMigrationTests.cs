using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EmailConsole.Tests.Persistence;

/// <summary>What was counted by code is counted by cause, with the last reply of each.</summary>
public sealed class RefusalCausesMigrationTests
{
    private const string Key =
        "INSERT INTO ApiKeys (Id, TenantId, Name, Prefix, Hash, Scopes, CreatedAt, CreatedBy) SELECT Id, Id, 'printer', 'ec_1', {0}, 1, CreatedAt, 'anna' FROM Tenants";

    private const string Refusal = "INSERT INTO ApiKeyRefusals (KeyId, Code, Count, LastAt, LastReply) SELECT Id, {0}, {1}, {2}, {3} FROM Tenants";

    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Migrate_RefusalsByCode_AreByCauseAndNothingIsLost(DatabaseKind kind)
    {
        using var folder = new TemporaryFolder();
        await using var postgres = kind == DatabaseKind.PostgreSql ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(isEmpty: true) : null;
        await using EmailConsoleDb db = postgres is null
            ? new SqliteDb(new DbContextOptionsBuilder<EmailConsoleDb>().UseSqlite($"Data Source={folder["before.db"]};Pooling=False").Options)
            : new PostgresDb(new DbContextOptionsBuilder<EmailConsoleDb>().UseNpgsql(postgres.ConnectionString + ";Pooling=False").Options);
        await db.GetService<IMigrator>().MigrateAsync(db.Database.GetMigrations().TakeWhile(m => !m.EndsWith("_RefusalCauses", StringComparison.Ordinal)).Last());
        await db.Database.ExecuteSqlRawAsync(Key, new byte[32]);
        await AddAsync("550 5.7.1", 12, 1, "550 5.7.1 From root@host.example may not send here: use another.");
        await AddAsync("501 5.1.3", 3, 2, "501 5.1.3 That is no address");
        await AddAsync("554 5.1.2", 4, 3, "554 5.1.2 The domain of an address must be a full one");
        await AddAsync("500 5.5.1", 5, 4, "500 5.5.1 Command not recognised");
        await AddAsync("503 5.5.1", 6, 4, "503 5.5.1 Not at this point");
        await AddAsync("554 5.6.0", 1, 5, "554 5.6.0 The message is signed, and so on.");
        await AddAsync("HTTP 503", 2, 6, "Too many large requests are under way (Outbox:RequestMemory).");
        await AddAsync("HTTP 429", 2, 7, "The tenant's queue is full.");
        await AddAsync("452 4.3.1", 1, 6, "452 4.3.1 So many messages of this tenant wait already as may (Outbox:QueueLimit), try again later");

        await db.Database.MigrateAsync();

        var refusals = await db.Set<ApiKeyRefusal>().ToListAsync();
        Assert.Equal(
            ((RefusalCause, string, long)[])
            [
                (RefusalCause.SenderNotAllowed, "550 5.7.1", 12), (RefusalCause.QueueFull, "HTTP 429", 3), (RefusalCause.NoMemory, "HTTP 503", 2),
                (RefusalCause.Recipient, "554 5.1.2", 7), (RefusalCause.Signature, "554 5.6.0", 1), (RefusalCause.Protocol, "503 5.5.1", 11),
            ],
            refusals.Select(r => (r.Cause, r.Code, r.Count)).OrderBy(r => r.Cause));
        Assert.Equal("554 5.1.2 The domain of an address must be a full one", refusals.Single(r => r.Cause == RefusalCause.Recipient).LastReply);

        Task AddAsync(string code, long count, int minute, string reply) => db.Database.ExecuteSqlRawAsync(
            Refusal, code, count, kind == DatabaseKind.PostgreSql ? Noon.AddMinutes(minute) : Noon.AddMinutes(minute).ToUnixTimeMilliseconds() * 1_000, reply);
    }
}
