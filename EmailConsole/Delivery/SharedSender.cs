using EmailConsole.Delivery.Advice;
using EmailConsole.Delivery.Mime;
using EmailConsole.Delivery.Smtp;
using EmailConsole.EmailProviders;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery;

internal sealed class SharedSender(
    SmtpSessionOpener opener,
    MessageBuilder messages,
    IDeliveryAdvisor advisor,
    IOptions<DeliveryOptions> options,
    TimeProvider clock,
    ILogger<DeliveryRun> runLogger) : ISharedSender
{
    public async Task<DeliveryOutcome> SendOnceAsync(
        ProviderInForce provider, OutgoingEmail email, IDeliveryListener listener, CancellationToken cancellationToken)
    {
        var scrubber = SecretScrubber.For(provider.Secrets.Password, provider.Secrets.ClientSecret);
        var run = new DeliveryRun(provider.Settings, scrubber, listener, advisor, clock, runLogger, cancellationToken);
        var (message, invalid) = messages.Build(email, provider.Settings);
        if (message is null)
        {
            var failure = await run.StageAsync(DeliveryStage.Sender, options.Value.CommandTimeout, _ => Task.FromResult<StageResult>(invalid!));
            return new DeliveryOutcome.Failed(failure!);
        }

        if (provider.Secrets.Unreadable)
        {
            var stage = provider.Settings.AuthenticationType == AuthenticationType.ClientCredential ? DeliveryStage.Token : DeliveryStage.Authenticate;
            var failure = await run.StageAsync(
                stage, options.Value.CommandTimeout, _ => Task.FromResult<StageResult>(new Fault(DeliveryFailureKind.SecretUnreadable)));
            return new DeliveryOutcome.Failed(failure!);
        }

        var (connection, unopened) = await opener.OpenAsync(provider, freshToken: true, run);
        if (connection is null)
        {
            return new DeliveryOutcome.Failed(unopened!);
        }

        await using (connection)
        {
            var outcome = await TransferAsync(connection, message, run);
            await connection.QuitAsync(clock, cancellationToken);
            return outcome;
        }
    }

    private async Task<DeliveryOutcome> TransferAsync(SmtpConnection connection, BuiltMessage message, DeliveryRun run)
    {
        var limits = options.Value;
        var transaction = new SmtpTransaction(connection, message);
        var failure = await run.StageAsync(DeliveryStage.Sender, limits.CommandTimeout, transaction.SenderAsync)
            ?? await run.StageAsync(DeliveryStage.Recipient, limits.CommandTimeout, transaction.RecipientsAsync)
            ?? await run.StageAsync(
                DeliveryStage.Content, limits.ContentTimeout, token => transaction.ContentAsync(limits.CommandTimeout, clock, token));
        if (failure is not null)
        {
            return new DeliveryOutcome.Failed(failure);
        }

        var accepted = transaction.Accepted!;
        return new DeliveryOutcome.Delivered(
            QueueId.Find(accepted.ToString()),
            run.Scrub(accepted.ToString()),
            [.. transaction.Refused.Select(r => new RefusedRecipient(
                r.Address,
                run.Describe(DeliveryStage.Recipient, Fault.Refused(DeliveryFailureKind.RecipientRefused, r.Reply, r.Address))))]);
    }
}
