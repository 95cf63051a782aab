using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace EmailConsole.Persistence;

/// <summary>For <c>dotnet ef migrations add</c>: never opens the database.</summary>
internal sealed class DesignTimeContexts : IDesignTimeDbContextFactory<EmailConsoleDb>
{
    public EmailConsoleDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<EmailConsoleDb>().UseSqlite("Data Source=design-time.db").Options);
}
