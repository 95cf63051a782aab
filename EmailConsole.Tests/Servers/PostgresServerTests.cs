using EmailConsole.Tests.Persistence;
using Npgsql;

namespace EmailConsole.Tests.Servers;

public sealed class PostgresServerTests
{
    [PostgresFact]
    public async Task Stop_ThenContinue_KeepsWhatWasCommitted()
    {
        await using var server = await PostgresServer.StartAsync(isSafe: false);
        await using var database = await server.CreateDatabaseAsync(isEmpty: true);
        await server.ExecuteAsync("CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)", database.Name);

        await server.StopAsync();
        await Assert.ThrowsAsync<NpgsqlException>(() => server.ExecuteAsync("SELECT 1"));
        await server.ContinueAsync();

        await server.ExecuteAsync("SELECT 1 / n FROM kept", database.Name);
    }
}
