using EmailConsole.Tests.Servers;
using Npgsql;

namespace EmailConsole.Tests.Outbox.Store.Postgres;

/// <summary>A store on a PostgreSQL database of its own, and somebody else who is in its way.</summary>
internal sealed class PostgresStore : IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly NpgsqlConnection _other;

    private PostgresStore(PostgresDatabase database, NpgsqlConnection other, StoreUnderTest store, Guid tenant) =>
        (_database, _other, Store, Tenant) = (database, other, store, tenant);

    public StoreUnderTest Store { get; }

    public Guid Tenant { get; }

    public string Database => _database.Name;

    /// <param name="server">Null: that of all tests.</param>
    /// <param name="port">Where the store finds it; null: at its own.</param>
    /// <param name="commandTimeout">How long the store waits for an answer.</param>
    public static async Task<PostgresStore> OpenAsync(PostgresServer? server = null, int? port = null, string commandTimeout = "00:00:30")
    {
        var database = server is null ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() : await server.CreateDatabaseAsync(isEmpty: true);
        var reached = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        reached.Port = port ?? reached.Port;
        var store = await StoreUnderTest.OpenAsync(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Database:Provider"] = "PostgreSql",
            ["ConnectionStrings:EmailConsole"] = reached.ConnectionString,
            ["Database:MaxPoolSize"] = "10",
            ["Database:CommandTimeout"] = commandTimeout,
        });
        return new PostgresStore(database, new NpgsqlConnection($"{database.ConnectionString};Pooling=False"), store, await store.AddTenantAsync());
    }

    /// <summary>By somebody else, who may have begun a transaction.</summary>
    public async Task<object?> OtherAsync(string sql, params object[] values)
    {
        if (_other.State != System.Data.ConnectionState.Open)
        {
            await _other.OpenAsync();
        }

        await using var command = new NpgsqlCommand(sql, _other);
        command.Parameters.AddRange(values.Select(v => new NpgsqlParameter { Value = v }).ToArray());
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Until the store, and perhaps another one, waits for what somebody holds.</summary>
    public async Task UntilItWaitsAsync(long stores = 1)
    {
        using var bound = new CancellationTokenSource(Bound.Wait);
        while (await OtherAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") is long waiting && waiting < stores)
        {
            await Task.Delay(10, bound.Token);

            // Within a transaction it is shown as it was at the first look
            await OtherAsync("SELECT pg_stat_clear_snapshot()");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _other.DisposeAsync();
        await Store.DisposeAsync();
        await _database.DisposeAsync();
    }
}
