using System.Data.Common;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>Whose fault it is that a statement failed.</summary>
internal enum SqlFault
{
    /// <summary>The statement's, or the console's: it would fail again.</summary>
    Statement,

    /// <summary>The database's: it is away, full, locked or broken, and whoever asks may come back.</summary>
    Database,

    /// <summary>Nobody's: another process was in the way, and it may be done again at once.</summary>
    Conflict,
}

/// <summary>
/// In what one database differs from another; everything else of the outbox's SQL is the same. A statement is written as SQLite reads it, with
/// parameters <c>?1</c>, <c>?2</c> and so on.
/// </summary>
internal abstract class OutboxDatabase
{
    /// <summary>Follows a column: one of the ids that parameter 1 has.</summary>
    public const string InIds = "IN (SELECT unhex(value) FROM json_each(?1))";

    /// <summary>A connection for single quick questions, from the driver's pool.</summary>
    public OutboxConnection Open()
    {
        var connection = CreateConnection();
        try
        {
            connection.Open();
            return new OutboxConnection(this, connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The same for those who wait for it without a thread.</summary>
    public async Task<OutboxConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            return new OutboxConnection(this, connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The writer's own connection.</summary>
    /// <param name="lockTimeout">How long it waits for what another holds.</param>
    /// <param name="events">Who wants to be told of what is recorded.</param>
    public abstract OutboxSession OpenSession(TimeSpan lockTimeout, IEmailEvents events);

    /// <summary>As <see cref="IOutboxCare.FoldAsync"/>; where one alone writes there is nothing to do.</summary>
    public virtual Task FoldAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What an exception of the driver's says; of any other it is <see cref="SqlFault.Statement"/>.</summary>
    public abstract SqlFault FaultOf(Exception exception);

    /// <summary>Whether a transaction has waited in vain for what another process holds, and may be done again at once by who has waited for less.</summary>
    public virtual bool IsLocked(Exception exception) => false;

    /// <summary>The statement in this database's words.</summary>
    public abstract string Translate(string sql);

    /// <summary>Gives parameters these values, and makes them where there are none yet.</summary>
    public abstract void Bind(DbParameterCollection parameters, ReadOnlySpan<SqlValue> values);

    public abstract Guid ReadId(DbDataReader row, int column);

    public abstract DateTimeOffset ReadTime(DbDataReader row, int column);

    public abstract TimeSpan ReadDuration(DbDataReader row, int column);

    protected abstract DbConnection CreateConnection();
}

/// <summary>An open connection with its prepared statements.</summary>
internal sealed class OutboxConnection(OutboxDatabase database, DbConnection connection) : IDisposable, IAsyncDisposable
{
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    /// <summary>The statement, prepared once.</summary>
    public Statement this[string sql] =>
        _statements.TryGetValue(sql, out var statement) ? statement : _statements[sql] = new Statement(database, connection, sql);

    public void Dispose()
    {
        Forget();
        connection.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Forget();
        return connection.DisposeAsync();
    }

    private void Forget()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }
    }
}
