using EmailConsole.Persistence;
using EmailConsole.Persistence.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EmailConsole.Cluster.Postgres;

/// <summary>
/// This node's row, and its beat: the row is the lease, and whoever finds that a beat stands still deletes it, with all that the node owned. The beat
/// has a thread and a connection of its own, so that it waits behind nobody. It brings what others have changed, and the lease is renewed only when that
/// is in force here: who cannot hear cannot send.
/// </summary>
internal sealed partial class PostgresNode : INode, IHostedLifecycleService, IDisposable
{
    // How long whoever runs alone, or is not to, looks for a beat of another one
    private static readonly TimeSpan ToSeeOthers = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly DatabaseLocation _location;
    private readonly NodeRow _row;
    private readonly IServiceProvider _services;
    private readonly TimeProvider _clock;
    private readonly ILogger<PostgresNode> _logger;
    private readonly NodeLease _lease;
    private readonly StillBeats _beats;
    private readonly AutoResetEvent _wake = new(false);
    private readonly IReadOnlyList<INodeFile> _files;
    private NodeConnection? _connection;
    private Thread? _thread;
    private NodeView _view;
    private NodeTrouble? _trouble;
    private long _applied;
    private string? _timeline;
    private bool _isLapsed;
    private volatile bool _isStopping;
    private bool _isDisposed;

    public PostgresNode(
        DatabaseLocation location,
        NodeName name,
        IOptions<ClusterOptions> options,
        IEnumerable<INodeFile> files,
        IServiceProvider services,
        TimeProvider clock,
        ILogger<PostgresNode> logger)
    {
        (_location, _services, _clock, _logger) = (location, services, clock, logger);
        _row = new NodeRow(name.Value, options.Value.Enabled ? $"{options.Value.IPAddress}:{options.Value.Port}" : null);
        _files = [.. files];
        _lease = new NodeLease(clock);
        _beats = new StillBeats(clock);
        _view = new NodeView(Guid.CreateVersion7(), []);
    }

    public event Action? Lost;

    public event Action? Lapsed;

    public Guid Id => Volatile.Read(ref _view).Id;

    public bool MayBegin => _lease.MayBegin;

    public bool IsDrained => Volatile.Read(ref _view).Own?.IsDrained == true;

    public NodeTrouble? LastTrouble => Volatile.Read(ref _trouble);

    public IReadOnlyList<NodeState> All => Volatile.Read(ref _view).All;

    /// <summary>Beats at once: something may have changed.</summary>
    public void Wake()
    {
        lock (_wake)
        {
            if (!_isDisposed)
            {
                _wake.Set();
            }
        }
    }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            _connection = await NodeConnection.OpenAsync(_location, cancellationToken);
            await RefuseOthersAsync(_connection, cancellationToken);
            Join();
            if (!TryBeat())
            {
                throw new CannotStartException($"ConnectionStrings:EmailConsole: the database {_location.Name} cannot be used: it did not answer.");
            }
        }
        catch (Exception e) when (PostgresFaults.Find(e) is { } fault)
        {
            throw new CannotStartException($"ConnectionStrings:EmailConsole: the database {_location.Name} cannot be used: {fault}", e);
        }

        _thread = new Thread(Run) { IsBackground = true, Name = "node", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After all that sends has stopped: what it owned is free at once.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        Wake();
        if (_thread is { } thread)
        {
            await Task.Run(thread.Join, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        _isStopping = true;
        Wake();
        _thread?.Join();
        lock (_wake)
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                _wake.Dispose();
                _connection?.Dispose();
            }
        }
    }

    private void Run()
    {
        var isFirstFault = true;
        while (!_isStopping)
        {
            if (TryBeat())
            {
                isFirstFault = true;
                _wake.WaitOne(NodeLease.Beat);
            }
            else if (isFirstFault)
            {
                // Once at once: two fit into what is left of a lease
                isFirstFault = false;
            }
            else
            {
                _wake.WaitOne(NodeLease.Beat);
            }
        }

        Leave();
    }

    private bool TryBeat()
    {
        try
        {
            _connection ??= NodeConnection.Open(_location);
            while (BeatOnce())
            {
                // Something was taken over: the next beat tells the others, and renews the lease
            }

            return true;
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException or IOException)
        {
            _beats.Gap();
            _connection?.Dispose();
            _connection = null;
            CheckLapse(e);
            return false;
        }
    }

    /// <returns>Whether another beat is to follow at once.</returns>
    private bool BeatOnce()
    {
        var sent = _lease.Now();
        var beat = _connection!.Beat(Id, _applied, _files.Select(f => f.Hash).FirstOrDefault());
        if (!beat.IsAlive || (_timeline is not null && _timeline != beat.Timeline))
        {
            Rejoin(beat.IsAlive);
            return true;
        }

        _timeline = beat.Timeline;
        Volatile.Write(ref _view, new NodeView(Id, beat.Nodes));
        if (beat.Version != _applied)
        {
            if (_applied == 0)
            {
                // Nothing is loaded yet
                _applied = beat.Version;
                return true;
            }

            if (Apply(beat.Version))
            {
                return true;
            }

            return false;
        }

        _lease.Renew(sent);
        if (_isLapsed)
        {
            _isLapsed = false;
            LogRenewed();
        }

        Bury(beat);
        return false;
    }

    // In force before the lease is renewed; where it does not come to that in time the next beat tries again
    private bool Apply(long version)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1), _clock);
        try
        {
            var listeners = _services.GetServices<IClusterEventListener>().ToList();
            foreach (var change in _connection!.EventsAfter(_applied, version))
            {
                Task.WhenAll(listeners.Select(l => Task.Run(() => l.ChangedAsync(change, patience.Token), patience.Token)))
                    .WaitAsync(patience.Token).GetAwaiter().GetResult();
            }

            _applied = version;
            return true;
        }
        catch (Exception e) when (e is not NpgsqlException)
        {
            LogNotApplied(e);
            CheckLapse(e);
            return false;
        }
    }

    private void Bury(NodeBeat beat)
    {
        foreach (var (node, seen) in _beats.Look([.. beat.Beats.Where(b => b.Node != Id)]))
        {
            if (_connection!.Bury(node, seen, $"It stood still or was cut off from the database: {_row.Name} took it for dead.") is { } name)
            {
                LogBuried(name, NodeLease.Length.TotalSeconds);
                Note($"Took node {name} for dead, which had not beaten for {NodeLease.Length.TotalSeconds:0} s.");
            }
        }
    }

    private void Rejoin(bool isAlive)
    {
        var why = isAlive ? "another database server answers" : "the other nodes have taken it for dead, since it stood still or did not reach the database";
        LogLost(why);
        Note($"Lost what it owned: {why}.");
        _lease.End();
        Lost?.Invoke();
        if (isAlive)
        {
            _connection!.Leave(Id, "Another database server took over; it came back at once.");
        }

        Join();
    }

    private void Join()
    {
        var id = Guid.CreateVersion7();
        _timeline = null;
        _connection!.Join(id, _row);
        Volatile.Write(ref _view, new NodeView(id, []));
        _beats.Gap();
    }

    private void Leave()
    {
        _lease.End();
        try
        {
            _connection ??= NodeConnection.Open(_location);
            _connection.Leave(Id, "It was stopped.");
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException or IOException)
        {
            LogNotLeft(e, NodeLease.Length.TotalSeconds);
        }
    }

    private void CheckLapse(Exception cause)
    {
        if (!_isLapsed && !_lease.MayBegin)
        {
            _isLapsed = true;
            LogLapsed(PostgresFaults.Find(cause) ?? cause.Message);
            Note("Sent nothing for a while, since the database did not answer, or a change of settings could not be taken over.");
            Lapsed?.Invoke();
        }
    }

    private void Note(string trouble) => Volatile.Write(ref _trouble, new NodeTrouble(_clock.GetUtcNow(), trouble));

    private async Task RefuseOthersAsync(NodeConnection connection, CancellationToken cancellationToken)
    {
        var start = _clock.GetTimestamp();
        var before = connection.Beats();
        while (before.Any(n => n.IsAlone || _row.Silo is null) && _clock.GetElapsedTime(start) < ToSeeOthers)
        {
            await Task.Delay(Look, _clock, cancellationToken);
            var now = connection.Beats();
            if (before.Find(b => (b.IsAlone || _row.Silo is null) && now.Exists(n => n.Node == b.Node && n.Beat > b.Beat)) is { Name: { } other })
            {
                throw new CannotStartException(
                    $"ConnectionStrings:EmailConsole: the database {_location.Name} is in use by another EmailConsole ({other}), and {(_row.Silo is null ? "this" : "that")} one "
                    + "is not set up for several nodes. Set Cluster:Enabled and what belongs to it on every node (docs/cluster.md), or stop the other one, or give this one a database of its own.");
            }

            before = [.. before.Where(b => now.Exists(n => n.Node == b.Node))];
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "This node has lost what it owned: {Reason}. It begins anew.")]
    private partial void LogLost(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Name} has not beaten for {Seconds} s: what it owned is free for others.")]
    private partial void LogBuried(string name, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database does not answer, so this node sends nothing: {Reason}")]
    private partial void LogLapsed(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database answers again; this node sends again.")]
    private partial void LogRenewed();

    [LoggerMessage(Level = LogLevel.Error, Message = "What another node has changed cannot be taken over; it is tried again, and nothing is sent meanwhile.")]
    private partial void LogNotApplied(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This node could not sign off from the database; the others notice within {Seconds} s.")]
    private partial void LogNotLeft(Exception exception, double seconds);

    private sealed record NodeView(Guid Id, IReadOnlyList<NodeState> All)
    {
        public NodeState? Own { get; } = All.FirstOrDefault(n => n.Id == Id);
    }
}
