using System.Threading.Channels;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>
/// Tells the parts above when the super tenant's settings in force have changed. Apart from <see cref="SuperTenantProvider"/>,
/// because those parts may themselves need it.
/// </summary>
internal sealed partial class SuperTenantAnnouncer(
    ISuperTenantProvider provider, IEnumerable<IEmailProviderChanged> listeners, ILogger<SuperTenantAnnouncer> logger) : BackgroundService
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
            if (!now.Equals(announced))
            {
                announced = now;
                await TellAsync(stoppingToken);
            }
        }

        (Guid? Version, PlatformSenders Senders) InForce() => provider.Current is var state ? (state.InForce?.Version, state.Senders) : default;
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        foreach (var listener in listeners)
        {
            try
            {
                await listener.ChangedAsync(TenantDomain.SuperTenantId, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                LogListenerFailed(e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A part of EmailConsole failed to take over the super tenant's changed provider.")]
    private partial void LogListenerFailed(Exception exception);
}
