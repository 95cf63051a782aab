using System.Diagnostics.CodeAnalysis;

namespace EmailConsole.Accounts.SignIn;

/// <summary>
/// A dictionary of at most <paramref name="capacity"/> entries: where there is no room, the one that was set longest ago goes, and
/// no other, which makes a lockout last whatever strangers fill it with: the platform's cache drops a part, by use. Not thread-safe:
/// its owner holds a lock.
/// </summary>
internal sealed class BoundedMap<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _byAge = [];

    public IEnumerable<TKey> Keys => _nodes.Keys;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var isThere = _nodes.TryGetValue(key, out var node);
        value = isThere ? node!.Value.Value : default;
        return isThere;
    }

    public void Set(TKey key, TValue value)
    {
        Remove(key);
        if (_nodes.Count >= capacity)
        {
            Remove(_byAge.First!.Value.Key);
        }

        _nodes[key] = _byAge.AddLast((key, value));
    }

    public void Remove(TKey key)
    {
        if (_nodes.Remove(key, out var node))
        {
            _byAge.Remove(node);
        }
    }
}
