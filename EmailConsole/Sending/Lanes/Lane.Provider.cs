using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Sending.Channels;
using EmailConsole.Tenants;

namespace EmailConsole.Sending.Lanes;

internal sealed partial class Lane
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private ProviderInForce? _provider;
    private ProviderChannel? _channel;
    private bool _isProviderKnown;
    private bool _isFinding;
    private int _changes;

    /// <summary>From here on no message leaves with the settings known so far, where they are that owner's.</summary>
    public void ProviderChanged(Guid owner)
    {
        lock (_gate)
        {
            if (owner == tenantId || (owner == TenantDomain.SuperTenantId && _provider?.Origin != ProviderOrigin.Tenant))
            {
                ForgetProvider();
            }
        }
    }

    /// <summary>Why what waits cannot leave, as the tenant may read it; null: nothing is known to hinder it.</summary>
    public string? WhyWaiting
    {
        get
        {
            ProviderChannel? channel;
            lock (_gate)
            {
                channel = _channel;
            }

            return channel?.LastFailure is { } failure ? InheritedFailure.ReplyFor(failure, channel.OwnerTenantId, tenantId) : null;
        }
    }

    private void ChannelClosed(ProviderChannel channel)
    {
        lock (_gate)
        {
            if (_channel == channel)
            {
                ForgetProvider();
            }
        }
    }

    private void ForgetProvider()
    {
        _changes++;
        _provider = null;
        _channel = _ring = null;
        _isProviderKnown = false;
        if (!_queues.IsEmpty)
        {
            StartFinding();
        }
    }

    private void StartFinding()
    {
        if (!_isFinding && !_isProviderKnown && !_isStopped)
        {
            _isFinding = true;
            _ = Task.Run(FindProviderAsync);
        }
    }

    private async Task FindProviderAsync()
    {
        while (true)
        {
            int changes;
            lock (_gate)
            {
                changes = _changes;
            }

            ProviderInForce? provider;
            ProviderChannel? channel;
            try
            {
                provider = await parts.Providers.FindAsync(tenantId, _closing.Token);
                channel = provider is null ? null : await parts.Channels.OpenAsync(provider.OwnerTenantId, _closing.Token);
            }
            catch (Exception e)
            {
                if (!_closing.IsCancellationRequested)
                {
                    LogNoProvider(e, tenantId);
                }

                lock (_gate)
                {
                    _isFinding = false;
                    WakeBy(parts.Clock.GetUtcNow() + AfterFault);
                }

                return;
            }

            if (TryUse(provider, channel, changes))
            {
                return;
            }
        }
    }

    /// <returns>False: it has changed meanwhile.</returns>
    private bool TryUse(ProviderInForce? provider, ProviderChannel? channel, int changes)
    {
        ProviderChannel? ring;
        lock (_gate)
        {
            if (changes != _changes)
            {
                return false;
            }

            (_provider, _channel, _isProviderKnown, _isFinding) = (provider, channel, true, false);
            ring = NextRing();
        }

        Offer(ring);
        return true;
    }
}
