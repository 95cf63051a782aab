using System.Runtime.InteropServices;

namespace EmailConsole.Outbox;

/// <summary>What is held of each tenant, and when it is read.</summary>
internal sealed partial class OutboxTally
{
    private bool IsOld(Entry entry) => entry.Reading <= _oldReadings;

    private bool IsYoung(Entry entry) => _clock.GetElapsedTime(entry.At) < Young;

    /// <param name="tenantId">Whose entry.</param>
    /// <param name="use">Within the lock.</param>
    /// <param name="mustRead">Within the lock: whether it is read anew first, where that can be done; null: it need not.</param>
    private T With<T>(Guid tenantId, Func<Entry, T> use, Func<Entry, bool>? mustRead = null)
    {
        object? read = null;
        var hasRead = false;
        TenantCounters found = default;
        while (true)
        {
            lock (_lock)
            {
                var entry = _tenants.GetValueOrDefault(tenantId);
                if (read is not null && _reading.GetValueOrDefault(tenantId) == read)
                {
                    _reading.Remove(tenantId);
                    if (entry is null)
                    {
                        Trim();
                        _tenants[tenantId] = entry = new Entry { Version = _version };
                    }

                    (entry.Counters, entry.Reading, entry.At) = (found, ++_readings, _clock.GetTimestamp());
                }

                if (entry is not null && (hasRead || mustRead?.Invoke(entry) != true))
                {
                    entry.IsUsed = true;
                    return use(entry);
                }

                ref var reading = ref CollectionsMarshal.GetValueRefOrAddDefault(_reading, tenantId, out _);
                read = reading ??= new object();
            }

            hasRead = true;
            try
            {
                found = counters.Read(tenantId);
            }
            catch (OutboxUnavailableException) when (IsHeld(tenantId))
            {
                read = null;
            }
        }
    }

    private bool IsHeld(Guid tenantId)
    {
        lock (_lock)
        {
            return _tenants.ContainsKey(tenantId);
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

        /// <summary>By which its counters were read; 0: they may lack what others changed.</summary>
        public long Reading { get; set; }

        /// <summary>When they were read, or counted by a commit.</summary>
        public long At { get; set; }

        public int Reserved { get; set; }

        public KeptBytes ReservedBytes { get; set; }

        public bool IsUsed { get; set; }
    }
}
