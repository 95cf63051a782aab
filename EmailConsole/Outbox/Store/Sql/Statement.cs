using System.Data.Common;
using System.Runtime.InteropServices;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>A prepared statement whose parameters are <c>?1</c>, <c>?2</c> and so on.</summary>
internal sealed class Statement : IDisposable
{
    private readonly OutboxDatabase _database;
    private readonly DbCommand _command;

    public Statement(OutboxDatabase database, DbConnection connection, string sql)
    {
        _database = database;
        _command = connection.CreateCommand();
        _command.CommandText = database.Translate(sql);
    }

    /// <returns>The rows it changed.</returns>
    public int Run(params ReadOnlySpan<SqlValue> values)
    {
        _database.Bind(_command.Parameters, values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Its rows; dispose of them before it runs again.</summary>
    public SqlRows Read(params ReadOnlySpan<SqlValue> values)
    {
        _database.Bind(_command.Parameters, values);
        return new SqlRows(_database, _command.ExecuteReader());
    }

    /// <summary>The same for those who wait for the database without a thread.</summary>
    public Task<SqlRows> ReadAsync(CancellationToken cancellationToken, params ReadOnlySpan<SqlValue> values)
    {
        _database.Bind(_command.Parameters, values);
        return ReadAsync(cancellationToken);
    }

    public void Dispose() => _command.Dispose();

    private async Task<SqlRows> ReadAsync(CancellationToken cancellationToken) => new(_database, await _command.ExecuteReaderAsync(cancellationToken));
}

/// <summary>What a statement found, row by row, read by meaning.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct SqlRows(OutboxDatabase database, DbDataReader reader) : IDisposable, IAsyncDisposable
{
    public bool Read() => reader.Read();

    public Task<bool> ReadAsync(CancellationToken cancellationToken) => reader.ReadAsync(cancellationToken);

    public bool IsNull(int column) => reader.IsDBNull(column);

    public Guid Id(int column) => database.ReadId(reader, column);

    public Guid? IdOrNull(int column) => IsNull(column) ? null : Id(column);

    public DateTimeOffset Time(int column) => database.ReadTime(reader, column);

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    public TimeSpan Duration(int column) => database.ReadDuration(reader, column);

    public int Number(int column) => reader.GetInt32(column);

    public int? NumberOrNull(int column) => IsNull(column) ? null : Number(column);

    public long LongNumber(int column) => reader.GetInt64(column);

    public bool Truth(int column) => reader.GetBoolean(column);

    public string Text(int column) => reader.GetString(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);

    public void Dispose() => reader.Dispose();

    public ValueTask DisposeAsync() => reader.DisposeAsync();
}
