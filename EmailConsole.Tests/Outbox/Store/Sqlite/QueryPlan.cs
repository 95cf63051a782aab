using EmailConsole.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Outbox.Store.Sqlite;

/// <summary>How SQLite would answer a question.</summary>
internal static class QueryPlan
{
    public static async Task<IReadOnlyList<string>> OfAsync(EmailConsoleDb db, string sql)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
        for (var i = 1; i <= 9 && sql.Contains($"?{i}", StringComparison.Ordinal); i++)
        {
            command.Parameters.Add(new SqliteParameter($"?{i}", DBNull.Value));
        }

        List<string> plan = [];
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            plan.Add(rows.GetString(3));
        }

        return plan;
    }
}
