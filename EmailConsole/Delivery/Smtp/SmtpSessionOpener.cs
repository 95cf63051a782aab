using System.Globalization;
using EmailConsole.Delivery.Tokens;
using EmailConsole.EmailProviders;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery.Smtp;

/// <summary>Opens a connection up to where messages can be sent: found, connected, greeted, encrypted, signed in.</summary>
internal sealed class SmtpSessionOpener(
    ProviderDialer dialer,
    SmtpEncryptionStage encryption,
    IAccessTokens tokens,
    GreetingPatience patience,
    ServerMemory memory,
    IOptions<DeliveryOptions> options,
    TimeProvider clock)
{
    /// <param name="provider">Whose settings.</param>
    /// <param name="token">Of client credentials; null: a fresh one is asked for when its turn comes.</param>
    /// <param name="run">Told of each stage.</param>
    /// <returns>The connection, which the caller closes, or the failure of the stage that ended it.</returns>
    public async Task<(SmtpConnection? Connection, DeliveryFailure? Failure)> OpenAsync(
        ProviderInForce provider, AccessTokenResult.Granted? token, DeliveryRun run)
    {
        var (connection, failure) = await dialer.DialAsync(provider, run);
        if (connection is null)
        {
            return (null, failure);
        }

        try
        {
            failure = await PrepareAsync(connection, provider.Settings, run)
                ?? await SignInAsync(connection, provider, token, run);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        if (failure is null)
        {
            return (connection, null);
        }

        await using (connection)
        {
            await connection.QuitAsync(clock, run.CancellationToken);
            return (null, failure);
        }
    }

    private async Task<DeliveryFailure?> PrepareAsync(SmtpConnection connection, EmailProviderSettings settings, DeliveryRun run)
    {
        var limit = options.Value.CommandTimeout;
        var ehlo = options.Value.EhloName;
        async Task<DeliveryFailure?> Greet()
        {
            using var wait = patience.Begin(connection.Server, run);
            return await run.StageAsync(DeliveryStage.Greeting, wait.Limit, async token =>
            {
                try
                {
                    return await SmtpGreeting.GreetAsync(connection, ehlo, wait, token);
                }
                catch (OperationCanceledException) when (!run.CancellationToken.IsCancellationRequested)
                {
                    return new Fault(DeliveryFailureKind.TimedOut, Detail: wait.GiveUp(), IsRetryable: true);
                }
            });
        }

        return settings.Encryption switch
        {
            SmtpEncryption.Tls => await run.StageAsync(
                DeliveryStage.Encrypt, limit, token => encryption.ImplicitAsync(connection, settings.Host, token)) ?? await Greet(),
            SmtpEncryption.None => await Greet(),
            _ => await Greet() ?? await run.StageAsync(
                DeliveryStage.Encrypt, limit, token => encryption.StartTlsAsync(connection, settings, ehlo, token)),
        };
    }

    private async Task<DeliveryFailure?> SignInAsync(
        SmtpConnection connection, ProviderInForce provider, AccessTokenResult.Granted? granted, DeliveryRun run)
    {
        var limit = options.Value.CommandTimeout;
        var settings = provider.Settings;
        var secret = provider.Secrets.Password ?? "";
        if (settings.AuthenticationType == AuthenticationType.ClientCredential)
        {
            if (granted is null)
            {
                (granted, var failure) = await GetTokenAsync(provider, fresh: true, run);
                if (granted is null)
                {
                    return failure;
                }
            }

            secret = granted.Token;
        }

        return settings.AuthenticationType == AuthenticationType.None
            ? null
            : await run.StageAsync(
                DeliveryStage.Authenticate, limit, token => SmtpAuthentication.AuthenticateAsync(connection, settings, secret, memory, token));
    }

    /// <summary>The stage Token.</summary>
    /// <returns>The token, or the stage's failure.</returns>
    public async Task<(AccessTokenResult.Granted? Token, DeliveryFailure? Failure)> GetTokenAsync(
        ProviderInForce provider, bool fresh, DeliveryRun run)
    {
        AccessTokenResult.Granted? granted = null;
        var failure = await run.StageAsync(DeliveryStage.Token, options.Value.CommandTimeout, async token =>
        {
            var result = await tokens.GetAsync(provider, fresh, token);
            if (result is AccessTokenResult.Granted given)
            {
                granted = given;
                run.Hide(given.Token);
            }

            return Describe(result);
        });
        return failure is null ? (granted, null) : (null, failure);
    }

    private StageResult Describe(AccessTokenResult result) => result switch
    {
        AccessTokenResult.Granted granted => new StageResult.Passed(string.Create(
            CultureInfo.InvariantCulture, $"{granted.EndpointHost}, valid for {(granted.ExpiresAt - clock.GetUtcNow()).TotalMinutes:0} min")),
        AccessTokenResult.Failed failed => new Fault(failed.Kind, Text: failed.ServerText, IsRetryable: failed.IsRetryable),
        _ => throw new InvalidOperationException("An unknown result."),
    };
}
