using System.Data.Common;
using System.Globalization;
using EmailConsole.Hosting.Keys;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmailConsole.Hosting.Moving;

/// <summary>
/// Copies table by table, in the order of the keys and in steps that are there as a whole or not at all: so the number of rows that are there says
/// where to go on. Nothing is held in memory but a row. Whoever calls holds both databases.
/// </summary>
internal sealed class DatabaseMove(EmailConsoleDb source, EmailConsoleDb target, MoveSource from, KeyRingImport keys, TextWriter output)
{
    private const int RowsOfAStep = 2000;
    private const long BytesOfAStep = 16 * 1024 * 1024;

    private readonly IReadOnlyList<MovedTable> _tables = MovedTable.Of(source.Model, target.Model);

    /// <exception cref="CannotStartException">The target holds something else, or what was copied is not all.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await source.Database.OpenConnectionAsync(cancellationToken);
        await target.Database.OpenConnectionAsync(cancellationToken);
        await BeginAsync(cancellationToken);
        await keys.StoreAsync(keys.Read(), cancellationToken);
        foreach (var table in _tables)
        {
            await CopyAsync(table, cancellationToken);
        }

        foreach (var table in _tables)
        {
            var (there, here) = (await CountAsync(target, table.To, cancellationToken), await CountAsync(source, table.From, cancellationToken));
            if (there != here)
            {
                throw new CannotStartException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{table.From} has {here} rows, and {there} of them are in the other database, which something else changes. Empty it, and run this again."));
            }
        }

        // Takes as long as it takes; what fails after the end would look like a move that failed
        target.Database.SetCommandTimeout(0);
        await target.Database.ExecuteSqlRawAsync("ANALYZE", cancellationToken);
        await UnfinishedMove.EndAsync(target, cancellationToken);
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (await UnfinishedMove.FindSourceAsync(target, cancellationToken) is { } begun)
        {
            if (begun.Name != from.Name)
            {
                throw new CannotStartException($"The other database already holds a part of {begun.Name}, and none of {from.Name}. Go on with that one, or take an empty database.");
            }

            if (begun.Fingerprint != from.Fingerprint)
            {
                throw new CannotStartException($"The other database holds a part of {from.Name}, which has changed since. Take an empty database.");
            }

            await output.WriteLineAsync("Going on where it stopped");
            return;
        }

        foreach (var table in _tables)
        {
            // The migrations put the super tenant in
            var ofMigrations = table.From == EmailConsole.Tenants.TenantSql.Table ? 1 : 0;
            if (await CountAsync(target, table.To, cancellationToken) > ofMigrations)
            {
                throw new CannotStartException($"The other database is not empty: it has rows in {table.To}. Take an empty one; nothing was changed in it.");
            }
        }

        await UnfinishedMove.BeginAsync(target, from, _tables.Select(table => table.To), cancellationToken);
    }

    private async Task CopyAsync(MovedTable table, CancellationToken cancellationToken)
    {
        var all = await CountAsync(source, table.From, cancellationToken);
        var there = await CountAsync(target, table.To, cancellationToken);
        await using var command = source.Database.GetDbConnection().CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"{table.ReadSql}{there}");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await CopyStepAsync(table, rows, cancellationToken) is var copied and > 0)
        {
            there += copied;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{table.From}: {there:N0} of {all:N0}"));
            await output.FlushAsync(cancellationToken);
        }
    }

    /// <returns>How many rows are there now, on the disk; nought: there were none left.</returns>
    private async Task<int> CopyStepAsync(MovedTable table, DbDataReader rows, CancellationToken cancellationToken)
    {
        var connection = (NpgsqlConnection)target.Database.GetDbConnection();
        await using var copy = await connection.BeginBinaryImportAsync(table.WriteSql, cancellationToken);
        copy.Timeout = TimeSpan.FromMinutes(5);
        var (count, bytes) = (0, 0L);
        while (count < RowsOfAStep && bytes < BytesOfAStep && await rows.ReadAsync(cancellationToken))
        {
            await copy.StartRowAsync(cancellationToken);
            for (var i = 0; i < table.Columns.Count; i++)
            {
                var stored = rows.GetValue(i);
                if (stored is DBNull)
                {
                    await copy.WriteNullAsync(cancellationToken);
                    continue;
                }

                await copy.WriteAsync(table.Columns[i].Convert(stored), table.Columns[i].Type, cancellationToken);
                bytes += stored is byte[] blob ? blob.Length : stored is string text ? text.Length : sizeof(long);
            }

            count++;
        }

        await copy.CompleteAsync(cancellationToken);
        return count;
    }

    private static async Task<long> CountAsync(EmailConsoleDb db, string table, CancellationToken cancellationToken)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM \"{table}\"";
        command.CommandTimeout = 0;
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }
}
