using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Persistence;

/// <summary>Creates the database and brings it up to date before the server listens.</summary>
internal sealed class DatabaseStartup(IDbContextFactory<EmailConsoleDb> contexts, DatabaseLocation location) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            PrivateFolder.Create(Path.GetDirectoryName(location.File)!);
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException(
                $"ConnectionStrings:EmailConsole: the database {location.File} cannot be used: {e.Message}", e);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
