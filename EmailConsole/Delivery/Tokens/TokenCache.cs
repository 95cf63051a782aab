namespace EmailConsole.Delivery.Tokens;

/// <summary>
/// Tokens until shortly before their end: five minutes, or a tenth of their life if that is less. As long before that they
/// are due for renewal. Holds
/// <paramref name="capacity"/> at most; the one longest unused goes first.
/// </summary>
internal sealed class TokenCache(TimeProvider time, int capacity)
{
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RefreshPause = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<TokenKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];

    public TokenCache(TimeProvider time)
        : this(time, 10_000)
    {
    }

    /// <returns>Null when there is none, or none that is fresh enough.</returns>
    public AccessTokenResult.Granted? Find(TokenKey key)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            if (node.Value.UseUntil <= time.GetUtcNow())
            {
                _entries.Remove(key);
                return null;
            }

            _byUse.AddFirst(node);
            return node.Value.Token;
        }
    }

    /// <summary>Whether a new token should be asked for now: the kept one ends soon, and nobody asked within the last half minute.</summary>
    public bool ClaimRefresh(TokenKey key)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (!_entries.TryGetValue(key, out var node) || now < node.Value.RefreshFrom)
            {
                return false;
            }

            node.Value.RefreshFrom = now + RefreshPause;
            return true;
        }
    }

    public void Put(TokenKey key, AccessTokenResult.Granted token)
    {
        var life = token.ExpiresAt - time.GetUtcNow();
        var margin = TimeSpan.FromTicks(Math.Min(LongestMargin.Ticks, life.Ticks / 10));
        lock (_gate)
        {
            if (_entries.Remove(key, out var old))
            {
                _byUse.Remove(old);
            }

            _entries[key] = _byUse.AddFirst(new Entry(key, token with { IsKept = true }, token.ExpiresAt - margin)
            {
                RefreshFrom = token.ExpiresAt - margin - margin,
            });
            if (_entries.Count > capacity)
            {
                _entries.Remove(_byUse.Last!.Value.Key);
                _byUse.RemoveLast();
            }
        }
    }

    private sealed record Entry(TokenKey Key, AccessTokenResult.Granted Token, DateTimeOffset UseUntil)
    {
        public DateTimeOffset RefreshFrom { get; set; }
    }
}
