using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Telemetry;

/// <summary>The shared sender with its deliveries measured and traced. Test emails and checks are the console's own and do not count.</summary>
internal sealed partial class MeasuredSender(
    SharedSender sender, DeliveryTelemetry telemetry, TimeProvider clock, ILogger<MeasuredSender> logger) : ISharedSender
{
    public async Task<DeliveryOutcome> SendAsync(
        ProviderInForce provider, OutgoingEmail email, Func<CancellationToken, ValueTask<bool>>? beforeDispatch, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        using var span = telemetry.Start(provider.Settings);
        var outcome = await sender.SendAsync(provider, email, beforeDispatch, cancellationToken);
        try
        {
            telemetry.Sent(span, outcome, clock.GetElapsedTime(start));
        }
        catch (Exception e)
        {
            // Whoever listens to measurements decides nothing about a message that a server may have
            LogUnmeasured(e);
        }

        return outcome;
    }

    public Task<DeliveryOutcome> SendOnceAsync(
        ProviderInForce provider, OutgoingEmail email, IDeliveryListener listener, CancellationToken cancellationToken) =>
        sender.SendOnceAsync(provider, email, listener, cancellationToken);

    public CheckWay? FindCheck(EmailProviderSettings settings) => sender.FindCheck(settings);

    public Task<CredentialCheck> CheckAsync(ProviderInForce provider, IDeliveryListener listener, CancellationToken cancellationToken) =>
        sender.CheckAsync(provider, listener, cancellationToken);

    [LoggerMessage(Level = LogLevel.Error, Message = "A delivery could not be measured.")]
    private partial void LogUnmeasured(Exception exception);
}
