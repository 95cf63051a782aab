using EmailConsole.Outbox.Store.Sql;

namespace EmailConsole.Outbox.Store.Sqlite;

internal static class SqliteRegistration
{
    public static void AddSqliteOutbox(this IServiceCollection services) => services.AddSqlOutbox<SqliteOutboxDatabase>();
}
