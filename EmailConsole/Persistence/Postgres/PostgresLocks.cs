using Npgsql;

namespace EmailConsole.Persistence.Postgres;

/// <summary>What consoles on one database do one after the other. The number is the lock: another one would be no lock for an older console.</summary>
internal enum PostgresLock : long
{
    /// <summary>Migrations and the first key.</summary>
    Start = 0x_45_43_6F_6E_0001,

    /// <summary>Changes that rest on what was read in the same transaction (<see cref="WriteTransactions"/>).</summary>
    Write = 0x_45_43_6F_6E_0002,

    /// <summary>Moving a database there.</summary>
    Move = 0x_45_43_6F_6E_0003,
}

/// <summary>Locks of PostgreSQL that belong to a connection: the server takes them back when it ends.</summary>
internal static class PostgresLocks
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    // A console that has been told to stop may still be at it, and the server may not have noticed that one was killed
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Waits for whoever has it, without end.</summary>
    public static async Task TakeAsync(NpgsqlConnection connection, PostgresLock which, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { Parameters = { new() { Value = (long)which } }, CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Waits for whoever has it, for some seconds.</summary>
    /// <param name="connection">Gets it.</param>
    /// <param name="which">The lock.</param>
    /// <param name="clock">Measures the wait.</param>
    /// <param name="waits">Told once, before the wait, how long it may last.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether nobody else has it.</returns>
    public static async Task<bool> TryTakeAsync(
        NpgsqlConnection connection, PostgresLock which, TimeProvider clock, Action<TimeSpan> waits, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = (long)which } } };
        var since = clock.GetTimestamp();
        for (var attempt = 0; !(bool)(await command.ExecuteScalarAsync(cancellationToken))!; attempt++)
        {
            if (clock.GetElapsedTime(since) >= Patience)
            {
                return false;
            }

            if (attempt == 0)
            {
                waits(Patience);
            }

            await Task.Delay(Look, clock, cancellationToken);
        }

        return true;
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
