using EmailConsole.Delivery.Advice;
using EmailConsole.Delivery.Mime;
using EmailConsole.Delivery.Smtp;
using EmailConsole.EmailProviders;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery;

internal sealed class SharedSender(
    SmtpSessionOpener opener,
    MessageBuilder messages,
    MessageTransfer transfer,
    IDeliveryAdvisor advisor,
    IOptions<DeliveryOptions> options,
    TimeProvider clock,
    ILogger<DeliveryRun> runLogger) : ISharedSender
{
    public Task<DeliveryOutcome> SendAsync(ProviderInForce provider, OutgoingEmail email, CancellationToken cancellationToken) =>
        SendAsync(provider, email, NoDeliveryListener.Instance, freshToken: false, cancellationToken);

    public Task<DeliveryOutcome> SendOnceAsync(
        ProviderInForce provider, OutgoingEmail email, IDeliveryListener listener, CancellationToken cancellationToken) =>
        SendAsync(provider, email, listener, freshToken: true, cancellationToken);

    private async Task<DeliveryOutcome> SendAsync(
        ProviderInForce provider, OutgoingEmail email, IDeliveryListener listener, bool freshToken, CancellationToken cancellationToken)
    {
        var scrubber = SecretScrubber.For(provider.Secrets.Password, provider.Secrets.ClientSecret);
        var run = new DeliveryRun(provider.Settings, scrubber, listener, advisor, clock, runLogger, cancellationToken);
        var (message, invalid) = messages.Build(email, provider.Settings);
        if (message is null)
        {
            return await FailAsync(run, DeliveryStage.Sender, invalid!);
        }

        if (provider.Secrets.Unreadable)
        {
            var stage = provider.Settings.AuthenticationType == AuthenticationType.ClientCredential ? DeliveryStage.Token : DeliveryStage.Authenticate;
            return await FailAsync(run, stage, new Fault(DeliveryFailureKind.SecretUnreadable));
        }

        var (connection, unopened) = await opener.OpenAsync(provider, freshToken, run);
        if (connection is null)
        {
            return new DeliveryOutcome.Failed(unopened!);
        }

        await using (connection)
        {
            var outcome = await transfer.RunAsync(connection, message, run);
            await connection.QuitAsync(clock, cancellationToken);
            return outcome;
        }
    }

    private async Task<DeliveryOutcome> FailAsync(DeliveryRun run, DeliveryStage stage, Fault fault)
    {
        var failure = await run.StageAsync(stage, options.Value.CommandTimeout, _ => Task.FromResult<StageResult>(fault));
        return new DeliveryOutcome.Failed(failure!);
    }
}
