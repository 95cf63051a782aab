using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Telemetry;

/// <summary>The shared sender with its deliveries measured and traced. Test emails are the console's own and do not count.</summary>
internal sealed class MeasuredSender(SharedSender sender, DeliveryTelemetry telemetry, TimeProvider clock) : ISharedSender
{
    public async Task<DeliveryOutcome> SendAsync(
        ProviderInForce provider, OutgoingEmail email, Func<CancellationToken, ValueTask<bool>>? beforeHandover, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        using var span = telemetry.Start(provider.Settings);
        var outcome = await sender.SendAsync(provider, email, beforeHandover, cancellationToken);
        telemetry.Sent(span, outcome, clock.GetElapsedTime(start));
        return outcome;
    }

    public Task<DeliveryOutcome> SendOnceAsync(
        ProviderInForce provider, OutgoingEmail email, IDeliveryListener listener, CancellationToken cancellationToken) =>
        sender.SendOnceAsync(provider, email, listener, cancellationToken);
}
