using EmailConsole.Outbox.Store.Sql;

namespace EmailConsole.Outbox.Store.Postgres;

internal static class PostgresRegistration
{
    public static void AddPostgresOutbox(this IServiceCollection services) => services.AddSqlOutbox<PostgresOutboxDatabase>();
}
