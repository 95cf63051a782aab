using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace EmailConsole.Persistence.Postgres;

internal static class PostgresRegistration
{
    public static void AddPostgres(this IServiceCollection services)
    {
        // One pool for all who ask this database, closed with the console
        services.AddSingleton(provider => new NpgsqlDataSourceBuilder(provider.GetRequiredService<DatabaseLocation>().ConnectionString)
            .UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>())
            .Build());
        services.AddSingleton(provider => new DbContextOptionsBuilder<EmailConsoleDb>()
            .UseApplicationServiceProvider(provider)
            // Its own wraps what may pass by itself in an InvalidOperationException, which nobody would take for the database's
            .UseNpgsql(npgsql => npgsql.ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies)))
            .AddInterceptors(new PostgresTexts())
            .Options);
        services.AddSingleton<IDbContextFactory<EmailConsoleDb>, PostgresContexts>();
        services.AddSingleton<IDatabaseStart, PostgresStart>();

        // The key ring's
        services.AddScoped(provider => (PostgresDb)provider.GetRequiredService<EmailConsoleDb>());
    }
}

/// <summary>
/// Gives each context a connection of the pool. In the options it would be a part of what EF Core keeps its services by: one set a console, for as
/// long as the process lives.
/// </summary>
internal sealed class PostgresContexts(DbContextOptions<EmailConsoleDb> options, NpgsqlDataSource source) : IDbContextFactory<EmailConsoleDb>
{
    public EmailConsoleDb CreateDbContext()
    {
        var db = new PostgresDb(options);
        db.Database.SetDbConnection(source.CreateConnection(), contextOwnsConnection: true);
        return db;
    }
}
