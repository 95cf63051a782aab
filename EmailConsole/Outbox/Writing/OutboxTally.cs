using System.Collections.Concurrent;

namespace EmailConsole.Outbox.Writing;

/// <summary>The counters in memory, as committed, and the room that requests in progress have reserved in a tenant's queue.</summary>
internal sealed class OutboxTally
{
    private readonly ConcurrentDictionary<Guid, Entry> _tenants = new();

    private long _version;

    /// <summary>Another one after every commit.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Tenants that ever had a message.</summary>
    public IEnumerable<KeyValuePair<Guid, EmailCounts>> All => _tenants.Select(t => KeyValuePair.Create(t.Key, t.Value.Read()));

    public EmailCounts Of(Guid tenantId) => _tenants.TryGetValue(tenantId, out var entry) ? entry.Read() : default;

    /// <summary>Another one after every commit that changed something of the tenant's.</summary>
    public long VersionOf(Guid tenantId) => _tenants.TryGetValue(tenantId, out var entry) ? entry.Version : 0;

    /// <summary>Applies what a transaction changed.</summary>
    public void Apply(IEnumerable<KeyValuePair<(Guid Tenant, EmailState State), long>> changes)
    {
        foreach (var ((tenant, state), change) in changes)
        {
            EntryOf(tenant).Change(state, change);
        }

        Interlocked.Increment(ref _version);
    }

    /// <returns>How many of those wanted have room; they are reserved until <see cref="Release"/>.</returns>
    public int Reserve(Guid tenantId, int wanted, long limit) => EntryOf(tenantId).Reserve(wanted, limit);

    public void Release(Guid tenantId, int reserved) => EntryOf(tenantId).Reserve(-reserved, long.MaxValue);

    private Entry EntryOf(Guid tenantId) => _tenants.GetOrAdd(tenantId, static _ => new Entry());

    private sealed class Entry
    {
        private readonly Lock _lock = new();
        private EmailCounts _counts;
        private int _reserved;

        public long Version
        {
            get
            {
                lock (_lock)
                {
                    return field;
                }
            }
            private set;
        }

        public EmailCounts Read()
        {
            lock (_lock)
            {
                return _counts;
            }
        }

        public void Change(EmailState state, long change)
        {
            lock (_lock)
            {
                _counts = _counts.With(state, change);
                Version++;
            }
        }

        public int Reserve(int wanted, long limit)
        {
            lock (_lock)
            {
                var granted = (int)Math.Clamp(limit - _counts.Waiting - _reserved, Math.Min(wanted, 0), wanted);
                _reserved += granted;
                return granted;
            }
        }
    }
}
