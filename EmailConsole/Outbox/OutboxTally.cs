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

/// <summary>What is counted of a tenant's.</summary>
/// <param name="Emails">Messages by state.</param>
/// <param name="Bytes">What is kept.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TenantCounters(EmailCounts Emails, KeptBytes Bytes);

/// <summary>Reads what is counted of one tenant, whatever database keeps it.</summary>
internal interface IOutboxCounters
{
    /// <exception cref="OutboxUnavailableException">The database cannot be read.</exception>
    TenantCounters Read(Guid tenantId);
}

/// <summary>
/// The counters as committed, of those tenants that were asked for lately, and the room that requests in progress have reserved in a tenant's
/// queue. What it does not hold it reads. Thread-safe. Never reads while holding the lock.
/// </summary>
/// <param name="counters">The database.</param>
/// <param name="most">
/// Tenants that it holds at most without a look: then those go that nobody asked for since the last one, and of whom nothing waits.
/// </param>
internal sealed class OutboxTally(IOutboxCounters counters, int most = 50_000)
{
    /// <summary>All tenants together, counted in rows of their own.</summary>
    public static readonly Guid Everybody = Guid.Empty;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Entry> _tenants = [];

    // Who is being read, until a commit makes what was read old
    private readonly Dictionary<Guid, object> _reading = [];

    private int _trimAt;
    private long _version;

    /// <summary>Another one after every commit.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Those that it holds: all that have traffic are among them.</summary>
    public IReadOnlyList<KeyValuePair<Guid, EmailCounts>> Held
    {
        get
        {
            lock (_lock)
            {
                return [.. _tenants.Where(t => t.Key != Everybody).Select(t => KeyValuePair.Create(t.Key, t.Value.Counters.Emails))];
            }
        }
    }

    public EmailCounts Total() => Of(Everybody);

    /// <summary>The same where it is held, for those who must not wait for the database; null: it was not read yet.</summary>
    public EmailCounts? HeldTotal
    {
        get
        {
            lock (_lock)
            {
                return _tenants.TryGetValue(Everybody, out var entry) ? entry.Counters.Emails : null;
            }
        }
    }

    public EmailCounts Of(Guid tenantId) => With(tenantId, static entry => entry.Counters.Emails);

    /// <summary>Another one after every commit that changed something of the tenant's.</summary>
    public long VersionOf(Guid tenantId) => With(tenantId, static entry => entry.Version);

    /// <summary>The bytes that are kept of a tenant's.</summary>
    public KeptBytes BytesOf(Guid tenantId) => With(tenantId, static entry => entry.Counters.Bytes);

    /// <summary>Takes over what a transaction has left behind.</summary>
    /// <param name="touched">The tenants of which it changed something.</param>
    /// <param name="counts">Messages in a state, as they are counted now.</param>
    /// <param name="sizes">Bytes, as they are counted now.</param>
    public void Apply(
        IEnumerable<Guid> touched,
        IEnumerable<KeyValuePair<(Guid Tenant, EmailState State), long>> counts,
        IEnumerable<KeyValuePair<Guid, KeptBytes>> sizes)
    {
        lock (_lock)
        {
            var version = Interlocked.Increment(ref _version);
            foreach (var tenant in touched)
            {
                _reading.Remove(tenant);
                _tenants.GetValueOrDefault(tenant)?.Version = version;
            }

            foreach (var ((tenant, state), count) in counts)
            {
                if (_tenants.TryGetValue(tenant, out var entry))
                {
                    var emails = entry.Counters.Emails;
                    entry.Counters = entry.Counters with { Emails = emails.With(state, count - emails.Of(state)) };
                }
            }

            foreach (var (tenant, bytes) in sizes)
            {
                _reading.Remove(tenant);
                if (_tenants.TryGetValue(tenant, out var entry))
                {
                    entry.Counters = entry.Counters with { Bytes = bytes };
                }
            }
        }
    }

    /// <param name="tenantId">Whose.</param>
    /// <param name="sizes">Of the messages that want room, in their order: the first that has none ends it.</param>
    /// <param name="limits">The bounds.</param>
    /// <returns>What has room; it is reserved until <see cref="Release"/>.</returns>
    public QueueRoom Reserve(Guid tenantId, IReadOnlyList<long> sizes, OutboxOptions limits) => With(tenantId, entry =>
    {
        var left = limits.QueueLimit - entry.Counters.Emails.Waiting - entry.Reserved;
        var leftBytes = limits.QueueBytes - entry.Counters.Bytes.Waiting - entry.ReservedBytes.Waiting;
        var emails = 0;
        var bytes = 0L;
        while (emails < sizes.Count && emails < left && bytes + sizes[emails] <= leftBytes)
        {
            bytes += sizes[emails++];
        }

        entry.Reserved += emails;
        entry.ReservedBytes += new KeptBytes(bytes, 0);
        return new QueueRoom(emails, bytes, emails == sizes.Count ? null : emails >= left ? QueueBound.Messages : QueueBound.Bytes);
    });

    public void Release(Guid tenantId, QueueRoom room) => With(tenantId, entry =>
    {
        entry.Reserved -= room.Emails;
        entry.ReservedBytes += new KeptBytes(-room.Bytes, 0);
        return true;
    });

    /// <returns>Whether there is room for such a key; it is reserved until <see cref="ReleaseKey"/>.</returns>
    public bool TryReserveKey(Guid tenantId, long cost, OutboxOptions limits) => With(tenantId, entry =>
    {
        var fits = entry.Counters.Bytes.Keys + entry.ReservedBytes.Keys + cost <= limits.KeyBytes;
        entry.ReservedBytes += new KeptBytes(0, fits ? cost : 0);
        return fits;
    });

    public void ReleaseKey(Guid tenantId, long cost) => With(tenantId, entry =>
    {
        entry.ReservedBytes += new KeptBytes(0, -cost);
        return true;
    });

    private T With<T>(Guid tenantId, Func<Entry, T> use)
    {
        object? read = null;
        TenantCounters found = default;
        while (true)
        {
            lock (_lock)
            {
                if (!_tenants.TryGetValue(tenantId, out var entry) && read is not null && _reading.GetValueOrDefault(tenantId) == read)
                {
                    _reading.Remove(tenantId);
                    Trim();
                    _tenants[tenantId] = entry = new Entry { Counters = found, Version = _version };
                }

                if (entry is not null)
                {
                    entry.IsUsed = true;
                    return use(entry);
                }

                ref var reading = ref CollectionsMarshal.GetValueRefOrAddDefault(_reading, tenantId, out _);
                read = reading ??= new object();
            }

            found = counters.Read(tenantId);
        }
    }

    private void Trim()
    {
        if (_tenants.Count < Math.Max(most, _trimAt))
        {
            return;
        }

        foreach (var (tenant, entry) in _tenants)
        {
            if (tenant != Everybody && !entry.IsUsed && entry.Reserved == 0 && entry.ReservedBytes == default && entry.Counters.Emails.Waiting == 0)
            {
                _tenants.Remove(tenant);
            }

            entry.IsUsed = false;
        }

        _trimAt = _tenants.Count + (_tenants.Count / 4);
    }

    private sealed class Entry
    {
        public TenantCounters Counters { get; set; }

        public long Version { get; set; }

        public int Reserved { get; set; }

        public KeptBytes ReservedBytes { get; set; }

        public bool IsUsed { get; set; }
    }
}
