using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using EmailConsole.Outbox.Store.Sql;
using EmailConsole.Persistence;
using Microsoft.Data.Sqlite;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>One file, whose driver knows neither ids nor times: they are kept as <see cref="StoredForms"/> says.</summary>
internal sealed class SqliteOutboxDatabase(DatabaseLocation location) : OutboxDatabase
{
    public override OutboxSession OpenSession(TimeSpan lockTimeout, IEmailEvents events) =>
        new SqliteOutboxSession(this, location.ConnectionString, lockTimeout) { Events = events };

    /// <summary>Of the file and its disk, not of the statement: PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB.</summary>
    public override SqlFault FaultOf(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: 3 or 5 or 6 or 7 or 8 or 10 or 11 or 13 or 14 or 15 or 26 } ? SqlFault.Database : SqlFault.Statement;

    public override bool IsLocked(Exception exception) => exception is SqliteException { SqliteErrorCode: 5 or 6 };

    public override string Translate(string sql) => sql;

    public override void Bind(DbParameterCollection parameters, ReadOnlySpan<SqlValue> values)
    {
        if (parameters.Count == 0)
        {
            for (var i = 1; i <= values.Length; i++)
            {
                parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"?{i}") });
            }
        }

        for (var i = 0; i < values.Length; i++)
        {
            var parameter = parameters[i];
            parameter.ResetDbType();
            parameter.Value = Of(in values[i]);
        }
    }

    public override Guid ReadId(DbDataReader row, int column) => SortableGuid.FromBytes(row.GetFieldValue<byte[]>(column));

    public override DateTimeOffset ReadTime(DbDataReader row, int column) => Microseconds.ToTime(row.GetInt64(column));

    public override TimeSpan ReadDuration(DbDataReader row, int column) => Microseconds.ToDuration(row.GetInt64(column));

    protected override DbConnection CreateConnection() => new SqliteConnection(location.ConnectionString);

    private static object Of(in SqlValue value) => value switch
    {
        { IsNull: true } => DBNull.Value,
        { Type: SqlType.Id } => SortableGuid.ToBytes(value.Id),
        { Type: SqlType.Text or SqlType.Bytes } => value.Object,
        { Type: SqlType.Ids } => JsonSerializer.Serialize(((Guid[])value.Object).Select(id => Convert.ToHexString(SortableGuid.ToBytes(id)))),
        _ => value.Number,
    };
}
