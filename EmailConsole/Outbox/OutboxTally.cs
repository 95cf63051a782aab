namespace EmailConsole.Outbox;

/// <summary>
/// The counters as committed, of those tenants that were asked for lately, and the room that requests in progress have reserved in a tenant's
/// queue. What it does not hold it reads, and what other nodes have changed since, where somebody asks. Thread-safe. Never reads while holding the lock.
/// </summary>
/// <param name="counters">The database.</param>
/// <param name="clock">Null: the system's.</param>
/// <param name="most">
/// Tenants that it holds at most without a look: then those go that nobody asked for since the last one, and of whom nothing waits.
/// </param>
internal sealed partial class OutboxTally(IOutboxCounters counters, TimeProvider? clock = null, int most = 50_000)
{
    /// <summary>All tenants together, counted in rows of their own.</summary>
    public static readonly Guid Everybody = Guid.Empty;

    // What is refused is refused by counters of that age at most: another node may have made room
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Entry> _tenants = [];

    // Who is being read, until a commit makes what was read old
    private readonly Dictionary<Guid, object> _reading = [];

    private int _trimAt;
    private long _version;
    private long _ownVersion;

    // Readings are numbered; those up to the second number are old, and what others changed is part of every tenant's version
    private long _readings;
    private long _oldReadings;
    private long _othersVersion;
    private long? _lookedAt;

    /// <summary>Another one after every commit, and after those of other nodes while somebody asks for it.</summary>
    public long Version
    {
        get
        {
            Looked();
            return Interlocked.Read(ref _version);
        }
    }

    /// <summary>Another one after every commit of this process.</summary>
    public long OwnVersion => Interlocked.Read(ref _ownVersion);

    /// <summary>Whether somebody has asked lately: only then need anybody find out what other nodes do.</summary>
    public bool IsWatched
    {
        get
        {
            lock (_lock)
            {
                return _lookedAt is { } at && _clock.GetElapsedTime(at) < Watched;
            }
        }
    }

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
    public EmailCounts? HeldTotal => HeldOf(Everybody);

    /// <inheritdoc cref="HeldTotal"/>
    public EmailCounts? HeldOf(Guid tenantId)
    {
        lock (_lock)
        {
            return _tenants.TryGetValue(tenantId, out var entry) ? entry.Counters.Emails : null;
        }
    }

    /// <summary>Somebody looks at what all nodes do.</summary>
    public void Looked()
    {
        lock (_lock)
        {
            _lookedAt = _clock.GetTimestamp();
        }
    }

    public EmailCounts Of(Guid tenantId)
    {
        Looked();
        return With(tenantId, static entry => entry.Counters.Emails, IsOld);
    }

    /// <summary>Another one after every commit that changed something of the tenant's, or may have.</summary>
    public long VersionOf(Guid tenantId)
    {
        Looked();
        return With(tenantId, entry => Math.Max(entry.Version, _othersVersion));
    }

    /// <summary>The bytes that are kept of a tenant's.</summary>
    public KeptBytes BytesOf(Guid tenantId) => With(tenantId, static entry => entry.Counters.Bytes, IsOld);

    /// <summary>Other nodes have changed something: what is held is read anew where somebody asks for it.</summary>
    public void OthersChanged()
    {
        lock (_lock)
        {
            _othersVersion = Interlocked.Increment(ref _version);
            _oldReadings = _readings;
            _reading.Clear();
        }
    }

    /// <summary>Ask it before a transaction begins that is given to <see cref="Apply"/>.</summary>
    public long Readings()
    {
        lock (_lock)
        {
            return _readings;
        }
    }

    /// <summary>Takes over what a transaction has left behind.</summary>
    /// <param name="readings">What was read before it began: of what was read since, it may not know what others changed.</param>
    /// <param name="touched">The tenants of which it changed something.</param>
    /// <param name="counts">Messages in a state, as they are counted now.</param>
    /// <param name="sizes">Bytes, as they are counted now.</param>
    public void Apply(
        long readings,
        IEnumerable<Guid> touched,
        IEnumerable<KeyValuePair<(Guid Tenant, EmailState State), long>> counts,
        IEnumerable<KeyValuePair<Guid, KeptBytes>> sizes)
    {
        lock (_lock)
        {
            var version = Interlocked.Increment(ref _version);
            _ownVersion++;
            foreach (var tenant in touched)
            {
                _reading.Remove(tenant);
                if (_tenants.TryGetValue(tenant, out var entry))
                {
                    entry.Version = version;
                    entry.At = _clock.GetTimestamp();
                    entry.Reading = entry.Reading > readings ? 0 : entry.Reading;
                }
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
    public QueueRoom Reserve(Guid tenantId, IReadOnlyList<long> sizes, OutboxOptions limits)
    {
        return With(
            tenantId,
            entry =>
            {
                var room = Room(entry);
                entry.Reserved += room.Emails;
                entry.ReservedBytes += new KeptBytes(room.Bytes, 0);
                return room;
            },
            entry => !IsYoung(entry) && Room(entry).Reached is not null);

        QueueRoom Room(Entry entry)
        {
            var left = limits.QueueLimit - entry.Counters.Emails.Waiting - entry.Reserved;
            var leftBytes = limits.QueueBytes - entry.Counters.Bytes.Waiting - entry.ReservedBytes.Waiting;
            var emails = 0;
            var bytes = 0L;
            while (emails < sizes.Count && emails < left && bytes + sizes[emails] <= leftBytes)
            {
                bytes += sizes[emails++];
            }

            return new QueueRoom(emails, bytes, emails == sizes.Count ? null : emails >= left ? QueueBound.Messages : QueueBound.Bytes);
        }
    }

    public void Release(Guid tenantId, QueueRoom room) => With(tenantId, entry =>
    {
        entry.Reserved -= room.Emails;
        entry.ReservedBytes += new KeptBytes(-room.Bytes, 0);
        return true;
    });

    /// <returns>Whether there is room for such a key; it is reserved until <see cref="ReleaseKey"/>.</returns>
    public bool TryReserveKey(Guid tenantId, long cost, OutboxOptions limits)
    {
        return With(
            tenantId,
            entry =>
            {
                var fits = Fits(entry);
                entry.ReservedBytes += new KeptBytes(0, fits ? cost : 0);
                return fits;
            },
            entry => !IsYoung(entry) && !Fits(entry));

        bool Fits(Entry entry) => entry.Counters.Bytes.Keys + entry.ReservedBytes.Keys + cost <= limits.KeyBytes;
    }

    public void ReleaseKey(Guid tenantId, long cost) => With(tenantId, entry =>
    {
        entry.ReservedBytes += new KeptBytes(0, -cost);
        return true;
    });
}
