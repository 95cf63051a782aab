using System.Runtime.InteropServices;
using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace EmailConsole.Cluster.Postgres;

/// <summary>
/// Rows of the table <c>Owners</c>: whoever deletes a node's row frees all of its. What this node has is known in memory. What is taken and given back goes
/// through one loop, many at a time, so that of one key the order holds.
/// </summary>
internal sealed partial class PostgresOwners : BackgroundService, IOwners
{
    private const string TakeSql =
        "WITH wanted AS (SELECT * FROM unnest($1, $2) AS u(Kind, Key)), "
        + "taken AS (INSERT INTO Owners AS o (Kind, Key, NodeId, Epoch) SELECT Kind, Key, $3, 1 FROM wanted w "
        // A row that is somebody's is not even locked
        + "WHERE NOT EXISTS (SELECT 1 FROM Owners x WHERE x.Kind = w.Kind AND x.Key = w.Key AND x.NodeId IS NOT NULL) ORDER BY Kind, Key "
        + "ON CONFLICT (Kind, Key) DO UPDATE SET NodeId = excluded.NodeId, Epoch = o.Epoch + 1 WHERE o.NodeId IS NULL RETURNING Kind, Key, NodeId, Epoch) "
        + "SELECT Kind, Key, NodeId, Epoch FROM taken UNION ALL "
        + "SELECT o.Kind, o.Key, o.NodeId, o.Epoch FROM Owners o JOIN wanted w ON o.Kind = w.Kind AND o.Key = w.Key "
        + "WHERE NOT EXISTS (SELECT 1 FROM taken t WHERE t.Kind = o.Kind AND t.Key = o.Key)";

    private const string GiveSql =
        "WITH given AS (UPDATE Owners o SET NodeId = NULL FROM unnest($1, $2, $3) AS u(Kind, Key, Epoch) "
        + "WHERE o.Kind = u.Kind AND o.Key = u.Key AND o.Epoch = u.Epoch AND o.NodeId = $4 RETURNING 1) "
        + "SELECT pg_notify('" + PostgresNews.Channel + "', '" + INewsListener.Freed + "') WHERE EXISTS (SELECT 1 FROM given)";

    private const int Most = 500;

    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(500);

    private readonly NpgsqlDataSource _source;
    private readonly PostgresNode _node;
    private readonly TimeProvider _clock;
    private readonly ILogger<PostgresOwners> _logger;
    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>();
    private readonly Lock _gate = new();
    private readonly Dictionary<OwnedKey, long> _owned = [];

    public PostgresOwners(NpgsqlDataSource source, PostgresNode node, TimeProvider clock, ILogger<PostgresOwners> logger)
    {
        (_source, _node, _clock, _logger) = (source, node, clock, logger);
        node.Lost += (_, _) => Forget();
    }

    public bool Owns(OwnedKind kind, Guid key)
    {
        lock (_gate)
        {
            return _owned.ContainsKey(new OwnedKey(kind, key));
        }
    }

    public IReadOnlyList<Guid> OwnedOf(OwnedKind kind)
    {
        lock (_gate)
        {
            return [.. _owned.Keys.Where(k => k.Kind == kind).Select(k => k.Key)];
        }
    }

    public async Task<Guid?> TakeAsync(OwnedKind kind, Guid key, CancellationToken cancellationToken)
    {
        if (Owns(kind, key))
        {
            return _node.MayBegin ? _node.Id : null;
        }

        var take = new Request.Take(new OwnedKey(kind, key));
        return _requests.Writer.TryWrite(take) ? await take.Owner.Task.WaitAsync(cancellationToken) : null;
    }

    public async Task<Guid?> FindAsync(OwnedKind kind, Guid key, CancellationToken cancellationToken)
    {
        if (Owns(kind, key))
        {
            return _node.Id;
        }

        await using var command = _source.CreateCommand("SELECT NodeId FROM Owners WHERE Kind = $1 AND Key = $2");
        command.Parameters.Add(new NpgsqlParameter { Value = (int)kind });
        command.Parameters.Add(new NpgsqlParameter { Value = key });
        return await command.ExecuteScalarAsync(cancellationToken) as Guid?;
    }

    public async Task<IReadOnlyDictionary<Guid, Guid>> FindOthersAsync(OwnedKind kind, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand("SELECT Key, NodeId FROM Owners WHERE Kind = $1 AND NodeId IS NOT NULL AND NodeId <> $2");
        command.Parameters.Add(new NpgsqlParameter { Value = (int)kind });
        command.Parameters.Add(new NpgsqlParameter { Value = _node.Id });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<Guid, Guid> others = [];
        while (await row.ReadAsync(cancellationToken))
        {
            others[row.GetGuid(0)] = row.GetGuid(1);
        }

        return others;
    }

    public void GiveBack(OwnedKind kind, Guid key)
    {
        lock (_gate)
        {
            if (_owned.Remove(new OwnedKey(kind, key), out var epoch))
            {
                _requests.Writer.TryWrite(new Request.Give(new OwnedKey(kind, key), _node.Id, epoch));
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Request> some = [];
        try
        {
            while (await _requests.Reader.WaitToReadAsync(stoppingToken))
            {
                while (some.Count < Most && _requests.Reader.TryRead(out var request))
                {
                    some.Add(request);
                }

                await RunAsync(some, stoppingToken);
                some.Clear();
            }
        }
        finally
        {
            // The console stops: nobody waits for what will not be taken, and what is not given back goes with the node's row
            _requests.Writer.TryComplete();
            while (_requests.Reader.TryRead(out var request))
            {
                some.Add(request);
            }

            foreach (var take in some.OfType<Request.Take>())
            {
                take.Owner.TrySetResult(null);
            }
        }
    }

    private async Task RunAsync(List<Request> some, CancellationToken cancellationToken)
    {
        // In this order: whoever takes what he has just given back has a newer epoch
        await GiveAsync([.. some.OfType<Request.Give>()], cancellationToken);
        await TakeAsync([.. some.OfType<Request.Take>()], cancellationToken);
    }

    private async Task GiveAsync(List<Request.Give> some, CancellationToken cancellationToken)
    {
        // What was taken again since keeps its epoch; a node that was lost owns nothing any more
        var given = some.FindAll(g => g.Node == _node.Id && !Owns(g.Key.Kind, g.Key.Key));
        if (given.Count == 0)
        {
            return;
        }

        try
        {
            await using var command = _source.CreateCommand(GiveSql);
            AddKeys(command, [.. given.Select(g => g.Key)]);
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint, Value = given.Select(g => g.Epoch).ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = given[0].Node });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Until the database answers, or has forgotten this node; nobody waits behind it
            _ = GiveLaterAsync(given, cancellationToken);
        }
    }

    private async Task GiveLaterAsync(List<Request.Give> some, CancellationToken cancellationToken)
    {
        await Task.Delay(AfterFault, _clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var give in some)
        {
            _requests.Writer.TryWrite(give);
        }
    }

    private async Task TakeAsync(List<Request.Take> some, CancellationToken cancellationToken)
    {
        var id = _node.Id;
        var keys = some.Select(t => t.Key).Distinct().ToList();
        if (keys.Count == 0)
        {
            return;
        }

        Dictionary<OwnedKey, Guid> owners = [];
        try
        {
            if (_node.MayBegin)
            {
                await using var command = _source.CreateCommand(TakeSql);
                AddKeys(command, keys);
                command.Parameters.Add(new NpgsqlParameter { Value = id });
                await using var row = await command.ExecuteReaderAsync(cancellationToken);
                while (await row.ReadAsync(cancellationToken))
                {
                    if (!row.IsDBNull(2))
                    {
                        Took(new OwnedKey((OwnedKind)row.GetInt32(0), row.GetGuid(1)), row.GetGuid(2), row.GetInt64(3), id, owners);
                    }
                }
            }
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.DeadlockDetected)
        {
            // The first: this node is taken for dead; its next beat finds it out
            LogNotTaken(e.MessageText);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            foreach (var take in some)
            {
                take.Owner.TrySetException(e);
            }
        }

        foreach (var take in some)
        {
            take.Owner.TrySetResult(owners.TryGetValue(take.Key, out var owner) ? owner : null);
        }
    }

    private void Took(OwnedKey key, Guid owner, long epoch, Guid asked, Dictionary<OwnedKey, Guid> owners)
    {
        lock (_gate)
        {
            // Lost meanwhile: the answer is about the former node
            if (owner == asked && asked == _node.Id && _node.MayBegin)
            {
                _owned[key] = epoch;
            }
            else if (owner == asked)
            {
                return;
            }

            owners[key] = owner;
        }
    }

    private void Forget()
    {
        lock (_gate)
        {
            _owned.Clear();
        }
    }

    private static void AddKeys(NpgsqlCommand command, IReadOnlyList<OwnedKey> keys)
    {
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer, Value = keys.Select(k => (int)k.Kind).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid, Value = keys.Select(k => k.Key).ToArray() });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nothing could be taken over: {Reason}")]
    private partial void LogNotTaken(string reason);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct OwnedKey(OwnedKind Kind, Guid Key);

    private abstract record Request(OwnedKey Key)
    {
        internal sealed record Take(OwnedKey Key) : Request(Key)
        {
            public TaskCompletionSource<Guid?> Owner { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        internal sealed record Give(OwnedKey Key, Guid Node, long Epoch) : Request(Key);
    }
}
