using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Trends;

namespace EmailConsole.Outbox.Store.Sqlite;

internal static class SqliteRegistration
{
    public static void AddSqliteOutbox(this IServiceCollection services)
    {
        services.AddSingleton<OutboxWriter>();
        services.AddHostedService(s => s.GetRequiredService<OutboxWriter>());
        services.AddSingleton<OutboxConnection>();
        services.AddSingleton<OutboxReader>();
        services.AddSingleton<CounterReader>();
        services.AddSingleton<IOutboxCounters>(s => s.GetRequiredService<CounterReader>());
        services.AddSingleton<Backlogs>();
        services.AddSingleton<UsedKeys>();
        services.AddSingleton<SqliteOutboxStore>();
        services.AddSingleton<IOutboxStore>(s => s.GetRequiredService<SqliteOutboxStore>());
        services.AddSingleton<IOutboxCare>(s => s.GetRequiredService<SqliteOutboxStore>());
        services.AddSingleton<IOutboxHistory, SqliteHistory>();
        services.AddSingleton<IOutboxStatistics, SqliteStatistics>();
    }
}
