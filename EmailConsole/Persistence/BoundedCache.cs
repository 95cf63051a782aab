using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace EmailConsole.Persistence;

/// <summary>
/// The platform's cache by the console's clock. Where it is full, the twentieth that was used longest ago makes room: never all, and
/// never what is just put in, which <see cref="MemoryCache"/> alone would refuse. Thread-safe.
/// </summary>
/// <param name="capacity">How many entries it holds at most.</param>
/// <param name="time">By which they grow old.</param>
internal sealed class BoundedCache<TKey, TValue>(int capacity, TimeProvider time) : IDisposable
    where TKey : notnull
{
    private const double MakesRoom = 0.05;

    private readonly MemoryCache _entries = new(new MemoryCacheOptions
    {
        SizeLimit = capacity,
        CompactionPercentage = MakesRoom,
        Clock = new SteadyClock(time),
    });

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => _entries.TryGetValue(key, out value);

    /// <param name="key">Replaced, where it is there.</param>
    /// <param name="value">From now on.</param>
    /// <param name="life">Null: as long as there is room.</param>
    public void Set(TKey key, TValue value, TimeSpan? life = null)
    {
        if (life <= TimeSpan.Zero)
        {
            _entries.Remove(key);
            return;
        }

        if (_entries.Count >= capacity && !_entries.TryGetValue(key, out _))
        {
            // At least one, however few it holds
            _entries.Compact(Math.Max(MakesRoom, 1.5 / capacity));
        }

        _entries.Set(key, value, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = life });
    }

    public void Remove(TKey key) => _entries.Remove(key);

    public void Clear() => _entries.Clear();

    public void Dispose() => _entries.Dispose();

    // Its own clock may be set; this one only goes on
    private sealed class SteadyClock(TimeProvider time) : ISystemClock
    {
        private readonly DateTimeOffset _start = time.GetUtcNow();
        private readonly long _origin = time.GetTimestamp();

        public DateTimeOffset UtcNow => _start + time.GetElapsedTime(_origin);
    }
}
