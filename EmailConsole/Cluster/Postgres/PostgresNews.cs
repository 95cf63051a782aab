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

    private const char Separator = ' ';

    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(500);

    public async Task TellAsync(string topic, string text, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = source.CreateCommand("SELECT pg_notify($1, $2)");
            command.Parameters.Add(new NpgsqlParameter { Value = Channel });
            command.Parameters.Add(new NpgsqlParameter { Value = string.Join(Separator, topic, node.Id, text) });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or ObjectDisposedException))
        {
            LogNotTold(topic, PostgresFaults.Find(e) ?? e.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // That the database is away the beat says
                if (PostgresFaults.Find(e) is null && e is not InvalidOperationException)
                {
                    LogNotListening(e);
                }

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
        Tell(INewsListener.Freed, "");
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
            Tell(parts[0], parts[2]);
        }
    }

    private void Tell(string topic, string text)
    {
        foreach (var listener in services.GetServices<INewsListener>().Where(l => l.Topic == topic))
        {
            foreach (var line in text.Split(NewsLines.Separator))
            {
                try
                {
                    listener.Heard(line);
                }
                catch (Exception e)
                {
                    // A defect of one must not end the listening
                    LogNotHeard(e, topic);
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The other nodes could not be told about '{Topic}': {Reason}")]
    private partial void LogNotTold(string topic, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "What other nodes tell cannot be heard; it is tried again.")]
    private partial void LogNotListening(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "What another node told about '{Topic}' could not be taken over.")]
    private partial void LogNotHeard(Exception exception, string topic);
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
