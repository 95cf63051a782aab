using System.Diagnostics;
using EmailConsole.Outbox.Storage;
using EmailConsole.Outbox.Telemetry;
using EmailConsole.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Writing;

/// <summary>
/// The one writer of the outbox's tables. What all requests and lanes hand in is gathered and committed together, so that
/// one wait for the disk serves many. It has a thread of its own, because SQLite waits for the disk on the caller's.
/// </summary>
internal sealed partial class OutboxWriter(
    DatabaseLocation location, OutboxTally tally, OutboxTelemetry telemetry, IOptions<OutboxOptions> options, ILogger<OutboxWriter> logger)
    : IHostedLifecycleService, IDisposable
{
    /// <summary>What one transaction carries at most, so that nobody waits long behind it.</summary>
    private const int MaxWrites = 512;
    private const long MaxBytes = 16 * 1024 * 1024;

    /// <summary>What may wait for the writer; beyond it requests are told to come back.</summary>
    private const int MaxPending = 10_000;

    private readonly Lock _lock = new();
    private readonly AutoResetEvent _arrived = new(false);
    private readonly Queue<OutboxWrite> _pending = new();
    private Thread? _thread;
    private OutboxSession? _session;
    private bool _stopping;
    private volatile bool _isFailing;
    private bool _isDisposed;

    /// <summary>Whether the database refused the last transaction.</summary>
    public bool IsFailing => _isFailing;

    /// <summary>Hands it in; it is committed together with what else has gathered.</summary>
    /// <exception cref="OutboxUnavailableException">Too much waits already, or the console is stopping.</exception>
    public void Enqueue(OutboxWrite write)
    {
        lock (_lock)
        {
            if (_stopping || _pending.Count >= MaxPending)
            {
                throw new OutboxUnavailableException(_stopping ? "The console is stopping." : "Too many writes wait already.");
            }

            _pending.Enqueue(write);
            _arrived.Set();
        }
    }

    public async Task<TResult> WriteAsync<TResult>(OutboxWrite<TResult> write)
    {
        Enqueue(write);
        return await write.Done;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _session = Open();
        using (var counters = _session["SELECT TenantId, State, Count FROM OutboxCounters"].Read())
        {
            while (counters.Read())
            {
                var key = (SortableGuid.FromBytes(counters.GetFieldValue<byte[]>(0)), (EmailState)counters.GetInt32(1));
                tally.Apply([KeyValuePair.Create(key, counters.GetInt64(2))]);
            }
        }

        _thread = new Thread(Run) { IsBackground = true, Name = "outbox writer" };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After everybody else has stopped: what was handed in is still committed.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        Stop();
        if (_thread is { } thread)
        {
            // A locked database may outlast the host's patience; nothing that was answered is lost by it
            await Task.Run(thread.Join, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Safe to call twice, for the container knows it as itself and as a hosted service, and while the host still stops it.
    /// </summary>
    public void Dispose()
    {
        Stop();
        _thread?.Join();
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                _session?.Dispose();
                _arrived.Dispose();
            }
        }
    }

    private void Stop()
    {
        lock (_lock)
        {
            _stopping = true;
            if (!_isDisposed)
            {
                _arrived.Set();
            }
        }
    }

    private OutboxSession Open() => new(location.ConnectionString, options.Value.LockTimeout);

    private void Run()
    {
        List<OutboxWrite> group = [];
        while (Take(group))
        {
            Commit(group);

            // Under load a short wait lets the next transaction carry more; a lone write is not kept waiting
            if (group.Count > 1 && options.Value.GatherFor > TimeSpan.Zero)
            {
                Thread.Sleep(options.Value.GatherFor);
            }

            group.Clear();
        }
    }

    /// <returns>False when there is nothing left and the console stops.</returns>
    private bool Take(List<OutboxWrite> group)
    {
        while (true)
        {
            lock (_lock)
            {
                for (long size = 0; group.Count < MaxWrites && size < MaxBytes && _pending.TryDequeue(out var write); size += write.Size)
                {
                    group.Add(write);
                }

                if (group.Count > 0 || _stopping)
                {
                    return group.Count > 0;
                }
            }

            _arrived.WaitOne();
        }
    }

    private void Commit(IReadOnlyList<OutboxWrite> group)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            _session ??= Open();
            _session.Begin();
            foreach (var write in group)
            {
                write.Execute(_session);
            }

            _session.Commit();
        }
        catch (SqliteException e) when (IsOfTheDatabase(e))
        {
            Abandon();
            if (!_isFailing)
            {
                _isFailing = true;
                LogUnavailable(e.Message, e);
            }

            Fail(group, new OutboxUnavailableException(e.Message, e));
            return;
        }
        catch (Exception e)
        {
            Abandon();
            CommitEach(group, e);
            return;
        }

        telemetry.Committed(Stopwatch.GetElapsedTime(start), _session.Finished);
        Finish(group, _session);
    }

    // One of them cannot be written; the others must not suffer for it
    private void CommitEach(IReadOnlyList<OutboxWrite> group, Exception exception)
    {
        if (group.Count == 1)
        {
            LogUnexpected(exception);
            Fail(group, exception);
            return;
        }

        foreach (var write in group)
        {
            Commit([write]);
        }
    }

    private void Finish(IReadOnlyList<OutboxWrite> group, OutboxSession session)
    {
        if (_isFailing)
        {
            _isFailing = false;
            LogRecovered();
        }

        tally.Apply(session.Changes);
        foreach (var write in group)
        {
            try
            {
                write.Committed();
            }
            catch (Exception e)
            {
                // A listener's defect: it is on the disk, and the next one must be told
                LogUnexpected(e);
            }
        }
    }

    private static void Fail(IReadOnlyList<OutboxWrite> group, Exception exception)
    {
        foreach (var write in group)
        {
            write.Fail(exception);
        }
    }

    private void Abandon()
    {
        if (_session is not null && !_session.TryRollback())
        {
            _session.Dispose();
            _session = null;
        }
    }

    // Of the file and its disk, not of the statement: SQLITE_PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB
    private static bool IsOfTheDatabase(SqliteException e) => e.SqliteErrorCode is 3 or 5 or 6 or 7 or 8 or 10 or 11 or 13 or 14 or 15 or 26;
}
