using EmailConsole.Cluster;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox.Health;
using EmailConsole.Sending.Channels;

namespace EmailConsole.Sending.Changes;

/// <summary>Ends the pause of a channel and makes due what waits for its next try. All nodes are told: one of them has the channel.</summary>
internal sealed class ProviderRetry(ChannelSet channels, WaitingRetries retries, ProviderNotes notes, INews news, TimeProvider clock)
    : IProviderRetry, INewsListener, IDisposable
{
    public static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    private const char Separator = ' ';
    private const string Tried = "tried";
    private const string Working = "works";

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, long> _tried = [];
    private readonly Dictionary<Guid, ITimer> _later = [];
    private readonly NewsLines _lines = new(news, "providers");
    private bool _isDisposed;

    public string Topic => "providers";

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

    public void Works(ProviderInForce provider)
    {
        notes.Works(provider.Id.Value);
        EndPause(provider.OwnerTenantId, provider.Id);
        _lines.Tell(string.Join(Separator, Working, provider.OwnerTenantId, provider.Id.Value));
    }

    public void Removed(ProviderId provider) => notes.Gone(provider.Value);

    public void Tested(Guid tenantId) => notes.Tested(tenantId);

    public void Heard(string line)
    {
        if (line.Split(Separator) is not [var what, var id, ..] parts || !Guid.TryParse(id, out var owner))
        {
            return;
        }

        if (what == Working)
        {
            EndPause(owner, parts is [_, _, var provider] && Guid.TryParse(provider, out var one) ? new ProviderId(one) : ProviderId.FirstOf(owner));
        }
        else if (what == Tried)
        {
            lock (_gate)
            {
                TakeTurn(owner);
            }

            TryHere(owner);
        }
    }

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
        TryHere(owner);
        _lines.Tell(string.Join(Separator, Tried, owner));
    }

    private void EndPause(Guid owner, ProviderId provider)
    {
        channels.Works(provider);
        retries.BringForward(owner);
    }

    private void TryHere(Guid owner)
    {
        channels.TryNow(owner);
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
