using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Architecture;

public sealed class MigrationTests
{
    [Fact]
    public void MigrationsOfSqlite_DescribeTheModel() =>
        AssertComplete(new SqliteDb(new DbContextOptionsBuilder<EmailConsoleDb>().UseSqlite("Data Source=unused.db").Options));

    [Fact]
    public void MigrationsOfPostgres_DescribeTheModel() =>
        AssertComplete(new PostgresDb(new DbContextOptionsBuilder<EmailConsoleDb>().UseNpgsql("Host=unused").Options));

    private static void AssertComplete(EmailConsoleDb db)
    {
        using (db)
        {
            Assert.False(db.Database.HasPendingModelChanges(), "The model changed: dotnet ef migrations add, for both kinds (see Persistence/DesignTimeContexts.cs).");
        }
    }
}
