using System.Globalization;
using EmailConsole.Outbox;
using EmailConsole.Persistence;
using Microsoft.Data.Sqlite;

namespace EmailConsole.Benchmarks.HistoryMode;

/// <summary>Writes finished messages of the last 30 days straight into the outbox's tables: 97 in 100 delivered, 2 failed, 1 expired.</summary>
internal static class HistorySeed
{
    public static void Write(string database, IReadOnlyList<Guid> tenants, int messages)
    {
        using var connection = new SqliteConnection($"Data Source={database}");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var message = Prepare(
            connection,
            "INSERT INTO OutboxMessages (Id, TenantId, RouteStep, Door, State, Priority, AcceptedAt, DueAt, ExpiresAt, HasOwnExpiry, FinishedAt, InternetMessageId, Attempts, AttemptsBefore, Size, Version, WantedAt, LastReply, AcceptedBy, Metadata, Cause, FailedAt) "
            + "VALUES ($0, $1, 0, 0, $2, 1, $3, NULL, $3 + 86400000000, 0, $3 + 3000000, $4, 1, 0, 6000, $0, $3, $5, $6, $7, $8, $9)",
            10);
        using var tag = Prepare(connection, "INSERT INTO OutboxTags (TenantId, Pair, MessageId) VALUES ($0, $1, $2)", 3);
        using var recipient = Prepare(
            connection, "INSERT INTO OutboxRecipients (MessageId, Ordinal, TenantId, Kind, Address, State) VALUES ($0, 0, $1, 0, $2, $3)", 4);
        using var attempt = Prepare(
            connection, "INSERT INTO OutboxAttempts (MessageId, Number, StartedAt, Duration, Outcome, ServerText) VALUES ($0, 1, $1, 30000, 0, '250 2.0.0 Ok: queued')", 2);
        var counts = new Dictionary<(Guid, EmailState), long>();
        var start = DateTimeOffset.UtcNow.AddDays(-30);
        for (var i = 0; i < messages; i++)
        {
            var at = start + (TimeSpan.FromDays(30) * ((double)i / messages));
            var id = Guid.CreateVersion7(at);
            var tenant = tenants[i % tenants.Count];
            var state = (i / tenants.Count % 100) switch { 7 or 57 => EmailState.Failed, 77 => EmailState.Expired, _ => EmailState.Delivered };
            var isRefused = state == EmailState.Failed;
            var flow = i % 1000 == 0 ? "password-recovery" : i % 3 == 0 ? "sign-up" : "sign-in";
            var refusal = i % 7 == 0 ? ("552 5.2.2 Mailbox full", "20-7-5.2.2") : ("550 5.1.1 User unknown", "20-7-5.1.1");
            Run(
                message,
                SortableGuid.ToBytes(id),
                SortableGuid.ToBytes(tenant),
                (int)state,
                at.ToMicroseconds(),
                $"{id:N}@example.com",
                isRefused ? refusal.Item1 : "250 2.0.0 Ok: queued",
                i % 50 == 0 ? "API key newsletter" : "API key otp-service",
                $$"""{"flow":"{{flow}}"}""",
                isRefused ? refusal.Item2 : state == EmailState.Expired ? "expired" : DBNull.Value,
                state == EmailState.Delivered ? DBNull.Value : at.ToMicroseconds());
            Run(tag, SortableGuid.ToBytes(tenant), $"flow={flow}", SortableGuid.ToBytes(id));
            var domain = i % 500 == 0 ? "rare.example" : "example.com";
            Run(recipient, SortableGuid.ToBytes(id), SortableGuid.ToBytes(tenant), string.Create(CultureInfo.InvariantCulture, $"user{i % 250_000}@{domain}"), (int)state);
            Run(attempt, SortableGuid.ToBytes(id), at.ToMicroseconds());
            counts[(tenant, state)] = counts.GetValueOrDefault((tenant, state)) + 1;
            counts[(OutboxTally.Everybody, state)] = counts.GetValueOrDefault((OutboxTally.Everybody, state)) + 1;
        }

        using var counter = Prepare(connection, "INSERT INTO OutboxCounters (TenantId, State, Count) VALUES ($0, $1, $2)", 3);
        foreach (var ((tenant, state), count) in counts)
        {
            Run(counter, SortableGuid.ToBytes(tenant), (int)state, count);
        }

        transaction.Commit();
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter(string.Create(CultureInfo.InvariantCulture, $"${i}"), null));
        }

        return command;
    }

    private static void Run(SqliteCommand command, params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        command.ExecuteNonQuery();
    }
}
