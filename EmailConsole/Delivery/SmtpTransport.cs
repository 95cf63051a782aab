using EmailConsole.Delivery.Mime;
using EmailConsole.Delivery.Pool;
using EmailConsole.Delivery.Smtp;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery;

/// <summary>Hands messages to an SMTP server: over connections that are kept, or over one of its own.</summary>
internal sealed class SmtpTransport(
    SmtpSessionOpener opener,
    WarmConnections warm,
    ConnectionReturn connectionReturn,
    MessageBuilder messages,
    MessageTransfer transfer,
    IOptions<DeliveryOptions> options,
    TimeProvider clock) : IKindTransport
{
    public string Kind => ProviderKinds.Smtp;

    public DeliveryStage StageOfSecret(EmailProviderSettings settings) =>
        settings.AuthenticationType == AuthenticationType.ClientCredential ? DeliveryStage.Token : DeliveryStage.Authenticate;

    public async Task<DeliveryOutcome> SendAsync(KindDelivery delivery)
    {
        var (message, invalid) = messages.Build(delivery.Email, delivery.Provider.Settings);
        if (message is null)
        {
            return new DeliveryOutcome.Failed(await delivery.Run.FailAsync(DeliveryStage.Sender, options.Value.CommandTimeout, invalid!));
        }

        using (message)
        {
            return delivery.IsFresh ? await SendOnceAsync(delivery, message) : await SendWarmAsync(delivery, message);
        }
    }

    public CheckWay? FindCheck(EmailProviderSettings settings) =>
        settings.AuthenticationType == AuthenticationType.None ? null : CheckWay.SignIn;

    public async Task<CredentialCheck> CheckAsync(KindCheck check)
    {
        var (connection, failure) = await opener.OpenAsync(check.Provider, token: null, check.Run);
        if (connection is null)
        {
            return new CredentialCheck.Failed(failure!);
        }

        await using (connection)
        {
            await connection.QuitAsync(clock, check.Run.CancellationToken);
            return new CredentialCheck.Accepted(check.Provider.Settings.Host, "");
        }
    }

    private async Task<DeliveryOutcome> SendWarmAsync(KindDelivery delivery, BuiltMessage message)
    {
        var (provider, beforeDispatch, run) = (delivery.Provider, delivery.BeforeDispatch, delivery.Run);
        var (lease, failure) = await warm.AcquireAsync(provider, run);
        DeliveryOutcome? outcome = null;
        try
        {
            if (beforeDispatch is not null && lease is { } open)
            {
                if (!await beforeDispatch(run.CancellationToken))
                {
                    return outcome = Cancelled(run);
                }

                (lease, failure) = await warm.RenewAsync(open, provider, run);

                // To open another connection may have taken long
                if (lease is not null && !await beforeDispatch(run.CancellationToken))
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
        catch (OperationCanceledException) when (run.CancellationToken.IsCancellationRequested)
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

    private async Task<DeliveryOutcome> SendOnceAsync(KindDelivery delivery, BuiltMessage message)
    {
        var run = delivery.Run;
        var (connection, failure) = await opener.OpenAsync(delivery.Provider, token: null, run);
        if (connection is null)
        {
            return new DeliveryOutcome.Failed(failure!);
        }

        await using (connection)
        {
            var outcome = await transfer.RunAsync(connection, message, null, run);
            await connection.QuitAsync(clock, run.CancellationToken);
            return outcome;
        }
    }

    private static DeliveryOutcome.Failed Cancelled(DeliveryRun run) =>
        new(run.Describe(DeliveryStage.Sender, new Fault(DeliveryFailureKind.Cancelled)));
}
