using EmailConsole.Persistence;

namespace EmailConsole.Delivery.Tokens;

/// <summary>
/// Tokens until shortly before their end: five minutes, or a tenth of their life if that is less. As long before that they
/// are due for renewal.
/// </summary>
internal sealed class TokenCache(TimeProvider time) : IDisposable
{
    private const int Capacity = 10_000;

    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RefreshPause = TimeSpan.FromSeconds(30);

    private readonly BoundedCache<TokenKey, Entry> _entries = new(Capacity, time);

    /// <returns>Null when there is none, or none that is fresh enough.</returns>
    public AccessTokenResult.Granted? Find(TokenKey key) => _entries.TryGet(key, out var entry) ? entry.Token : null;

    /// <summary>Whether a new token should be asked for now: the kept one ends soon, and nobody asked within the last half minute.</summary>
    public bool ClaimRefresh(TokenKey key)
    {
        if (!_entries.TryGet(key, out var entry))
        {
            return false;
        }

        lock (entry)
        {
            var now = time.GetUtcNow();
            if (now < entry.RefreshFrom)
            {
                return false;
            }

            entry.RefreshFrom = now + RefreshPause;
            return true;
        }
    }

    public void Put(TokenKey key, AccessTokenResult.Granted token)
    {
        var life = token.ExpiresAt - time.GetUtcNow();
        var margin = TimeSpan.FromTicks(Math.Min(LongestMargin.Ticks, life.Ticks / 10));
        _entries.Set(key, new Entry(token with { IsKept = true }) { RefreshFrom = token.ExpiresAt - margin - margin }, life - margin);
    }

    public void Dispose() => _entries.Dispose();

    private sealed class Entry(AccessTokenResult.Granted token)
    {
        public AccessTokenResult.Granted Token => token;

        public DateTimeOffset RefreshFrom { get; set; }
    }
}
