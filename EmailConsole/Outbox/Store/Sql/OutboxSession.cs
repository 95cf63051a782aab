using System.Runtime.InteropServices;
using EmailConsole.Outbox.Trends;
using EmailConsole.Tenants;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>
/// The writer's connection: one transaction at a time, and what it changes in the counters. What several processes change, all of them
/// write in the same order, so that none waits for one that waits for it.
/// </summary>
internal abstract class OutboxSession : IDisposable
{
    private const string CountSql =
        "INSERT INTO OutboxCounters (TenantId, State, NodeId, Count) VALUES (?1, ?2, ?3, ?4) "
        + "ON CONFLICT (TenantId, State, NodeId) DO UPDATE SET Count = OutboxCounters.Count + excluded.Count "
        + "RETURNING Count + (SELECT CAST(COALESCE(SUM(o.Count), 0) AS bigint) FROM OutboxCounters o WHERE o.TenantId = ?1 AND o.State = ?2 AND o.NodeId <> ?3)";

    private const string SizeSql =
        "INSERT INTO OutboxSizes (TenantId, NodeId, WaitingBytes, KeyBytes) VALUES (?1, ?2, ?3, ?4) "
        + "ON CONFLICT (TenantId, NodeId) DO UPDATE SET WaitingBytes = OutboxSizes.WaitingBytes + excluded.WaitingBytes, "
        + "KeyBytes = OutboxSizes.KeyBytes + excluded.KeyBytes "
        + "RETURNING WaitingBytes + (SELECT CAST(COALESCE(SUM(o.WaitingBytes), 0) AS bigint) FROM OutboxSizes o WHERE o.TenantId = ?1 AND o.NodeId <> ?2), "
        + "KeyBytes + (SELECT CAST(COALESCE(SUM(o.KeyBytes), 0) AS bigint) FROM OutboxSizes o WHERE o.TenantId = ?1 AND o.NodeId <> ?2)";

    private const string EventSql =
        "INSERT INTO OutboxEvents (Id, TenantId, MessageId, Kind, OccurredAt, Attempts, States) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

    private const string RemoveTagSql = "DELETE FROM OutboxTags WHERE TenantId = ?1 AND Pair = ?2 AND MessageId = ?3";

    private readonly Dictionary<(Guid Tenant, EmailState State), long> _changes = [];
    private readonly Dictionary<(Guid Tenant, EmailState State), long> _finished = [];
    private readonly Dictionary<Guid, KeptBytes> _sizes = [];
    private readonly Dictionary<(Guid Tenant, EmailState State), long> _counted = [];
    private readonly Dictionary<Guid, KeptBytes> _sized = [];
    private readonly Dictionary<Guid, bool> _active = [];

    /// <summary>Whose rows the transaction counts in: no other node writes them.</summary>
    public Guid Node { get; private set; }

    /// <summary>Who wants to be told of what the transaction records.</summary>
    public IEmailEvents Events { get; init; } = NoEvents.Instance;

    /// <summary>Whether the transaction has written something for them.</summary>
    public bool HasEvents { get; private set; }

    /// <summary>What the transaction adds to the statistics.</summary>
    public TrendChanges Trends { get; } = new();

    /// <summary>The tenants of which the transaction changes something.</summary>
    public IEnumerable<Guid> Touched => _changes.Keys.Select(c => c.Tenant);

    /// <summary>The counters that the transaction has changed, as they are now: its own, and what others had committed before it counted.</summary>
    public IReadOnlyDictionary<(Guid Tenant, EmailState State), long> Counted => _counted;

    /// <summary>The bytes that are kept, where the transaction has changed them, as they are now.</summary>
    public IReadOnlyDictionary<Guid, KeptBytes> Sized => _sized;

    /// <summary>The messages that the transaction brings to their end, by the state they end in.</summary>
    public IReadOnlyDictionary<(Guid Tenant, EmailState State), long> Finished => _finished;

    /// <summary>A statement whose answer is needed at once.</summary>
    public abstract Statement this[string sql] { get; }

    /// <summary>A statement that must only have run before the commit, after those that were sent before.</summary>
    public abstract void Send(string sql, params ReadOnlySpan<SqlValue> values);

    /// <summary>The same for one that answers; whoever reads that is called before the commit.</summary>
    public abstract void Send(string sql, Action<SqlRows> read, params ReadOnlySpan<SqlValue> values);

    /// <summary>A statement that changes a message, where it is still as it was read.</summary>
    /// <returns>False: it is not, and nothing was changed.</returns>
    public abstract bool TryChange(Guid id, string sql, params ReadOnlySpan<SqlValue> values);

    /// <summary>A message as it is now, and stays for everybody else until the commit.</summary>
    /// <returns>Null where there is no such message.</returns>
    public virtual MessageRow? Find(Guid id)
    {
        using var found = this[MessageRow.FindSql].Read(id);
        return MessageRow.ReadAll(found).SingleOrDefault();
    }

    /// <summary>
    /// Whether there is such a tenant and it is active, at this moment: a transaction asks once for all that it carries of a tenant.
    /// </summary>
    public bool IsActive(Guid tenantId)
    {
        if (!_active.TryGetValue(tenantId, out var isActive))
        {
            using var found = this[TenantSql.IsActive].Read(tenantId);
            _active[tenantId] = isActive = found.Read() && found.Truth(0);
        }

        return isActive;
    }

    /// <summary>Whether what a node had taken may still be decided on its word. Where one process alone uses the database, it may.</summary>
    /// <param name="node">Whose word; empty: that of somebody who is no node.</param>
    public virtual bool IsAlive(Guid node) => true;

    /// <summary>Takes a key for the answer; of two that want it, the second comes too late.</summary>
    /// <returns>What the key was used for before; null: it is taken now.</returns>
    public virtual AcceptOutcome? Claim(KeyClaim claim)
    {
        while (true)
        {
            using (var old = this[KeyClaim.ForgetSql].Read(claim.Known))
            {
                claim.Forgotten(this, old);
            }

            if (this[KeyClaim.AddSql].Run(claim.New) > 0)
            {
                claim.Added(this);
                return null;
            }

            using var found = this[KeyClaim.FindSql].Read(claim.Known);
            if (claim.Earlier(found) is { } earlier)
            {
                return earlier;
            }
        }
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

    /// <summary>Writes down what became of a message, where somebody wants to be told.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="messageId">Which.</param>
    /// <param name="kind">What became of it.</param>
    /// <param name="attempts">Its attempts so far.</param>
    /// <param name="recipients">Their states, in the order of the message.</param>
    /// <param name="now">The time.</param>
    public void Tell(Guid tenantId, Guid messageId, EmailEventKind kind, int attempts, IEnumerable<EmailState> recipients, DateTimeOffset now)
    {
        if (Events.Wants(tenantId, kind))
        {
            Send(EventSql, Guid.CreateVersion7(now), tenantId, messageId, (int)kind, now, attempts, recipients.Select(r => (byte)r).ToArray());
            HasEvents = true;
        }
    }

    /// <summary>Removes by what a message was found that is deleted.</summary>
    public void RemoveTags(Guid tenantId, Guid messageId, string? metadata, string internetMessageId)
    {
        RemoveOwnTag(tenantId, messageId, internetMessageId);
        foreach (var pair in OutboxTag.PairsOf(metadata))
        {
            Send(RemoveTagSql, tenantId, pair, messageId);
        }
    }

    /// <summary>The same for a Message-ID that it gives up.</summary>
    public void RemoveOwnTag(Guid tenantId, Guid messageId, string internetMessageId)
    {
        if (OutboxTag.PairOfOwn(messageId, internetMessageId) is { } pair)
        {
            Send(RemoveTagSql, tenantId, pair, messageId);
        }
    }

    /// <param name="group">What the transaction is for.</param>
    public void Begin(IReadOnlyList<OutboxWrite> group)
    {
        Forget();
        Node = CurrentNode;
        BeginTransaction(group);
    }

    public void Commit()
    {
        foreach (var (key, change) in _changes.Where(c => c.Value != 0).OrderBy(c => c.Key))
        {
            Send(
                CountSql,
                row =>
                {
                    row.Read();
                    _counted[key] = row.LongNumber(0);
                },
                key.Tenant,
                (int)key.State,
                Node,
                change);
        }

        foreach (var (tenant, change) in _sizes.Where(s => s.Value != default).OrderBy(s => s.Key))
        {
            Send(
                SizeSql,
                row =>
                {
                    row.Read();
                    _sized[tenant] = new KeptBytes(row.LongNumber(0), row.LongNumber(1));
                },
                tenant,
                Node,
                change.Waiting,
                change.Keys);
        }

        TrendWrite.Write(this, Trends);
        CommitTransaction();
    }

    /// <returns>Whether the connection can be used again.</returns>
    public bool TryRollback()
    {
        Forget();
        return TryRollbackTransaction();
    }

    public abstract void Dispose();

    /// <summary>As which node this process counts; empty: it alone writes.</summary>
    protected virtual Guid CurrentNode => Guid.Empty;

    /// <summary>Notes what was found of a tenant.</summary>
    protected void SetActive(Guid tenantId, bool isActive) => _active[tenantId] = isActive;

    protected abstract void BeginTransaction(IReadOnlyList<OutboxWrite> group);

    protected abstract void CommitTransaction();

    /// <returns>Whether the connection can be used again.</returns>
    protected abstract bool TryRollbackTransaction();

    /// <summary>What the last transaction knew.</summary>
    protected virtual void Forget()
    {
        _changes.Clear();
        _finished.Clear();
        _sizes.Clear();
        _counted.Clear();
        _sized.Clear();
        _active.Clear();
        HasEvents = false;
        Trends.Clear();
    }
}
