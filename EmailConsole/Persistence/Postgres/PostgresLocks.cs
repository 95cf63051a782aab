using Npgsql;

namespace EmailConsole.Persistence.Postgres;

/// <summary>What consoles on one database do one after the other. The number is the lock: another one would be no lock for an older console.</summary>
internal enum PostgresLock : long
{
    /// <summary>Migrations and the first key.</summary>
    Start = 0x_45_43_6F_6E_0001,

    /// <summary>Changes that rest on what was read in the same transaction (<see cref="WriteTransactions"/>).</summary>
    Write = 0x_45_43_6F_6E_0002,

    /// <summary>Being the console that sends what waits (<see cref="PostgresHold"/>).</summary>
    Console = 0x_45_43_6F_6E_0003,
}

/// <summary>Locks of PostgreSQL that belong to a connection: the server takes them back when it ends.</summary>
internal static class PostgresLocks
{
    /// <summary>Waits for whoever has it, without end.</summary>
    public static async Task TakeAsync(NpgsqlConnection connection, PostgresLock which, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { Parameters = { new() { Value = (long)which } }, CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <returns>Whether nobody else has it.</returns>
    public static async Task<bool> TryTakeAsync(NpgsqlConnection connection, PostgresLock which, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = (long)which } } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Does nothing where the connection is lost, and the lock with it.</summary>
    public static async Task ReleaseAsync(NpgsqlConnection connection, PostgresLock which)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = (long)which } } };
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The connection is lost
        }
    }
}
