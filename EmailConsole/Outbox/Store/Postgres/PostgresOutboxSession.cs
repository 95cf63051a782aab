using System.Data;
using EmailConsole.Outbox.Store.Sql;
using EmailConsole.Tenants;
using Npgsql;

namespace EmailConsole.Outbox.Store.Postgres;

/// <summary>
/// What is sent waits for the commit and goes in one round trip, and what the writes of a group will look at is read in one before they run. Others write
/// at the same time: a message is locked before it is read. All lock in one order: nodes, tenants, messages, keys, then what is counted, each sorted.
/// </summary>
internal sealed class PostgresOutboxSession(PostgresOutboxDatabase database, string connectionString, TimeSpan lockTimeout) : OutboxSession
{
    private const string LockSql = "SELECT Id FROM OutboxMessages WHERE Id = ANY(?1) ORDER BY Id FOR UPDATE";

    // By a statement of its own: the one that waited for a lock sees the recipients as they were before
    private const string FindSql = MessageRow.SelectSql + "m.Id = ANY(?1) ORDER BY m.Id, r.Ordinal";

    // The fence: whoever takes this node for dead waits for the commit, and whatever is recorded later finds no row. It does not hinder the node's beat
    private const string FenceSql = "SELECT 1 FROM Nodes WHERE NodeId = ?1 FOR KEY SHARE";

    // Of the transaction; on the tenant's row itself many who share a lock would have it written anew each time
    private const string StaySql = "SELECT pg_advisory_xact_lock_shared(hashtextextended(CAST(?1 AS text), 0))";

    private const string GoSql = "SELECT pg_advisory_xact_lock(hashtextextended(CAST(?1 AS text), 0))";

    // One of many messages brings many: their memory is bounded
    private const int MostTogether = 2_000;

    private readonly List<Sent> _sent = [];
    private readonly Dictionary<Guid, MessageRow?> _found = [];
    private readonly Dictionary<KeyClaim, AcceptOutcome?> _claimed = [];
    private readonly HashSet<Guid> _alive = [];
    private PostgresWriter? _writer;
    private NpgsqlTransaction? _transaction;
    private (string Id, string Timeline) _named;

    public override Statement this[string sql]
    {
        get
        {
            Flush();
            return Writer[sql];
        }
    }

    private PostgresWriter Writer => _writer ?? throw new InvalidOperationException("No transaction has begun.");

    public override void Send(string sql, params ReadOnlySpan<SqlValue> values) => Add(sql, null, values);

    public override void Send(string sql, Action<SqlRows> read, params ReadOnlySpan<SqlValue> values) => Add(sql, read, values);

    /// <summary>The row is locked since it was read, so that nobody else has changed it; where it was an earlier write of this transaction, the flush finds out.</summary>
    public override bool TryChange(Guid id, string sql, params ReadOnlySpan<SqlValue> values)
    {
        Add(sql, null, values).MustChange = true;
        return true;
    }

    public override MessageRow? Find(Guid id)
    {
        if (!_found.ContainsKey(id))
        {
            SendFind([id]);
            Flush();
        }

        // Whoever asks may change it: the next one reads it again
        _found.Remove(id, out var row);
        return row;
    }

    public override bool IsAlive(Guid node) => node == Guid.Empty || _alive.Contains(node);

    public override AcceptOutcome? Claim(KeyClaim claim) => _claimed.Remove(claim, out var earlier) ? earlier : base.Claim(claim);

    public override void Dispose() => Close();

    protected override Guid CurrentNode => database.Node;

    protected override void BeginTransaction(IReadOnlyList<OutboxWrite> group)
    {
        var needs = new GroupNeeds();
        foreach (var write in group)
        {
            write.Announce(needs);
        }

        if (_writer is { IsLost: true })
        {
            // A question of its own, whether it lives, has broken it
            Close();
        }

        if (_writer is not null)
        {
            try
            {
                Prepare(needs);
                return;
            }
            catch (Exception e) when (_writer.IsLost && database.FaultOf(e) == SqlFault.Database)
            {
                // It went while nobody wrote; nothing of this group was, so another connection may
                Close();
                Forget();
            }
        }

        _writer = new PostgresWriter(database, connectionString, lockTimeout);
        Prepare(needs);
    }

    protected override void CommitTransaction()
    {
        Flush();
        try
        {
            Writer.Commit(_transaction!);
        }
        catch (Exception e) when (Writer.IsLost && database.FaultOf(e) == SqlFault.Database)
        {
            // The answer is lost, not the commit: to say "not written" of what is written would have it sent twice
            Close();
            if (!PostgresWriter.IsCommitted(connectionString, _named, e))
            {
                throw;
            }
        }
    }

    /// <returns>Never: whatever was the matter, the next transaction gets a new connection, perhaps to another server.</returns>
    protected override bool TryRollbackTransaction()
    {
        try
        {
            if (_writer is { IsLost: false })
            {
                _transaction?.Rollback();
            }
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The server does it when the connection ends
        }

        return false;
    }

    protected override void Forget()
    {
        base.Forget();
        _sent.Clear();
        _found.Clear();
        _claimed.Clear();
        _alive.Clear();
    }

    // All that the group will ask, in two round trips: the second is for keys, of those tenants who may send
    private void Prepare(GroupNeeds needs)
    {
        _transaction?.Dispose();
        _transaction = Writer.Begin();
        Send(PostgresWriter.TransactionSql, row =>
        {
            row.Read();
            _named = (row.Text(0), row.Text(1));
        });
        foreach (var node in needs.Nodes.Where(n => n != Guid.Empty).Order())
        {
            Send(
                FenceSql,
                row =>
                {
                    if (row.Read())
                    {
                        _alive.Add(node);
                    }
                },
                node);
        }

        foreach (var tenant in needs.Tenants.Union(needs.Removed).Order())
        {
            Send(needs.Removed.Contains(tenant) ? GoSql : StaySql, static _ => { }, tenant);
        }

        foreach (var tenant in needs.Tenants)
        {
            Send(TenantSql.IsActive, row => SetActive(tenant, row.Read() && row.Truth(0)), tenant);
        }

        if (needs.Messages.Count > 0)
        {
            SendFind([.. needs.Messages]);
        }

        Flush();
        ClaimAll(needs.Keys.Where(claim => IsActive(claim.TenantId)).OrderBy(claim => claim.TenantId).ThenBy(claim => Convert.ToHexString(claim.Hash), StringComparer.Ordinal));
    }

    private void SendFind(Guid[] ids)
    {
        Send(LockSql, static _ => { }, ids);
        Send(
            FindSql,
            rows =>
            {
                foreach (var id in ids)
                {
                    _found[id] = null;
                }

                foreach (var row in MessageRow.ReadAll(rows))
                {
                    _found[row.Id] = row;
                }
            },
            ids);
    }

    private void ClaimAll(IEnumerable<KeyClaim> claims)
    {
        List<(KeyClaim Claim, Sent Add)> added = [];
        Dictionary<KeyClaim, AcceptOutcome?> found = [];
        foreach (var claim in claims)
        {
            Send(KeyClaim.ForgetSql, row => claim.Forgotten(this, row), claim.Known);
            added.Add((claim, Add(KeyClaim.AddSql, null, claim.New)));
            Send(KeyClaim.FindSql, row => found[claim] = claim.Earlier(row), claim.Known);
        }

        Flush();
        foreach (var (claim, add) in added)
        {
            if (add.Command.RecordsAffected > 0)
            {
                claim.Added(this);
                _claimed[claim] = null;
            }
            else if (found[claim] is { } earlier)
            {
                _claimed[claim] = earlier;
            }
        }
    }

    private Sent Add(string sql, Action<SqlRows>? read, ReadOnlySpan<SqlValue> values)
    {
        if (_sent.Count >= MostTogether && Writer.IsIdle)
        {
            Flush();
        }

        var command = new NpgsqlBatchCommand(database.Translate(sql));
        database.Bind(command.Parameters, values);
        var sent = new Sent(command, read);
        _sent.Add(sent);
        return sent;
    }

    private void Flush()
    {
        if (_sent.Count == 0)
        {
            return;
        }

        Writer.Run([.. _sent.Select(s => s.Command)], [.. _sent.Where(s => s.Read is not null).Select(s => s.Read!)]);
        if (_sent.Any(s => s.MustChange && s.Command.RecordsAffected == 0))
        {
            throw new DBConcurrencyException("A message has changed since it was read.");
        }

        _sent.Clear();
    }

    private void Close()
    {
        _transaction?.Dispose();
        _transaction = null;
        _writer?.Dispose();
        _writer = null;
    }

    private sealed class Sent(NpgsqlBatchCommand command, Action<SqlRows>? read)
    {
        public NpgsqlBatchCommand Command => command;

        public Action<SqlRows>? Read => read;

        public bool MustChange { get; set; }
    }
}
