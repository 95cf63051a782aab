using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Trends;

namespace EmailConsole.Outbox.Store.Sql;

internal static class SqlRegistration
{
    /// <typeparam name="TDatabase">Which database keeps the outbox.</typeparam>
    public static void AddSqlOutbox<TDatabase>(this IServiceCollection services)
        where TDatabase : OutboxDatabase
    {
        services.AddSingleton<OutboxDatabase, TDatabase>();
        services.AddSingleton<OutboxWriter>();
        services.AddHostedService(s => s.GetRequiredService<OutboxWriter>());
        services.AddSingleton<OutboxReader>();
        services.AddSingleton<CounterReader>();
        services.AddSingleton<IOutboxCounters>(s => s.GetRequiredService<CounterReader>());
        services.AddSingleton<Backlogs>();
        services.AddSingleton<UsedKeys>();
        services.AddSingleton<SqlOutboxStore>();
        services.AddSingleton<IOutboxStore>(s => s.GetRequiredService<SqlOutboxStore>());
        services.AddSingleton<IOutboxCare>(s => s.GetRequiredService<SqlOutboxStore>());
        services.AddSingleton<IOutboxHistory, SqlHistory>();
        services.AddSingleton<IOutboxStatistics, SqlStatistics>();
    }
}
