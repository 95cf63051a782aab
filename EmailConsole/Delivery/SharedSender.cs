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
        using var run = Begin(provider, email.Secrets, NoDeliveryListener.Instance, cancellationToken);
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
        using var run = Begin(provider, email.Secrets, listener, cancellationToken);
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

    public CheckWay? FindCheck(EmailProviderSettings settings) => settings.Kind != ProviderKinds.Smtp
        ? Transport(settings)?.FindCheck(settings)
        : settings.AuthenticationType == AuthenticationType.None ? null : CheckWay.SignIn;

    public async Task<CredentialCheck> CheckAsync(ProviderInForce provider, IDeliveryListener listener, CancellationToken cancellationToken)
    {
        if (FindCheck(provider.Settings) is not { } way)
        {
            return new CredentialCheck.NotOffered();
        }

        using var run = Begin(provider, [], listener, cancellationToken);
        if (provider.Secrets.Unreadable)
        {
            return new CredentialCheck.Failed(await DescribeAsync(
                run, way == CheckWay.Token ? DeliveryStage.Token : StageOfSecret(provider.Settings), new Fault(DeliveryFailureKind.SecretUnreadable)));
        }

        if (way != CheckWay.SignIn)
        {
            return await Transport(provider.Settings)!.CheckAsync(new KindCheck(provider, run));
        }

        var (connection, failure) = await opener.OpenAsync(provider, token: null, run);
        if (connection is null)
        {
            return new CredentialCheck.Failed(failure!);
        }

        await using (connection)
        {
            await connection.QuitAsync(clock, cancellationToken);
            return new CredentialCheck.Accepted(provider.Settings.Host, "");
        }
    }

    private IKindTransport? Transport(EmailProviderSettings settings) => transports.FirstOrDefault(t => t.Kind == settings.Kind);

    private async Task<DeliveryOutcome> SendByKindAsync(KindDelivery delivery)
    {
        var settings = delivery.Provider.Settings;
        if (Transport(settings) is not { } transport)
        {
            return await FailAsync(delivery.Run, DeliveryStage.Request, new Fault(DeliveryFailureKind.InternalError)
            {
                Judged = new Judgement(Blame.Ours, FailureOutcome.NotAccepted, new DeliveryAdvice(
                    $"This console knows no provider of the kind {settings.Kind}. Nothing was sent.", "Choose another provider, or run the version of the console that knows it.")),
            });
        }

        return delivery.Provider.Secrets.Unreadable
            ? await FailAsync(delivery.Run, StageOfSecret(settings), new Fault(DeliveryFailureKind.SecretUnreadable))
            : await transport.SendAsync(delivery);
    }

    private static DeliveryOutcome.Failed Cancelled(DeliveryRun run) =>
        new(run.Describe(DeliveryStage.Sender, new Fault(DeliveryFailureKind.Cancelled)));

    private DeliveryRun Begin(ProviderInForce provider, IReadOnlyList<string> ofMessage, IDeliveryListener listener, CancellationToken cancellationToken)
    {
        var run = new DeliveryRun(provider.Settings, providers.Scrubber(provider), listener, advisor, clock, runLogger, cancellationToken);
        run.HideContent(ofMessage);
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
            return (null, await FailAsync(run, StageOfSecret(provider.Settings), new Fault(DeliveryFailureKind.SecretUnreadable)));
        }

        return (message, null);
    }

    /// <summary>Where a secret is needed first.</summary>
    private static DeliveryStage StageOfSecret(EmailProviderSettings settings) => settings.Kind != ProviderKinds.Smtp ? DeliveryStage.Request
        : settings.AuthenticationType == AuthenticationType.ClientCredential ? DeliveryStage.Token : DeliveryStage.Authenticate;

    private async Task<DeliveryOutcome> FailAsync(DeliveryRun run, DeliveryStage stage, Fault fault) =>
        new DeliveryOutcome.Failed(await DescribeAsync(run, stage, fault));

    private async Task<DeliveryFailure> DescribeAsync(DeliveryRun run, DeliveryStage stage, Fault fault) =>
        (await run.StageAsync(stage, options.Value.CommandTimeout, _ => Task.FromResult<StageResult>(fault)))!;
}
