using System.Data.Common;
using System.Globalization;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmailConsole.Hosting.Moving;

/// <summary>
/// Copies table by table, in the order of the keys and in steps that are there as a whole or not at all: so the number of rows that are there says
/// where to go on. Nothing is held in memory but a row.
/// </summary>
internal sealed class DatabaseMove(EmailConsoleDb source, EmailConsoleDb target, string sourceName, TextWriter output)
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

        await UnfinishedMove.EndAsync(target, cancellationToken);
        await target.Database.ExecuteSqlRawAsync("ANALYZE", cancellationToken);
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (await UnfinishedMove.FindSourceAsync(target, cancellationToken) is { } begun)
        {
            if (begun != sourceName)
            {
                throw new CannotStartException($"The other database already holds a part of {begun}, and none of {sourceName}. Go on with that one, or take an empty database.");
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

        await UnfinishedMove.BeginAsync(target, sourceName, _tables.Select(table => table.To), cancellationToken);
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
