using Npgsql;

namespace EmailConsole.Cluster.Postgres;

/// <summary>Brings what was changed, here or elsewhere, to those in this process who act on it. Of the beat's thread.</summary>
internal sealed partial class NodeChanges(IServiceProvider services, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private long? _failingSince;

    /// <returns>Whether nothing could be taken over for so long, since the last time that this was so, that another node had better do this one's work.</returns>
    public bool TakeLongFailure()
    {
        if (_failingSince is not { } since || clock.GetElapsedTime(since) < 2 * NodeLease.Length)
        {
            return false;
        }

        _failingSince = clock.GetTimestamp();
        return true;
    }

    /// <summary>Up to which change this node acts accordingly; 0: it has just started.</summary>
    public long Applied { get; private set; }

    /// <param name="connection">Of the beat.</param>
    /// <param name="version">Up to which.</param>
    /// <param name="fault">Why not.</param>
    /// <returns>False: somebody could not take it over in time.</returns>
    public bool TryApply(NodeConnection connection, long version, ref string fault)
    {
        // Nothing is loaded before the first
        var changes = Applied == 0 ? [] : connection.EventsAfter(Applied, version);
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            var listeners = changes.Count == 0 ? [] : services.GetServices<IClusterEventListener>().ToList();
            foreach (var change in changes)
            {
                Task.WhenAll(listeners.Select(l => Task.Run(() => l.ChangedAsync(change, patience.Token), patience.Token)))
                    .WaitAsync(patience.Token).GetAwaiter().GetResult();
            }

            (Applied, _failingSince) = (version, null);
            return true;
        }
        catch (Exception e) when (e is not NpgsqlException)
        {
            LogNotApplied(e);
            fault = e.Message;
            _failingSince ??= clock.GetTimestamp();
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What another node has changed cannot be taken over; it is tried again, and nothing is sent meanwhile.")]
    private partial void LogNotApplied(Exception exception);
}
