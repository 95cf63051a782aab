using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EmailConsole.Persistence.Sqlite;

internal static class SqliteRegistration
{
    public static void AddSqlite(this IServiceCollection services)
    {
        services.AddSingleton(provider => new DbContextOptionsBuilder<EmailConsoleDb>()
            .UseApplicationServiceProvider(provider)
            .UseSqlite(provider.GetRequiredService<DatabaseLocation>().ConnectionString)
            .AddInterceptors(new SqlitePragmas())
            // SQLite rebuilds a table with its foreign keys off, which stands outside of a transaction by its nature: nothing that whoever starts a console could do about it
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.NonTransactionalMigrationOperationWarning))
            .Options);
        services.AddSingleton<IDbContextFactory<EmailConsoleDb>, SqliteContexts>();
        services.AddSingleton<DatabaseLock>();
        services.AddSingleton<IDatabaseStart, SqliteStart>();
    }
}

internal sealed class SqliteContexts(DbContextOptions<EmailConsoleDb> options) : IDbContextFactory<EmailConsoleDb>
{
    public EmailConsoleDb CreateDbContext() => new SqliteDb(options);
}
