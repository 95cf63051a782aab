using System.Runtime.InteropServices;
using EmailConsole.Outbox.Trends;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.Data.Sqlite;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>The writer's connection: prepared statements, one transaction at a time, and what it changes in the counters.</summary>
internal sealed class OutboxSession : IDisposable
{
    private const string CountSql =
        "INSERT INTO OutboxCounters (TenantId, State, Count) VALUES (?1, ?2, ?3) "
        + "ON CONFLICT (TenantId, State) DO UPDATE SET Count = Count + excluded.Count RETURNING Count";

    private const string SizeSql =
        "INSERT INTO OutboxSizes (TenantId, WaitingBytes, KeyBytes) VALUES (?1, ?2, ?3) "
        + "ON CONFLICT (TenantId) DO UPDATE SET WaitingBytes = WaitingBytes + excluded.WaitingBytes, KeyBytes = KeyBytes + excluded.KeyBytes "
        + "RETURNING WaitingBytes, KeyBytes";

    private const string RemoveTagSql = "DELETE FROM OutboxTags WHERE TenantId = ?1 AND Pair = ?2 AND MessageId = ?3";

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
    private readonly Dictionary<(Guid Tenant, EmailState State), long> _changes = [];
    private readonly Dictionary<(Guid Tenant, EmailState State), long> _finished = [];
    private readonly Dictionary<Guid, KeptBytes> _sizes = [];
    private readonly Dictionary<(Guid Tenant, EmailState State), long> _counted = [];
    private readonly Dictionary<Guid, KeptBytes> _sized = [];
    private readonly Dictionary<Guid, bool> _active = [];

    public OutboxSession(string connectionString, TimeSpan lockTimeout)
    {
        // The driver tries a locked statement again until its own limit; waiting is SQLite's part here
        var parts = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, DefaultTimeout = 1 };
        _connection = new SqliteConnection(parts.ConnectionString);
        try
        {
            _connection.Open();
            Execute(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"PRAGMA busy_timeout={(long)lockTimeout.TotalMilliseconds}; PRAGMA synchronous=FULL; PRAGMA cache_size=-32768;"));
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>What the transaction adds to the statistics.</summary>
    public TrendChanges Trends { get; } = new();

    /// <summary>The tenants of which the transaction changes something.</summary>
    public IEnumerable<Guid> Touched => _changes.Keys.Select(c => c.Tenant);

    /// <summary>The counters that the transaction has changed, as they are now.</summary>
    public IReadOnlyDictionary<(Guid Tenant, EmailState State), long> Counted => _counted;

    /// <summary>The bytes that are kept, where the transaction has changed them, as they are now.</summary>
    public IReadOnlyDictionary<Guid, KeptBytes> Sized => _sized;

    /// <summary>The messages that the transaction brings to their end, by the state they end in.</summary>
    public IReadOnlyDictionary<(Guid Tenant, EmailState State), long> Finished => _finished;

    /// <summary>The statement, prepared once.</summary>
    public Statement this[string sql]
    {
        get
        {
            ref var statement = ref CollectionsMarshal.GetValueRefOrAddDefault(_statements, sql, out _);
            return statement ??= new Statement(_connection, sql);
        }
    }

    /// <summary>
    /// Whether there is such a tenant and it is active, at this moment and until the commit: nobody else writes meanwhile, so a
    /// transaction asks once for all that it carries of a tenant.
    /// </summary>
    public bool IsActive(Guid tenantId)
    {
        if (!_active.TryGetValue(tenantId, out var isActive))
        {
            using var found = this[TenantSql.IsActive].Read(SortableGuid.ToBytes(tenantId));
            _active[tenantId] = isActive = found.Read() && found.GetBoolean(0);
        }

        return isActive;
    }

    /// <summary>Notes that so many messages more are in that state, of that tenant and of everybody.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="state">Their state.</param>
    /// <param name="change">How many; 0: something else of them changed.</param>
    public void Count(Guid tenantId, EmailState state, long change)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_changes, (tenantId, state), out _) += change;
        CollectionsMarshal.GetValueRefOrAddDefault(_changes, (OutboxTally.Everybody, state), out _) += change;
    }

    /// <summary>Notes that so many bytes more wait, or are kept for keys.</summary>
    public void Size(Guid tenantId, long waiting = 0, long keys = 0)
    {
        ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(_sizes, tenantId, out _);
        change += new KeptBytes(waiting, keys);
    }

    /// <summary>Notes that a message of that size left a state for another one.</summary>
    public void Move(Guid tenantId, EmailState from, EmailState to, long size)
    {
        Count(tenantId, from, -1);
        Count(tenantId, to, 1);
        if (from.IsWaiting != to.IsWaiting)
        {
            Size(tenantId, to.IsWaiting ? size : -size);
        }

        if (from != to && !to.IsWaiting)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_finished, (tenantId, to), out _)++;
        }
    }

    /// <summary>Removes by what a message was found that is deleted.</summary>
    public void RemoveTags(byte[] tenant, byte[] message, string? metadata)
    {
        foreach (var pair in OutboxTag.PairsOf(metadata))
        {
            this[RemoveTagSql].Run(tenant, pair, message);
        }
    }

    public void Begin()
    {
        Forget();
        this["BEGIN IMMEDIATE"].Run();
    }

    public void Commit()
    {
        foreach (var ((tenant, state), change) in _changes)
        {
            if (change != 0)
            {
                using var row = this[CountSql].Read(SortableGuid.ToBytes(tenant), (int)state, change);
                row.Read();
                _counted[(tenant, state)] = row.GetInt64(0);
            }
        }

        foreach (var (tenant, change) in _sizes)
        {
            if (change != default)
            {
                using var row = this[SizeSql].Read(SortableGuid.ToBytes(tenant), change.Waiting, change.Keys);
                row.Read();
                _sized[tenant] = new KeptBytes(row.GetInt64(0), row.GetInt64(1));
            }
        }

        TrendWrite.Write(this, Trends);
        this["COMMIT"].Run();
    }

    /// <returns>Whether the connection can be used again.</returns>
    public bool TryRollback()
    {
        Forget();
        try
        {
            // After a full disk or a read error SQLite has done it by itself
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                this["ROLLBACK"].Run();
            }

            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private void Forget()
    {
        _changes.Clear();
        _finished.Clear();
        _sizes.Clear();
        _counted.Clear();
        _sized.Clear();
        _active.Clear();
        Trends.Clear();
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
