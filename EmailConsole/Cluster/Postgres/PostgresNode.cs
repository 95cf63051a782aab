using System.Net;
using EmailConsole.Persistence;
using EmailConsole.Persistence.Postgres;
using Microsoft.Extensions.Options;

namespace EmailConsole.Cluster.Postgres;

/// <summary>
/// This node's row, and its beat: the row is the lease, and whoever finds that a beat stands still deletes it, with all that the node owned. The beat
/// has a thread and a connection of its own, so that it waits behind nobody. It brings what others have changed, and the lease is renewed only when that
/// is in force here: who cannot hear cannot send.
/// </summary>
internal sealed partial class PostgresNode : INode, IHostedLifecycleService, IDisposable
{
    // From the last beat that was answered: what has lapsed and is over is found at the very moment
    private static readonly TimeSpan ToLapse = NodeLease.Length - NodeLease.Rest + TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ToExpire = NodeLease.Rest - TimeSpan.FromMilliseconds(300);

    private const string StoodStill = "its answer did not come in time, or this process stood still.";

    private readonly ITimer _end;
    private readonly DatabaseLocation _location;
    private readonly NodeRow _row;
    private readonly NodeChanges _changes;
    private readonly TimeProvider _clock;
    private readonly ILogger<PostgresNode> _logger;
    private readonly NodeLease _lease;
    private readonly StillBeats _beats;
    private readonly AutoResetEvent _wake = new(false);
    private readonly IReadOnlyList<INodeFile> _files;
    private NodeConnection? _connection;
    private Thread? _thread;
    private NodeView _view;
    private string? _timeline;
    private string _fault = StoodStill;
    private int _lapses;
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
        (_location, _clock, _logger) = (location, clock, logger);
        _changes = new NodeChanges(services, clock, logger);
        _row = new NodeRow(name.Value, options.Value.Enabled ? new IPEndPoint(options.Value.IPAddress!, options.Value.Port).ToString() : null);
        _files = [.. files];
        _lease = new NodeLease(clock);
        _beats = new StillBeats(clock);
        _view = new NodeView(Guid.CreateVersion7(), []);
        _end = clock.CreateTimer(_ => End(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public event EventHandler? Lost;

    public event EventHandler? Lapsed;

    public event EventHandler? Expired;

    public Guid Id => Volatile.Read(ref _view).Id;

    public bool MayBegin => _lease.MayBegin;

    public bool IsDrained => Volatile.Read(ref _view).Own?.IsDrained == true;

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
            await new OtherConsoles(_connection, _row, _clock).RefuseAsync(_location.Name, cancellationToken);
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
                _end.Dispose();
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
            // Something was taken over: the next beat tells the others, and renews the lease
            while (BeatOnce())
            {
            }

            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever it is, the next beat may do: a node that does not beat is no node any more
            _beats.Gap();
            _connection?.Dispose();
            _connection = null;
            _fault = PostgresFaults.Find(e) ?? e.Message;
            return false;
        }
    }

    /// <returns>Whether another beat is to follow at once.</returns>
    private bool BeatOnce()
    {
        var sent = _lease.Now();
        var beat = _connection!.Beat(Id, _changes.Applied, _files.Select(f => f.Hash).FirstOrDefault());
        if (!beat.IsAlive || (_timeline is not null && _timeline != beat.Timeline))
        {
            Rejoin(beat.IsAlive ? "another database server answers" : null);
            return true;
        }

        _timeline = beat.Timeline;
        Volatile.Write(ref _view, new NodeView(Id, beat.Nodes));
        if (beat.Version != _changes.Applied)
        {
            // The next beat tells that they are in force here, and renews the lease; where they are not it tries again
            var isApplied = _changes.TryApply(_connection, beat.Version, ref _fault);
            if (_changes.TakeLongFailure())
            {
                // Somebody else can send what this node cannot
                Rejoin("it could not take over what another node has changed");
            }

            return isApplied;
        }

        _fault = StoodStill;
        _lease.Renew(sent);
        _end.Change(_lease.Since(sent) is var passed && passed < ToLapse ? ToLapse - passed : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        if (Interlocked.Exchange(ref _lapses, 0) > 0)
        {
            LogRenewed();
        }

        Bury(beat);
        return false;
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

    /// <param name="why">Why it gives up what it owns; null: it does not own it any more.</param>
    private void Rejoin(string? why)
    {
        var reason = why ?? "the other nodes have taken it for dead, since it stood still or did not reach the database";
        LogLost(reason);
        Note($"Lost what it owned: {reason}.");
        _lease.End();
        _end.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Lost?.Invoke(this, EventArgs.Empty);
        if (why is not null)
        {
            _connection!.Leave(Id, $"It gave up what it owned, since {why}; it came back at once.");
        }

        Join();
    }

    private void Join()
    {
        var id = Guid.CreateVersion7();
        _timeline = null;
        _connection!.Join(id, _row, IsDrained);
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
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotLeft(e, NodeLease.Length.TotalSeconds);
        }
    }

    // Of a timer: the beat may be waiting for the database
    private void End()
    {
        if (_lease.MayBegin || _isStopping)
        {
            return;
        }

        if (Interlocked.Increment(ref _lapses) == 1)
        {
            LogLapsed(_fault);
            Note("Sent nothing for a while, since the database did not answer, or a change of settings could not be taken over.");
            _end.Change(ToExpire, Timeout.InfiniteTimeSpan);
            Lapsed?.Invoke(this, EventArgs.Empty);
        }
        else
        {
            Expired?.Invoke(this, EventArgs.Empty);
        }
    }
}
