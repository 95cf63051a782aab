using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmailConsole.Hosting.Health;

/// <summary>Whether the database answers.</summary>
internal sealed class DatabaseHealthCheck(IDbContextFactory<EmailConsoleDb> contexts) : IHealthCheck
{
    // Whoever asks waits no longer for an answer of ours
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // A statement that a network has swallowed cannot be ended from here: it is left to its own time limit
            return await AskAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }

    private async Task<HealthCheckResult> AskAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            // SQLite would make the file that is missing; PostgreSQL would be asked over a connection of its own
            if (db is PostgresDb)
            {
                await db.Database.ExecuteSqlRawAsync("SELECT 1", cancellationToken);
                return HealthCheckResult.Healthy();
            }

            return await db.Database.CanConnectAsync(cancellationToken)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The database cannot be opened.");
        }
        catch (Exception e) when (DatabaseFaults.IsCauseOf(e))
        {
            return HealthCheckResult.Unhealthy($"The database cannot be used: {DatabaseFaults.Describe(e)}");
        }
    }
}
