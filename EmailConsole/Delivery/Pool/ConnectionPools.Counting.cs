using System.Runtime.InteropServices;
using EmailConsole.Delivery.Smtp;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Pool;

/// <summary>Whose sockets there are, and how many.</summary>
internal sealed partial class ConnectionPools
{
    private readonly Dictionary<ServerKey, ProviderPool> _pools = [];
    private readonly Dictionary<ProviderId, OwnerConnections> _owners = [];
    private int _sockets;

    /// <summary>Sockets that are open, being opened or being closed, of all providers.</summary>
    public int Sockets
    {
        get
        {
            lock (_gate)
            {
                return _sockets;
            }
        }
    }

    /// <summary>Those of one provider, at whatever server.</summary>
    public int OpenOf(ProviderId provider)
    {
        lock (_gate)
        {
            return _owners.GetValueOrDefault(provider)?.Sockets ?? 0;
        }
    }

    public PoolCounts Count()
    {
        lock (_gate)
        {
            var idle = 0;
            var waiting = 0;
            foreach (var pool in _pools.Values)
            {
                idle += pool.Idle.Count;
                waiting += pool.Waiters.Count;
            }

            return new PoolCounts(_sockets - idle, idle, waiting);
        }
    }

    private ProviderPool Find(ServerKey key)
    {
        if (!_pools.TryGetValue(key, out var pool))
        {
            if (!_owners.TryGetValue(key.Provider, out var owner))
            {
                _owners[key.Provider] = owner = new OwnerConnections();
            }

            owner.Pools++;
            _pools[key] = pool = new ProviderPool(key, owner);
        }

        if (pool.Owner.Latest is { } former && former != pool)
        {
            CloseIdle(former, politely: true, _ => true);
        }

        pool.Owner.Latest = pool;
        return pool;
    }

    private void Forget(ProviderPool pool)
    {
        _pools.Remove(pool.Key);
        if (--pool.Owner.Pools == 0)
        {
            _owners.Remove(pool.Key.Provider);
        }
    }

    private void Count(ProviderPool pool, int change)
    {
        pool.Sockets += change;
        pool.Owner.Sockets += change;
        _sockets += change;
    }
}

/// <summary>The connections of all providers at this moment.</summary>
/// <param name="Used">At work, being opened or being closed.</param>
/// <param name="Idle">Open and waiting for a message.</param>
/// <param name="Waiting">Messages that wait for a connection.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PoolCounts(int Used, int Idle, int Waiting);
