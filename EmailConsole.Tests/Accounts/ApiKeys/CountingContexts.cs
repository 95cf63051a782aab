using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Accounts.ApiKeys;

/// <summary>Counts how often the database is asked.</summary>
internal sealed class CountingContexts(IDbContextFactory<EmailConsoleDb> contexts) : IDbContextFactory<EmailConsoleDb>
{
    private int _count;

    public int Count => _count;

    public EmailConsoleDb CreateDbContext()
    {
        Interlocked.Increment(ref _count);
        return contexts.CreateDbContext();
    }
}
