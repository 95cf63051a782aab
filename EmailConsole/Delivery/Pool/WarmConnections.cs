using EmailConsole.Delivery.Smtp;
using EmailConsole.Delivery.Tokens;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Pool;

/// <summary>Finds an open connection for a message, or opens one.</summary>
internal sealed class WarmConnections(
    ConnectionPools pools,
    ProviderFacts providers,
    SmtpSessionOpener opener,
    IAccessTokens tokens,
    TimeProvider clock)
{
    /// <returns>The turn with a connection, which the caller gives back, or why there is none.</returns>
    public async Task<(Lease? Lease, DeliveryFailure? Failure)> AcquireAsync(ProviderInForce provider, DeliveryRun run)
    {
        AccessTokenResult.Granted? token = null;
        if (provider.Settings.AuthenticationType == AuthenticationType.ClientCredential)
        {
            (token, var refused) = await opener.GetTokenAsync(provider, fresh: false, run);
            if (token is null)
            {
                return (null, refused);
            }
        }

        Lease lease;
        try
        {
            lease = await pools.AcquireAsync(
                providers.Pool(provider),
                providers.Identity(provider, token?.Token),
                providers.Limits(provider),
                run.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            return (null, run.Describe(DeliveryStage.Connect, new Fault(DeliveryFailureKind.Cancelled)));
        }

        if (lease.Connection is { } open)
        {
            open.Smtp.Attach(run);
            return (lease, null);
        }

        var failure = await OpenAsync(lease, provider, token, run);
        return failure is null ? (lease, null) : (null, failure);
    }

    /// <summary>Another one where the server has left meanwhile: nothing of the message was said to it yet.</summary>
    /// <inheritdoc cref="AcquireAsync" path="/returns"/>
    public Task<(Lease? Lease, DeliveryFailure? Failure)> RenewAsync(Lease lease, ProviderInForce provider, DeliveryRun run)
    {
        if (lease.Connection is not { Smtp.IsStale: true })
        {
            return Task.FromResult<(Lease?, DeliveryFailure?)>((lease, null));
        }

        pools.Abandon(lease, politely: false);
        return AcquireAsync(provider, run);
    }

    private async Task<DeliveryFailure?> OpenAsync(Lease lease, ProviderInForce provider, AccessTokenResult.Granted? token, DeliveryRun run)
    {
        try
        {
            var (connection, failure) = await opener.OpenAsync(provider, token, run);

            // A kept token may have been taken back before its time: one more attempt with a new one. A refusal for now
            // (RFC 4954 section 6, 454) says nothing of the token
            if (failure is { Kind: DeliveryFailureKind.AuthenticationRefused, ReplyCode: >= 500 } && token is { IsKept: true }
                && await tokens.ReplaceAsync(provider, token, run.CancellationToken) is AccessTokenResult.Granted renewed)
            {
                token = renewed;
                run.Hide(token.Token);
                (connection, failure) = await opener.OpenAsync(provider, token, run);
            }

            if (connection is not null)
            {
                lease.Connection = new PooledConnection(connection, providers.Identity(provider, token?.Token), clock.GetTimestamp())
                {
                    Messages = 1,
                };
            }

            return failure;
        }
        catch (OperationCanceledException)
        {
            return run.Describe(DeliveryStage.Token, new Fault(DeliveryFailureKind.Cancelled));
        }
        finally
        {
            if (lease.Connection is null)
            {
                pools.Abandon(lease, politely: false);
            }
        }
    }
}
