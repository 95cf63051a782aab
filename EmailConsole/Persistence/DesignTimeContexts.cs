using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace EmailConsole.Persistence;

/// <summary>
/// For <c>dotnet ef migrations add NAME --context SqliteDb -o Persistence/Migrations/Sqlite</c>, and the same of <c>PostgresDb</c>: a change of the
/// model needs both. Never opens a database.
/// </summary>
internal sealed class DesignTimeContexts : IDesignTimeDbContextFactory<SqliteDb>, IDesignTimeDbContextFactory<PostgresDb>
{
    SqliteDb IDesignTimeDbContextFactory<SqliteDb>.CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<EmailConsoleDb>().UseSqlite("Data Source=design-time.db").Options);

    PostgresDb IDesignTimeDbContextFactory<PostgresDb>.CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<EmailConsoleDb>().UseNpgsql("Host=design-time").Options);
}
