namespace EmailConsole.Delivery.Tokens;

/// <summary>
/// Tokens until shortly before their end: five minutes, or a tenth of their life if that is less. Holds
/// <paramref name="capacity"/> at most; the one longest unused goes first.
/// </summary>
internal sealed class TokenCache(TimeProvider time, int capacity)
{
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(5);

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

            _entries[key] = _byUse.AddFirst(new Entry(key, token, token.ExpiresAt - margin));
            if (_entries.Count > capacity)
            {
                _entries.Remove(_byUse.Last!.Value.Key);
                _byUse.RemoveLast();
            }
        }
    }

    private sealed record Entry(TokenKey Key, AccessTokenResult.Granted Token, DateTimeOffset UseUntil);
}
