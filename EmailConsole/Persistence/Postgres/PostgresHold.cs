using Npgsql;

namespace EmailConsole.Persistence.Postgres;

/// <summary>
/// Holds the database for this console alone, as <see cref="Sqlite.DatabaseLock"/> does a file: of two consoles on one outbox each would send what
/// waits. The lock belongs to a connection of its own. Where that is lost, after a restart of the server for one, it is taken again, also from the
/// server's end of the connection that broke, which may outlive it; where another console has come first, this one stops. A console that stands still
/// or is cut off from the server does not notice.
/// </summary>
internal sealed partial class PostgresHold(
    DatabaseLocation location, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<PostgresHold> logger) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    // The server notices within about 10 s that this end has vanished, and not after two hours
    private const string SettingsSql =
        "SELECT set_config('tcp_keepalives_idle', '5', false), set_config('tcp_keepalives_interval', '2', false), set_config('tcp_keepalives_count', '3', false)";

    // Of this console alone: a number is given anew by the server, perhaps to somebody else
    private const string EndFormerSql =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND backend_start = $2 AND datname = current_database()";

    private const string StartSql = "SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()";

    private NpgsqlConnection? _held;
    private (int Process, DateTime Start) _former;

    /// <summary>Whether the database was lost to another console, for which this one stops.</summary>
    public bool IsTakenByAnother { get; private set; }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await TryTakeAsync(cancellationToken))
            {
                throw new CannotStartException(
                    $"ConnectionStrings:EmailConsole: the database {location.Name} is in use by another EmailConsole, and two "
                    + "would send every message twice. Stop the other one, or give this one a database of its own.");
            }
        }
        catch (Exception e) when (PostgresFaults.Find(e) is { } fault)
        {
            throw new CannotStartException($"ConnectionStrings:EmailConsole: the database {location.Name} cannot be used: {fault}", e);
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After all that sends has stopped.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken) => await CloseAsync();

    public override void Dispose()
    {
        _held?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Nobody notifies: it ends when the connection does
                await _held!.WaitAsync(stoppingToken);
            }
            catch (Exception e) when (IsLost(e))
            {
                await TakeAgainAsync(stoppingToken);
            }
        }
    }

    // The last one: its own question, whether it lives, broke it while nobody waited
    private static bool IsLost(Exception e) => PostgresFaults.Find(e) is not null || e is InvalidOperationException;

    private async Task TakeAgainAsync(CancellationToken stoppingToken)
    {
        LogLost(location.Name);
        while (true)
        {
            try
            {
                await CloseAsync();
                if (await TryTakeAsync(stoppingToken))
                {
                    LogTaken(location.Name);
                    return;
                }

                LogTakenByAnother(location.Name);
                IsTakenByAnother = true;
                lifetime.StopApplication();
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, stoppingToken);
            }
            catch (Exception e) when (IsLost(e))
            {
                await Task.Delay(Look, clock, stoppingToken);
            }
        }
    }

    private async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        _held = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(location.ConnectionString) { Pooling = false, KeepAlive = 5 }.ConnectionString);
        await _held.OpenAsync(cancellationToken);
        await using var settings = new NpgsqlCommand(SettingsSql, _held);
        await settings.ExecuteNonQueryAsync(cancellationToken);
        await using var former = new NpgsqlCommand(EndFormerSql, _held)
        {
            Parameters = { new() { Value = _former.Process }, new() { Value = DateTime.SpecifyKind(_former.Start, DateTimeKind.Utc) } },
        };
        await former.ExecuteNonQueryAsync(cancellationToken);
        if (!await PostgresLocks.TryTakeAsync(_held, PostgresLock.Console, clock, patience => LogWaiting(location.Name, patience.TotalSeconds), cancellationToken))
        {
            return false;
        }

        await using var start = new NpgsqlCommand(StartSql, _held);
        _former = (_held.ProcessID, (DateTime)(await start.ExecuteScalarAsync(cancellationToken))!);
        return true;
    }

    private async Task CloseAsync()
    {
        if (_held is { } held)
        {
            _held = null;
            await held.DisposeAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Another EmailConsole has the database {Name}; it has {Seconds} s to stop.")]
    private partial void LogWaiting(string name, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection that holds the database {Name} for this console is lost; it is made again.")]
    private partial void LogLost(string name);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database {Name} is held for this console again.")]
    private partial void LogTaken(string name);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Another EmailConsole has taken the database {Name} meanwhile. This one stops: two would send every message twice.")]
    private partial void LogTakenByAnother(string name);
}
