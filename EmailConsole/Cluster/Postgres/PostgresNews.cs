using System.Collections.Immutable;
using EmailConsole.Persistence;
using EmailConsole.Persistence.Postgres;
using Npgsql;

namespace EmailConsole.Cluster.Postgres;

/// <summary>NOTIFY to all nodes: what it says is lost for whoever does not listen just then. The beat finds changes of settings anyhow.</summary>
internal sealed partial class PostgresNews(
    DatabaseLocation location, NpgsqlDataSource source, PostgresNode node, IServiceProvider services, TimeProvider clock, ILogger<PostgresNews> logger)
    : BackgroundService, INews
{
    /// <summary>The channel; also in the triggers.</summary>
    public const string Channel = "emailconsole";

    /// <summary>Somebody has given back what he owned, or is gone.</summary>
    public const string Freed = "freed";

    private const char Separator = ' ';

    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(500);

    private ImmutableList<(string Topic, Action<string> Heard)> _subscribers = [];

    public async Task TellAsync(string topic, string text, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = source.CreateCommand("SELECT pg_notify($1, $2)");
            command.Parameters.Add(new NpgsqlParameter { Value = Channel });
            command.Parameters.Add(new NpgsqlParameter { Value = string.Join(Separator, topic, node.Id, text) });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception e) when (PostgresFaults.Find(e) is { } fault)
        {
            LogNotTold(topic, fault);
        }
    }

    public IDisposable Subscribe(string topic, Action<string> heard)
    {
        var subscriber = (topic, heard);
        ImmutableInterlocked.Update(ref _subscribers, all => all.Add(subscriber));
        return new Subscription(() => ImmutableInterlocked.Update(ref _subscribers, all => all.Remove(subscriber)));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The beat says that the database is away
                await Task.Delay(AfterFault, clock, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(location.ConnectionString) { Pooling = false, KeepAlive = 5 }.ConnectionString);
        connection.Notification += (_, notice) => Hear(notice.Payload);
        await connection.OpenAsync(stoppingToken);
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stoppingToken);
        }

        // What was told before is not heard any more
        node.Wake();
        Tell(Freed, "");
        while (true)
        {
            await connection.WaitAsync(stoppingToken);
        }
    }

    private void Hear(string payload)
    {
        if (payload.Length == 0)
        {
            node.Wake();
            return;
        }

        var parts = payload.Split(Separator, 3);
        if (parts.Length == 1)
        {
            Tell(parts[0], "");
        }
        else if (parts.Length == 3 && Guid.TryParse(parts[1], out var from) && from != node.Id)
        {
            TellListeners(parts[0], parts[2]);
            Tell(parts[0], parts[2]);
        }
    }

    private void TellListeners(string topic, string text)
    {
        try
        {
            foreach (var listener in services.GetServices<INewsListener>().Where(l => l.Topic == topic))
            {
                foreach (var line in text.Split(NewsLines.Separator))
                {
                    listener.Heard(line);
                }
            }
        }
        catch (Exception e)
        {
            LogNotHeard(e, topic);
        }
    }

    private void Tell(string topic, string text)
    {
        foreach (var (_, heard) in _subscribers.Where(s => s.Topic == topic))
        {
            try
            {
                heard(text);
            }
            catch (Exception e)
            {
                // A defect of one must not end the listening
                LogNotHeard(e, topic);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The other nodes could not be told about '{Topic}': {Reason}")]
    private partial void LogNotTold(string topic, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "What another node told about '{Topic}' could not be taken over.")]
    private partial void LogNotHeard(Exception exception, string topic);

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

/// <summary>Asks the database which nodes act on what was committed.</summary>
internal sealed class PostgresChanges(NpgsqlDataSource source, PostgresNode node, TimeProvider clock) : IClusterChanges
{
    // This one was told by whoever asks
    private const string Sql = "SELECT NOT EXISTS (SELECT 1 FROM Nodes WHERE Applied < $1 AND NodeId <> $2)";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);

    public async Task<bool> EverywhereAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await using var connection = await source.OpenConnectionAsync(end.Token);
            await using var version = new NpgsqlCommand("SELECT Version FROM ClusterVersion", connection);
            await using var ask = new NpgsqlCommand(Sql, connection)
            {
                Parameters = { new() { Value = await version.ExecuteScalarAsync(end.Token) }, new() { Value = node.Id } },
            };
            while (!(bool)(await ask.ExecuteScalarAsync(end.Token))!)
            {
                await Task.Delay(Look, clock, end.Token);
            }

            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && (patience.IsCancellationRequested || PostgresFaults.Find(e) is not null))
        {
            // It is committed all the same
            return false;
        }
    }
}
