using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Architecture;

public sealed class MigrationTests
{
    [Fact]
    public void Migrations_DescribeTheModel()
    {
        using var db = new EmailConsoleDb(new DbContextOptionsBuilder<EmailConsoleDb>().UseSqlite("Data Source=unused.db").Options);

        Assert.False(db.Database.HasPendingModelChanges(), "The model changed: dotnet ef migrations add (see Persistence/Migrations).");
    }
}
