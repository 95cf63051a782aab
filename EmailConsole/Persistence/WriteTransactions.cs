using System.Globalization;
using EmailConsole.Persistence.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace EmailConsole.Persistence;

/// <summary>
/// Transactions for a change that rests on what was read before it (<em>the last administrator</em>, <em>at most 100 keys</em>): one after the other,
/// whatever the number of consoles. SQLite has one writer anyhow, and EF Core begins with BEGIN IMMEDIATE. With PostgreSQL it is a lock that ends with
/// the transaction. Serializable transactions would have to be done again when they disturb each other, with everything that was read into memory;
/// these changes are rare, and people make them.
/// </summary>
internal static class WriteTransactions
{
    private static readonly string LockSql = string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({(long)PostgresLock.Write})");

    /// <summary>Begins one, once those that have begun are over. What is not committed is undone.</summary>
    public static async Task<IDbContextTransaction> BeginWriteAsync(this EmailConsoleDb db, CancellationToken cancellationToken)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (db is PostgresDb)
        {
            try
            {
                await db.Database.ExecuteSqlRawAsync(LockSql, cancellationToken);
            }
            catch
            {
                await transaction.DisposeAsync();
                throw;
            }
        }

        return transaction;
    }
}
