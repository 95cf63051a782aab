using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace EmailConsole.Outbox;

/// <summary>Bytes of a tenant's.</summary>
/// <param name="Waiting">Of messages that wait, on the wire.</param>
/// <param name="Keys">Of used keys.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KeptBytes(long Waiting, long Keys)
{
    public static KeptBytes operator +(KeptBytes a, KeptBytes b) => new(a.Waiting + b.Waiting, a.Keys + b.Keys);
}

/// <summary>The counters in memory, as committed, and the room that requests in progress have reserved in a tenant's queue.</summary>
internal sealed class OutboxTally
{
    private readonly ConcurrentDictionary<Guid, Entry> _tenants = new();

    private long _version;

    /// <summary>Another one after every commit.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Tenants that ever had a message.</summary>
    public IEnumerable<KeyValuePair<Guid, EmailCounts>> All => _tenants.Select(t => KeyValuePair.Create(t.Key, t.Value.Read()));

    public EmailCounts Total() => _tenants.Values.Aggregate(default(EmailCounts), (sum, entry) => sum + entry.Read());

    public EmailCounts Of(Guid tenantId) => _tenants.TryGetValue(tenantId, out var entry) ? entry.Read() : default;

    /// <summary>Another one after every commit that changed something of the tenant's.</summary>
    public long VersionOf(Guid tenantId) => _tenants.TryGetValue(tenantId, out var entry) ? entry.Version : 0;

    /// <summary>The bytes that are kept of a tenant's.</summary>
    public KeptBytes BytesOf(Guid tenantId) => _tenants.TryGetValue(tenantId, out var entry) ? entry.ReadBytes() : default;

    /// <summary>Applies what a transaction changed.</summary>
    public void Apply(
        IEnumerable<KeyValuePair<(Guid Tenant, EmailState State), long>> changes, IEnumerable<KeyValuePair<Guid, KeptBytes>> sizes)
    {
        foreach (var (tenant, change) in sizes)
        {
            EntryOf(tenant).Change(change);
        }

        foreach (var ((tenant, state), change) in changes)
        {
            EntryOf(tenant).Change(state, change);
        }

        Interlocked.Increment(ref _version);
    }

    /// <param name="tenantId">Whose.</param>
    /// <param name="sizes">Of the messages that want room, in their order: the first that has none ends it.</param>
    /// <param name="limits">The bounds.</param>
    /// <returns>What has room; it is reserved until <see cref="Release"/>.</returns>
    public QueueRoom Reserve(Guid tenantId, IReadOnlyList<long> sizes, OutboxOptions limits) => EntryOf(tenantId).Reserve(sizes, limits);

    public void Release(Guid tenantId, QueueRoom room) => EntryOf(tenantId).Release(room);

    /// <returns>Whether there is room for such a key; it is reserved until <see cref="ReleaseKey"/>.</returns>
    public bool TryReserveKey(Guid tenantId, long cost, OutboxOptions limits) => EntryOf(tenantId).TryReserveKey(cost, limits.KeyBytes);

    public void ReleaseKey(Guid tenantId, long cost) => EntryOf(tenantId).ReleaseKey(cost);

    private Entry EntryOf(Guid tenantId) => _tenants.GetOrAdd(tenantId, static _ => new Entry());

    private sealed class Entry
    {
        private readonly Lock _lock = new();
        private EmailCounts _counts;
        private KeptBytes _bytes;
        private int _reserved;
        private KeptBytes _reservedBytes;

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

        public KeptBytes ReadBytes()
        {
            lock (_lock)
            {
                return _bytes;
            }
        }

        public void Change(KeptBytes change)
        {
            lock (_lock)
            {
                _bytes += change;
            }
        }

        public QueueRoom Reserve(IReadOnlyList<long> sizes, OutboxOptions limits)
        {
            lock (_lock)
            {
                var left = limits.QueueLimit - _counts.Waiting - _reserved;
                var leftBytes = limits.QueueBytes - _bytes.Waiting - _reservedBytes.Waiting;
                var emails = 0;
                var bytes = 0L;
                while (emails < sizes.Count && emails < left && bytes + sizes[emails] <= leftBytes)
                {
                    bytes += sizes[emails++];
                }

                _reserved += emails;
                _reservedBytes += new KeptBytes(bytes, 0);
                return new QueueRoom(emails, bytes, emails == sizes.Count ? null : emails >= left ? QueueBound.Messages : QueueBound.Bytes);
            }
        }

        public void Release(QueueRoom room)
        {
            lock (_lock)
            {
                _reserved -= room.Emails;
                _reservedBytes += new KeptBytes(-room.Bytes, 0);
            }
        }

        public bool TryReserveKey(long cost, long limit)
        {
            lock (_lock)
            {
                var fits = _bytes.Keys + _reservedBytes.Keys + cost <= limit;
                _reservedBytes += new KeptBytes(0, fits ? cost : 0);
                return fits;
            }
        }

        public void ReleaseKey(long cost)
        {
            lock (_lock)
            {
                _reservedBytes += new KeptBytes(0, -cost);
            }
        }
    }
}
