using System.Threading.Channels;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>
/// Tells the parts above when the super tenant's settings in force have changed. Apart from <see cref="SuperTenantProvider"/>,
/// because those parts may themselves need it.
/// </summary>
internal sealed class SuperTenantAnnouncer(ISuperTenantProvider provider, Listeners<IEmailProviderChanged> listeners) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // One place is enough: only the newest state counts
        var wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = provider.Subscribe(_ => wake.Writer.TryWrite(true));
        var announced = InForce();
        while (await wake.Reader.WaitToReadAsync(stoppingToken))
        {
            wake.Reader.TryRead(out _);
            var now = InForce();
            if (!now.Senders.Equals(announced.Senders) || !now.Route.SequenceEqual(announced.Route))
            {
                announced = now;
                await listeners.TellAsync(
                    TenantDomain.SuperTenantId, (listener, token) => listener.ChangedAsync(TenantDomain.SuperTenantId, token), stoppingToken);
            }
        }

        (IReadOnlyList<(ProviderId Id, Guid Version)> Route, PlatformSenders Senders) InForce() =>
            provider.Current is var state ? ([.. state.Route.Select(p => (p.Id, p.Version))], state.Senders) : default;
    }
}
