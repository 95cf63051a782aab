using System.Globalization;
using Microsoft.Data.Sqlite;

namespace EmailConsole.Benchmarks.TenantsMode;

/// <summary>
/// Fills the database of a console that has been started once, by SQL alone: tenants with one delivered message of the last 30 days each, and
/// some of them with three that wait.
/// </summary>
internal static class TenantsSeed
{
    private const int EachWaiting = 3;

    // Ids of version 7, as they are stored; the second argument is the kind of row
    private const string TenantId = "unhex(printf('%012x70008000%012x', $start, i))";
    private const string DeliveredId = "unhex(printf('%012x70018000%012x', $start + i * ($month / $tenants), i))";
    private const string WaitingId = "unhex(printf('%012x7002800%01x%012x', $start + $month, n, i))";
    private const string DeliveredAt = "($start + i * ($month / $tenants)) * 1000";
    private const string Now = "($start + $month) * 1000";
    private const string Numbers = "WITH RECURSIVE numbers(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < $rows) ";

    private const string MessageColumns =
        "INSERT INTO OutboxMessages (Id, TenantId, RouteStep, Door, State, Priority, AcceptedAt, DueAt, ExpiresAt, HasOwnExpiry, FinishedAt, InternetMessageId, Attempts, AttemptsBefore, Size, Version, WantedAt, LastReply, AcceptedBy) ";

    private const string RecipientColumns = "INSERT INTO OutboxRecipients (MessageId, Ordinal, TenantId, Kind, Address, State) ";

    public static void Write(string database, int tenants, int waiting)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        Run(connection, "PRAGMA synchronous=OFF; PRAGMA cache_size=-262144");
        var indexes = Indexes(connection);
        foreach (var (name, _) in indexes)
        {
            Run(connection, $"DROP INDEX \"{name}\"");
        }

        using (var transaction = connection.BeginTransaction())
        {
            OfAll(connection, tenants);
            OfWaiting(connection, tenants, waiting);
            transaction.Commit();
        }

        foreach (var (_, sql) in indexes)
        {
            Run(connection, sql);
        }

        Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static void OfAll(SqliteConnection connection, int tenants)
    {
        string[] statements =
        [
            $"{Numbers} INSERT INTO Tenants (Id, Domain, CreatedAt, IsActive, Version) SELECT {TenantId}, 'tenant-' || i || '.example', $start * 1000, i % 100 > 0, {TenantId} FROM numbers",
            $"{Numbers} {MessageColumns} SELECT {DeliveredId}, {TenantId}, 0, 0, 3, 1, {DeliveredAt}, NULL, {DeliveredAt} + 86400000000, 0, {DeliveredAt} + 3000000, i || '@example.com', 1, 0, 6000, {DeliveredId}, {DeliveredAt}, '250 2.0.0 Ok: queued', 'API key otp-service' FROM numbers",
            $"{Numbers} {RecipientColumns} SELECT {DeliveredId}, 0, {TenantId}, 0, 'User' || (i % 250000) || '@domain-' || (i % 1000) || '.example', 3 FROM numbers",
            $"{Numbers} INSERT INTO OutboxCounters (TenantId, State, Count) SELECT {TenantId}, 3, 1 FROM numbers",
            $"{Numbers} INSERT INTO OutboxLatest (TenantId, Kind, At, MessageId) SELECT {TenantId}, 0, {DeliveredAt}, {DeliveredId} FROM numbers",
            "INSERT INTO OutboxCounters (TenantId, State, Count) VALUES (zeroblob(16), 3, $tenants)",
        ];
        foreach (var statement in statements)
        {
            Run(connection, statement, tenants, tenants);
        }
    }

    private static void OfWaiting(SqliteConnection connection, int tenants, int waiting)
    {
        var times = string.Create(CultureInfo.InvariantCulture, $"(SELECT value AS n FROM json_each('[{string.Join(',', Enumerable.Range(1, EachWaiting))}]'))");
        string[] statements =
        [
            $"{Numbers} {MessageColumns} SELECT {WaitingId}, {TenantId}, 0, 0, 0, n - 1, {Now}, {Now}, {Now} + 86400000000, 0, NULL, i || '-' || n || '@example.com', 0, 0, 6000, {WaitingId}, {Now}, NULL, 'API key otp-service' FROM numbers, {times}",
            $"{Numbers} {RecipientColumns} SELECT {WaitingId}, 0, {TenantId}, 0, 'waiting' || i || '@domain-' || (i % 1000) || '.example', 0 FROM numbers, {times}",
            string.Create(CultureInfo.InvariantCulture, $"{Numbers} INSERT INTO OutboxCounters (TenantId, State, Count) SELECT {TenantId}, 0, {EachWaiting} FROM numbers"),
            string.Create(CultureInfo.InvariantCulture, $"{Numbers} INSERT INTO OutboxSizes (TenantId, WaitingBytes, KeyBytes) SELECT {TenantId}, {EachWaiting * 6000}, 0 FROM numbers"),
            string.Create(CultureInfo.InvariantCulture, $"INSERT INTO OutboxCounters (TenantId, State, Count) VALUES (zeroblob(16), 0, $rows * {EachWaiting})"),
        ];
        foreach (var statement in statements)
        {
            Run(connection, statement, tenants, waiting);
        }
    }

    private static List<(string Name, string Sql)> Indexes(SqliteConnection connection)
    {
        List<(string, string)> indexes = [];
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND (tbl_name LIKE 'Outbox%' OR tbl_name = 'Tenants')";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            indexes.Add((rows.GetString(0), rows.GetString(1)));
        }

        return indexes;
    }

    private static void Run(SqliteConnection connection, string sql, int tenants = 0, int rows = 0)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        var month = TimeSpan.FromDays(30);
        foreach (var (name, value) in new[]
        {
            ("$start", (DateTimeOffset.UtcNow.Date - DateTimeOffset.UnixEpoch.Date - month).Ticks / TimeSpan.TicksPerMillisecond),
            ("$month", (long)month.TotalMilliseconds),
            ("$tenants", (long)tenants),
            ("$rows", (long)rows),
        })
        {
            if (sql.Contains(name, StringComparison.Ordinal))
            {
                command.Parameters.AddWithValue(name, value);
            }
        }

        command.ExecuteNonQuery();
    }
}
