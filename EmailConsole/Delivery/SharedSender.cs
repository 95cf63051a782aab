using System.Collections.Frozen;
using EmailConsole.Delivery.Advice;
using EmailConsole.Delivery.Mime;
using EmailConsole.Delivery.Pool;
using EmailConsole.Delivery.Telemetry;
using EmailConsole.EmailProviders;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery;

/// <summary>
/// Finds the transport of the provider's kind, and refuses what none could send. Deliveries are measured and traced; test emails and checks are the
/// console's own and do not count.
/// </summary>
internal sealed partial class SharedSender(
    ProviderFacts providers,
    IDeliveryAdvisor advisor,
    IEnumerable<IKindTransport> transports,
    DeliveryTelemetry telemetry,
    IOptions<DeliveryOptions> options,
    TimeProvider clock,
    ILogger<SharedSender> logger,
    ILogger<DeliveryRun> runLogger) : ISharedSender
{
    private readonly FrozenDictionary<string, IKindTransport> _transports = transports.ToFrozenDictionary(t => t.Kind, StringComparer.Ordinal);

    public async Task<DeliveryOutcome> SendAsync(
        ProviderInForce provider,
        OutgoingEmail email,
        Func<CancellationToken, ValueTask<bool>>? beforeDispatch,
        DeliveryProgress? progress,
        CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        using var span = telemetry.Start(provider.Settings);
        using var run = Begin(provider, email, NoDeliveryListener.Instance, progress, cancellationToken);
        var outcome = await SendAsync(new KindDelivery(provider, email, beforeDispatch, IsFresh: false, run));
        try
        {
            telemetry.Sent(span, outcome, clock.GetElapsedTime(start));
        }
        catch (Exception e)
        {
            // Whoever listens to measurements decides nothing about a message that a server may have
            LogUnmeasured(logger, e);
        }

        return outcome;
    }

    public async Task<DeliveryOutcome> SendOnceAsync(
        ProviderInForce provider, OutgoingEmail email, IDeliveryListener listener, CancellationToken cancellationToken)
    {
        using var run = Begin(provider, email, listener, null, cancellationToken);
        return await SendAsync(new KindDelivery(provider, email, null, IsFresh: true, run));
    }

    public CheckWay? FindCheck(EmailProviderSettings settings) => Transport(settings)?.FindCheck(settings);

    public async Task<CredentialCheck> CheckAsync(ProviderInForce provider, IDeliveryListener listener, CancellationToken cancellationToken)
    {
        if (Transport(provider.Settings) is not { } transport || transport.FindCheck(provider.Settings) is not { } way)
        {
            return new CredentialCheck.NotOffered();
        }

        using var run = Begin(provider, null, listener, null, cancellationToken);
        return provider.Secrets.Unreadable
            ? new CredentialCheck.Failed(await FailAsync(
                run, way == CheckWay.Token ? DeliveryStage.Token : transport.StageOfSecret(provider.Settings), new Fault(DeliveryFailureKind.SecretUnreadable)))
            : await transport.CheckAsync(new KindCheck(provider, run));
    }

    private IKindTransport? Transport(EmailProviderSettings settings) => _transports.GetValueOrDefault(settings.Kind);

    private Task<DeliveryOutcome> SendAsync(KindDelivery delivery)
    {
        var (provider, run) = (delivery.Provider, delivery.Run);
        return Transport(provider.Settings) is not { } transport ? RefuseAsync(run, DeliveryStage.Request, Unknown(provider.Settings.Kind))
            : provider.Secrets.Unreadable ? RefuseAsync(run, transport.StageOfSecret(provider.Settings), new Fault(DeliveryFailureKind.SecretUnreadable))
            : delivery.Email.Raw is { } raw && RawBuilder.FindForbidden(raw, provider) is { } forbidden ? RefuseAsync(run, DeliveryStage.Sender, forbidden)
            : transport.SendAsync(delivery);
    }

    private DeliveryRun Begin(
        ProviderInForce provider, OutgoingEmail? email, IDeliveryListener listener, DeliveryProgress? progress, CancellationToken cancellationToken)
    {
        progress?.Enter(new StageUnderWay(null, clock.GetUtcNow(), null));
        var run = new DeliveryRun(provider.Settings, providers.Scrubber(provider), listener, progress, advisor, clock, runLogger, cancellationToken);
        run.HideContent(email?.Secrets ?? []);
        if (email?.Raw is not null)
        {
            run.HideLinks();
        }

        return run;
    }

    private static Fault Unknown(string kind) => new(DeliveryFailureKind.InternalError)
    {
        Judged = new Judgement(Blame.Ours, FailureOutcome.NotAccepted, new DeliveryAdvice(
            $"This console knows no provider of the kind {kind}. Nothing was sent.", "Choose another provider, or run the version of the console that knows it.")),
    };

    private async Task<DeliveryOutcome> RefuseAsync(DeliveryRun run, DeliveryStage stage, Fault fault) =>
        new DeliveryOutcome.Failed(await FailAsync(run, stage, fault));

    private Task<DeliveryFailure> FailAsync(DeliveryRun run, DeliveryStage stage, Fault fault) => run.FailAsync(stage, options.Value.CommandTimeout, fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "A delivery could not be measured.")]
    private static partial void LogUnmeasured(ILogger logger, Exception exception);
}
