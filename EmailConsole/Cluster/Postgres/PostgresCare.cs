using Npgsql;

namespace EmailConsole.Cluster.Postgres;

/// <summary>Deletes what is told of changes and of nodes that are gone, when nobody needs it any more; one node does it for all.</summary>
internal sealed partial class PostgresCare(NpgsqlDataSource source, IOwners owners, INode node, TimeProvider clock, ILogger<PostgresCare> logger) : BackgroundService
{
    // Who is behind those events takes everything anew
    private const string Sql =
        "WITH events AS (DELETE FROM ClusterEvents WHERE At < clock_timestamp() - interval '1 hour') "
        + "DELETE FROM NodesGone WHERE GoneAt < clock_timestamp() - interval '1 day'";

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>One round.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await owners.TakeRoleAsync(node, ClusterRole.Care, stoppingToken))
                {
                    await RunAsync(stoppingToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old changes and nodes that are gone could not be tidied up; the next round tries again.")]
    private partial void LogFailed(Exception exception);
}
