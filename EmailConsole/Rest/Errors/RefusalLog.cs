namespace EmailConsole.Rest.Errors;

/// <summary>
/// Tells of requests that were refused by a limit. Callers reach limits as often as they like, so each limit is told when it refuses
/// first, and then once a minute with the number since, as long as there are any.
/// </summary>
public sealed partial class RefusalLog(TimeProvider clock, ILogger<RefusalLog> logger) : IDisposable
{
    /// <summary>A body took too long to arrive.</summary>
    public const string SlowBodies = "bodies that arrive too slowly";

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _limits = new(StringComparer.Ordinal);

    /// <param name="limit">What refused, in words of the program's own: one of few.</param>
    public void Count(string limit)
    {
        lock (_lock)
        {
            if (_limits.TryGetValue(limit, out var entry))
            {
                entry.Count++;
                return;
            }

            _limits[limit] = entry = new Entry();
            entry.Timer = clock.CreateTimer(_ => Tell(limit), null, Pause, Pause);
        }

        LogRefused(1, limit);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var entry in _limits.Values)
            {
                entry.Timer?.Dispose();
            }

            _limits.Clear();
        }
    }

    private void Tell(string limit)
    {
        long count;
        lock (_lock)
        {
            if (!_limits.TryGetValue(limit, out var entry))
            {
                return;
            }

            (count, entry.Count) = (entry.Count, 0);
            if (count == 0)
            {
                entry.Timer?.Dispose();
                _limits.Remove(limit);
                return;
            }
        }

        LogRefused(count, limit);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Requests refused: {Count}, by the limit of {Limit}. Further ones are told once a minute.")]
    private partial void LogRefused(long count, string limit);

    private sealed class Entry
    {
        public ITimer? Timer { get; set; }

        public long Count { get; set; }
    }
}
