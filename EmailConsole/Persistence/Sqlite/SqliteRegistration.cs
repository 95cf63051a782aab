using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EmailConsole.Persistence.Sqlite;

internal static class SqliteRegistration
{
    public static void AddSqlite(this IServiceCollection services)
    {
        services.AddSingleton(provider => new DbContextOptionsBuilder<EmailConsoleDb>()
            .UseApplicationServiceProvider(provider)
            .UseSqlite(provider.GetRequiredService<DatabaseLocation>().ConnectionString)
            .AddInterceptors(new SqlitePragmas())
            .ReplaceService<IMigrationsSqlGenerator, WholeMigrations>()
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
