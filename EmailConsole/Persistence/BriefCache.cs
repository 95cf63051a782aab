namespace EmailConsole.Persistence;

/// <summary>
/// What the database says, read anew twice a second at most, so that what another process has changed holds here within a second. Those who ask
/// at the same time wait for one reading, and none for longer; one that failed is not kept. Thread-safe.
/// </summary>
/// <param name="read">Reads what belongs to a key, for all who ask: none of them cancels it.</param>
/// <param name="time">By which it grows old.</param>
internal sealed class BriefCache<TKey, TValue>(Func<TKey, Task<TValue>> read, TimeProvider time) : IDisposable
    where TKey : notnull
{
    private const int Capacity = 10_000;

    private static readonly TimeSpan Life = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly BoundedCache<TKey, Lazy<Task<TValue>>> _readings = new(Capacity, time);

    public async ValueTask<TValue> FindAsync(TKey key, CancellationToken cancellationToken)
    {
        var reading = FindReading(key);
        try
        {
            return await reading.Value.WaitAsync(cancellationToken);
        }
        catch (Exception) when (reading.Value.IsFaulted)
        {
            Forget(key);
            throw;
        }
    }

    /// <summary>It has changed.</summary>
    public void Forget(TKey key) => _readings.Remove(key);

    public void Clear() => _readings.Clear();

    public void Dispose() => _readings.Dispose();

    private Lazy<Task<TValue>> FindReading(TKey key)
    {
        lock (_gate)
        {
            if (!_readings.TryGet(key, out var reading))
            {
                _readings.Set(key, reading = new Lazy<Task<TValue>>(() => read(key)), Life);
            }

            return reading;
        }
    }
}
