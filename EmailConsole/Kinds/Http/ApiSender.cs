using System.Globalization;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using EmailConsole.Delivery.Tokens;
using EmailConsole.EmailProviders;

namespace EmailConsole.Kinds.Http;

/// <summary>Sends by requests. None is repeated but the one whose token was refused: that one was not taken.</summary>
internal sealed class ApiSender(ApiConnections connections, IAccessTokens tokens, MessageBuilder builder, TimeProvider clock)
{
    private const string UnnamedSender = "no-reply";

    public async Task<DeliveryOutcome> SendAsync(ApiTransport api, KindDelivery delivery)
    {
        var (provider, run) = (delivery.Provider, delivery.Run);
        foreach (var hidden in api.Hidden(provider))
        {
            run.Hide(hidden);
        }

        // A request that names no sender needs none; only the Message-ID needs a domain
        var settings = provider.Settings.FromAddress.Length > 0 ? provider.Settings : provider.Settings with { FromAddress = $"{UnnamedSender}@{DomainOf(api.AddressFor(provider))}" };
        var (addresses, invalid) = MessageBuilder.Check(delivery.Email, settings);
        if (addresses is null)
        {
            return await FailAsync(run, invalid!);
        }

        var id = delivery.Email.MessageId ?? $"{Guid.CreateVersion7(clock.GetUtcNow()):N}@{addresses.From.Domain}";
        var email = delivery.Email with { MessageId = id };
        using var mime = api.Mime == MimeUse.None ? null : builder.Build(api.Mime == MimeUse.AsEnvelope ? Waiting(email, addresses) : email, settings).Message;
        List<(ApiMessage Message, DeliveryOutcome Outcome)> parts = [];
        foreach (var message in ApiMessage.Of(delivery.Email, settings, addresses, id, api.Grouping))
        {
            // What is no fault of a recipient would be the same for the next one
            var outcome = parts is [.., (_, { Reason: { Blame: not Blame.Recipient } reason })]
                ? new DeliveryOutcome.Failed(reason with { Outcome = FailureOutcome.NotAccepted })
                : await SendAsync(api, new ApiDelivery(provider, message, mime, null), delivery);
            parts.Add((message, outcome));
        }

        return Join(parts);
    }

    private static string DomainOf(Uri address) => address.HostNameType == UriHostNameType.Dns ? address.IdnHost : "unnamed.invalid";

    private static OutgoingEmail Waiting(OutgoingEmail email, MessageAddresses addresses)
    {
        var waiting = addresses.Envelope.Select(r => r.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return email with
        {
            Recipients = [.. email.Recipients.Where((_, i) => waiting.Contains(addresses.To[i].Address))],
            Cc = [.. email.Cc.Where((_, i) => waiting.Contains(addresses.Cc[i].Address))],
        };
    }

    /// <summary>Each recipient keeps what became of its own request.</summary>
    private static DeliveryOutcome Join(List<(ApiMessage Message, DeliveryOutcome Outcome)> parts)
    {
        if (parts is [var (_, only)])
        {
            return only;
        }

        var leading = parts.Select(p => p.Outcome).MinBy(o => o switch { DeliveryOutcome.Delivered => 0, DeliveryOutcome.Unknown => 1, _ => 2 })!;
        return leading with
        {
            RefusedRecipients =
            [
                .. from part in parts
                   from to in part.Message.Recipients
                   let reason = part.Outcome.ReasonFor(to.Address)
                   where reason is not null
                   select new RefusedRecipient(to.Address, reason),
            ],
        };
    }

    private async Task<DeliveryOutcome> SendAsync(ApiTransport api, ApiDelivery delivery, KindDelivery asked)
    {
        var run = asked.Run;
        var address = api.AddressFor(delivery.Provider);
        var (connection, failure) = await connections.OpenAsync(delivery.Provider.Origin, address, asked.IsFresh, run);
        if (connection is null)
        {
            return new DeliveryOutcome.Failed(failure!);
        }

        using (connection)
        {
            AccessTokenResult.Granted? token = null;
            if (api.ForToken(delivery.Provider) is { } client)
            {
                (token, failure) = await TokenAsync(client, asked.IsFresh, null, run);
                if (token is null)
                {
                    return new DeliveryOutcome.Failed(failure!);
                }

                var exchange = await ExchangeAsync(token.Token, mayRenew: token.IsKept);
                if (exchange.Outcome is { } outcome)
                {
                    return outcome;
                }

                (token, failure) = await TokenAsync(client, fresh: true, token, run);
                if (token is null)
                {
                    return new DeliveryOutcome.Failed(failure!);
                }
            }

            return (await ExchangeAsync(token?.Token, mayRenew: false)).Outcome!;
        }

        Task<Exchange> ExchangeAsync(string? token, bool mayRenew) =>
            new Exchange(api, delivery with { Token = token }, address, asked, clock).RunAsync(connection.Client, mayRenew);
    }

    private async Task<(AccessTokenResult.Granted? Token, DeliveryFailure? Failure)> TokenAsync(
        ProviderInForce client, bool fresh, AccessTokenResult.Granted? refused, DeliveryRun run)
    {
        AccessTokenResult.Granted? token = null;
        var failure = await run.StageAsync(DeliveryStage.Token, ApiLimits.TimeFor(0), async cancellation =>
        {
            var result = refused is null ? await tokens.GetAsync(client, fresh, cancellation) : await tokens.ReplaceAsync(client, refused, cancellation);
            switch (result)
            {
                case AccessTokenResult.Granted granted:
                    token = granted;
                    run.Hide(granted.Token);
                    return new StageResult.Passed(string.Create(CultureInfo.InvariantCulture, $"from {granted.EndpointHost}, until {granted.ExpiresAt.UtcDateTime:HH:mm:ss} UTC"));
                default:
                    var failed = (AccessTokenResult.Failed)result;
                    return Faults.OfToken(failed, client.Settings);
            }
        });
        return (failure is null ? token : null, failure);
    }

    private static async Task<DeliveryOutcome> FailAsync(DeliveryRun run, Fault fault) =>
        new DeliveryOutcome.Failed((await run.StageAsync(DeliveryStage.Request, ApiLimits.TimeFor(0), _ => Task.FromResult<StageResult>(fault)))!);
}
