using EmailConsole.Outbox.Telemetry;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>
/// The one writer of the outbox's tables. What all requests and lanes hand in is gathered and committed together, so that
/// one wait for the disk serves many. It has a thread of its own, which waits for the database.
/// </summary>
internal sealed partial class OutboxWriter(
    OutboxDatabase database, OutboxTally tally, OutboxTelemetry telemetry, IEmailEvents events, IOptions<OutboxOptions> options, ILogger<OutboxWriter> logger)
    : IHostedLifecycleService, IDisposable
{
    /// <summary>What one transaction carries at most, so that nobody waits long behind it.</summary>
    private const int MaxWrites = 512;
    private const long MaxBytes = 16 * 1024 * 1024;

    // What is larger goes by transactions of its own, and small ones go before: a code must not wait behind what batches have brought
    private const long Small = 64 * 1024;
    private const long MaxBytesOfLarge = 1024 * 1024;
    private const int MostBeforeLarge = 3;

    /// <summary>What may wait for the writer; beyond it requests are told to come back.</summary>
    private const int MaxPending = 10_000;

    private readonly Lock _lock = new();
    private readonly AutoResetEvent _arrived = new(false);
    private readonly Queue<OutboxWrite> _small = new();
    private readonly Queue<OutboxWrite> _large = new();
    private Thread? _thread;
    private int _beforeLarge;
    private bool _stopping;
    private bool _isDisposed;

    /// <summary>Hands it in; it is committed together with what else has gathered.</summary>
    /// <exception cref="OutboxUnavailableException">Too much waits already, or the console is stopping.</exception>
    public void Enqueue(OutboxWrite write)
    {
        lock (_lock)
        {
            if (_stopping || _small.Count + _large.Count >= MaxPending)
            {
                throw new OutboxUnavailableException(_stopping ? "The console is stopping." : "Too many writes wait already.");
            }

            write.HandIn();
            (write.Size <= Small ? _small : _large).Enqueue(write);
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

        // Metrics read it from memory
        _ = tally.Total();
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

    private void Run()
    {
        List<OutboxWrite> group = [];
        while (Take(group))
        {
            // While it waits for the disk the next transaction's writes gather by themselves
            Commit(group);
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
                var isLarge = _large.Count > 0 && (_small.Count == 0 || _beforeLarge >= MostBeforeLarge);
                var (pending, most) = isLarge ? (_large, MaxBytesOfLarge) : (_small, MaxBytes);
                _beforeLarge = isLarge || _large.Count == 0 ? 0 : _beforeLarge + 1;
                for (long size = 0; group.Count < MaxWrites && size < most && pending.TryDequeue(out var write); size += write.Size)
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

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox cannot write; its callers are told to try again. {Reason}")]
    private partial void LogUnavailable(string reason, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "The outbox writes again.")]
    private partial void LogRecovered();

    [LoggerMessage(Level = LogLevel.Error, Message = "A write of the outbox ended by an error of the console's own.")]
    private partial void LogUnexpected(Exception exception);
}
