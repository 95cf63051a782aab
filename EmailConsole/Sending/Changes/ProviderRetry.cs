using EmailConsole.EmailProviders;
using EmailConsole.Outbox.Health;
using EmailConsole.Sending.Channels;

namespace EmailConsole.Sending.Changes;

/// <summary>Ends the pause of a channel and makes due what waits for its next try.</summary>
internal sealed class ProviderRetry(ChannelSet channels, WaitingRetries retries, ProviderNotes notes, TimeProvider clock) : IProviderRetry, IDisposable
{
    public static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, long> _tried = [];
    private readonly Dictionary<Guid, ITimer> _later = [];
    private bool _isDisposed;

    public TimeSpan? TryNow(Guid ownerTenantId)
    {
        lock (_gate)
        {
            if (TakeTurn(ownerTenantId) is { } wait)
            {
                return wait;
            }
        }

        Try(ownerTenantId);
        return null;
    }

    public void TrySoon(Guid ownerTenantId)
    {
        lock (_gate)
        {
            if (TakeTurn(ownerTenantId) is { } wait)
            {
                if (!_isDisposed && !_later.ContainsKey(ownerTenantId))
                {
                    _later[ownerTenantId] = clock.CreateTimer(_ => TryLater(ownerTenantId), null, wait, Timeout.InfiniteTimeSpan);
                }

                return;
            }
        }

        Try(ownerTenantId);
    }

    public void Works(Guid ownerTenantId)
    {
        channels.Works(ProviderId.Of(ownerTenantId));
        notes.Works(ownerTenantId);
        retries.BringForward(ownerTenantId);
    }

    public void Tested(Guid tenantId) => notes.Tested(tenantId);

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var timer in _later.Values)
            {
                timer.Dispose();
            }

            _later.Clear();
        }
    }

    private void Try(Guid owner)
    {
        channels.TryNow(ProviderId.Of(owner));
        retries.BringForward(owner);
    }

    private void TryLater(Guid owner)
    {
        lock (_gate)
        {
            if (_later.Remove(owner, out var timer))
            {
                timer.Dispose();
            }
        }

        // Where it is too soon again somebody has had it tried meanwhile
        TryNow(owner);
    }

    /// <returns>Null: it may be tried, and is counted as tried.</returns>
    private TimeSpan? TakeTurn(Guid owner)
    {
        var now = clock.GetTimestamp();
        foreach (var (id, at) in _tried)
        {
            if (clock.GetElapsedTime(at, now) >= Between)
            {
                _tried.Remove(id);
            }
        }

        return _tried.TryAdd(owner, now) ? null : Between - clock.GetElapsedTime(_tried[owner], now);
    }
}
