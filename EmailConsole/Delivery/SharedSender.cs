using EmailConsole.Delivery.Advice;
using EmailConsole.Delivery.Mime;
using EmailConsole.Delivery.Pool;
using EmailConsole.Delivery.Smtp;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery;

internal sealed class SharedSender(
    SmtpSessionOpener opener,
    ProviderFacts providers,
    WarmConnections warm,
    ConnectionReturn connectionReturn,
    MessageBuilder messages,
    MessageTransfer transfer,
    IDeliveryAdvisor advisor,
    IEnumerable<IKindTransport> transports,
    IOptions<DeliveryOptions> options,
    TimeProvider clock,
    ILogger<DeliveryRun> runLogger) : ISharedSender
{
    public async Task<DeliveryOutcome> SendAsync(
        ProviderInForce provider, OutgoingEmail email, Func<CancellationToken, ValueTask<bool>>? beforeDispatch, CancellationToken cancellationToken)
    {
        using var run = Begin(provider, email, NoDeliveryListener.Instance, cancellationToken);
        if (provider.Settings.Kind != ProviderKinds.Smtp)
        {
            return await SendByKindAsync(new KindDelivery(provider, email, beforeDispatch, IsFresh: false, run));
        }

        var (message, invalid) = await PrepareAsync(provider, email, run);
        if (message is null)
        {
            return invalid!;
        }

        using (message)
        {
            var (lease, failure) = await warm.AcquireAsync(provider, run);
            DeliveryOutcome? outcome = null;
            try
            {
                if (beforeDispatch is not null && lease is { } open)
                {
                    if (!await beforeDispatch(cancellationToken))
                    {
                        return outcome = Cancelled(run);
                    }

                    (lease, failure) = await warm.RenewAsync(open, provider, run);

                    // To open another connection may have taken long
                    if (lease is not null && !await beforeDispatch(cancellationToken))
                    {
                        return outcome = Cancelled(run);
                    }
                }

                if (lease is null)
                {
                    return new DeliveryOutcome.Failed(failure!);
                }

                return outcome = await transfer.RunAsync(lease.Connection!.Smtp, message, beforeDispatch, run);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return outcome = Cancelled(run);
            }
            finally
            {
                if (lease is not null)
                {
                    connectionReturn.Return(lease, outcome);
                }
            }
        }
    }

    public async Task<DeliveryOutcome> SendOnceAsync(
        ProviderInForce provider, OutgoingEmail email, IDeliveryListener listener, CancellationToken cancellationToken)
    {
        using var run = Begin(provider, email, listener, cancellationToken);
        if (provider.Settings.Kind != ProviderKinds.Smtp)
        {
            return await SendByKindAsync(new KindDelivery(provider, email, null, IsFresh: true, run));
        }

        var (message, invalid) = await PrepareAsync(provider, email, run);
        if (message is null)
        {
            return invalid!;
        }

        using (message)
        {
            var (connection, failure) = await opener.OpenAsync(provider, token: null, run);
            if (connection is null)
            {
                return new DeliveryOutcome.Failed(failure!);
            }

            await using (connection)
            {
                var outcome = await transfer.RunAsync(connection, message, null, run);
                await connection.QuitAsync(clock, cancellationToken);
                return outcome;
            }
        }
    }

    private async Task<DeliveryOutcome> SendByKindAsync(KindDelivery delivery)
    {
        var kind = delivery.Provider.Settings.Kind;
        if (transports.FirstOrDefault(t => t.Kind == kind) is not { } transport)
        {
            return await FailAsync(delivery.Run, DeliveryStage.Request, new Fault(DeliveryFailureKind.InternalError)
            {
                Judged = new Judgement(Blame.Ours, FailureOutcome.NotAccepted, new DeliveryAdvice(
                    $"This console knows no provider of the kind {kind}. Nothing was sent.", "Choose another provider, or run the version of the console that knows it.")),
            });
        }

        return delivery.Provider.Secrets.Unreadable
            ? await FailAsync(delivery.Run, DeliveryStage.Request, new Fault(DeliveryFailureKind.SecretUnreadable))
            : await transport.SendAsync(delivery);
    }

    private static DeliveryOutcome.Failed Cancelled(DeliveryRun run) =>
        new(run.Describe(DeliveryStage.Sender, new Fault(DeliveryFailureKind.Cancelled)));

    private DeliveryRun Begin(ProviderInForce provider, OutgoingEmail email, IDeliveryListener listener, CancellationToken cancellationToken)
    {
        var run = new DeliveryRun(provider.Settings, providers.Scrubber(provider), listener, advisor, clock, runLogger, cancellationToken);
        run.HideContent(email.Secrets);
        return run;
    }

    /// <returns>The message, or why nothing can be sent at all.</returns>
    private async Task<(BuiltMessage? Message, DeliveryOutcome? Invalid)> PrepareAsync(
        ProviderInForce provider, OutgoingEmail email, DeliveryRun run)
    {
        var (message, invalid) = messages.Build(email, provider.Settings);
        if (message is null)
        {
            return (null, await FailAsync(run, DeliveryStage.Sender, invalid!));
        }

        if (provider.Secrets.Unreadable)
        {
            message.Dispose();
            var stage = provider.Settings.AuthenticationType == AuthenticationType.ClientCredential ? DeliveryStage.Token : DeliveryStage.Authenticate;
            return (null, await FailAsync(run, stage, new Fault(DeliveryFailureKind.SecretUnreadable)));
        }

        return (message, null);
    }

    private async Task<DeliveryOutcome> FailAsync(DeliveryRun run, DeliveryStage stage, Fault fault)
    {
        var failure = await run.StageAsync(stage, options.Value.CommandTimeout, _ => Task.FromResult<StageResult>(fault));
        return new DeliveryOutcome.Failed(failure!);
    }
}
