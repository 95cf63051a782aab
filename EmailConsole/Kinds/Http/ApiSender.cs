using System.Globalization;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using EmailConsole.Delivery.Tokens;
using EmailConsole.EmailProviders;

namespace EmailConsole.Kinds.Http;

/// <summary>Sends, and has credentials checked, by requests. None is repeated but the one whose token was refused: that one was not taken.</summary>
internal sealed class ApiSender(ApiConnections connections, IAccessTokens tokens, MessageBuilder builder, TimeProvider clock)
{
    public async Task<DeliveryOutcome> SendAsync(ApiTransport api, KindDelivery delivery)
    {
        var (provider, run) = (delivery.Provider, delivery.Run);
        Hide(api, provider, run);

        var (content, invalid) = new ApiContentBuilder(api, builder, domain => $"{Guid.CreateVersion7(clock.GetUtcNow()):N}@{domain}").Build(delivery.Email, provider);
        if (content is null)
        {
            return await FailAsync(run, invalid!);
        }

        using var mime = content.Mime;
        List<(ApiMessage Message, DeliveryOutcome Outcome)> parts = [];
        foreach (var message in content.Messages)
        {
            // What is no fault of a recipient would be the same for the next one
            var outcome = parts is [.., (_, { Reason: { Blame: not Blame.Recipient } reason })]
                ? new DeliveryOutcome.Failed(reason with { Outcome = FailureOutcome.NotAccepted })
                : await SendAsync(api, new ApiDelivery(provider, message, mime, null), delivery);
            parts.Add((message, outcome));
        }

        return Join(parts);
    }

    public async Task<CredentialCheck> CheckAsync(ApiTransport api, KindCheck check)
    {
        var (provider, run) = (check.Provider, check.Run);
        if (api.CheckFor(provider.Settings) is not { } way)
        {
            return new CredentialCheck.NotOffered();
        }

        Hide(api, provider, run);
        var (connection, failure) = await connections.OpenAsync(provider.Origin, api.AddressFor(provider), isFresh: true, run);
        if (connection is null)
        {
            return new CredentialCheck.Failed(failure!);
        }

        using (connection)
        {
            return way switch
            {
                ApiCheck.ByToken byToken => await CheckTokenAsync(api, byToken, check),
                ApiCheck.ByRequest byRequest => await CheckByRequestAsync(api, byRequest, check, connection.Client),
                _ => throw new InvalidOperationException($"{way.GetType().Name} is not a known way."),
            };
        }
    }

    private async Task<CredentialCheck> CheckTokenAsync(ApiTransport api, ApiCheck.ByToken way, KindCheck check)
    {
        CheckFinding.Accepted? found = null;
        var (token, failure) = await TokenAsync(
            api.ForToken(check.Provider)!, fresh: true, refused: null, check.Run, granted => (found = way.Read(granted)).Warning);
        return token is null ? new CredentialCheck.Failed(failure!) : Accepted(token.EndpointHost, found!, check.Run);
    }

    private async Task<CredentialCheck> CheckByRequestAsync(ApiTransport api, ApiCheck.ByRequest way, KindCheck check, HttpMessageInvoker client)
    {
        var asking = way.Create(check.Provider);
        var refusals = new Refusals(api, check.Provider.Settings, asking, clock);
        CheckFinding.Accepted? found = null;
        var failure = await new Exchange(asking, null, check.Run, clock).RunAsync(client, answer =>
        {
            switch (way.Read(answer, check.Provider))
            {
                case CheckFinding.Accepted accepted:
                    found = accepted;
                    return new StageResult.Passed(string.Create(CultureInfo.InvariantCulture, $"HTTP {answer.Status}"), accepted.Warning);
                case CheckFinding.Refused refused:
                    return refusals.Describe(refused.Row, refused.Error, answer);
                default:
                    var error = api.ReadError(answer);
                    return refusals.Describe(ApiErrors.FindOfCheck(api.Errors, error), answer.IsSuccess ? error with { Text = "" } : error, answer);
            }
        });
        return found is null ? new CredentialCheck.Failed(failure!) : Accepted(api.Name, found, check.Run);
    }

    // What the service calls things is its own to choose
    private static CredentialCheck.Accepted Accepted(string by, CheckFinding.Accepted found, DeliveryRun run) =>
        new(by, run.Scrub(string.Concat(found.Found.Where(c => !char.IsControl(c)))));

    private static void Hide(ApiTransport api, ProviderInForce provider, DeliveryRun run)
    {
        foreach (var hidden in api.Hidden(provider))
        {
            run.Hide(hidden);
        }
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

                if (await ExchangeAsync(token.Token, mayRenew: token.IsKept) is { } outcome)
                {
                    return outcome;
                }

                (token, failure) = await TokenAsync(client, fresh: true, token, run);
                if (token is null)
                {
                    return new DeliveryOutcome.Failed(failure!);
                }
            }

            return (await ExchangeAsync(token?.Token, mayRenew: false))!;
        }

        Task<DeliveryOutcome?> ExchangeAsync(string? token, bool mayRenew) =>
            new MessageExchange(api, delivery with { Token = token }, asked, clock).RunAsync(connection.Client, mayRenew);
    }

    private async Task<(AccessTokenResult.Granted? Token, DeliveryFailure? Failure)> TokenAsync(
        ProviderInForce client, bool fresh, AccessTokenResult.Granted? refused, DeliveryRun run, Func<string, string?>? findWarning = null)
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
                    return new StageResult.Passed(string.Create(CultureInfo.InvariantCulture, $"from {granted.EndpointHost}, until {granted.ExpiresAt.UtcDateTime:HH:mm:ss} UTC"), findWarning?.Invoke(granted.Token));
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
