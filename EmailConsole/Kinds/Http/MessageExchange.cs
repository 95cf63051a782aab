using System.Globalization;
using EmailConsole.Delivery;

namespace EmailConsole.Kinds.Http;

/// <summary>A message handed over by one request, and what became of it.</summary>
internal sealed class MessageExchange(ApiTransport api, ApiDelivery delivery, KindDelivery asked, TimeProvider clock)
{
    private const int MaxId = 200;

    private readonly DeliveryRun _run = asked.Run;
    private ApiAcceptance? _accepted;
    private ApiAnswer? _answer;

    /// <param name="client">Over whose connections.</param>
    /// <param name="mayRenew">Whether 401 means that the token, which was kept, ended before its time.</param>
    /// <returns>What became of it; null: the token was refused, and another one may help.</returns>
    public async Task<DeliveryOutcome?> RunAsync(HttpMessageInvoker client, bool mayRenew)
    {
        var asking = api.CreateRequest(delivery);
        var refusals = new Refusals(api, delivery.Settings, asking, clock);
        var failure = await new Exchange(asking, asked.BeforeDispatch, _run, clock).RunAsync(client, answer => Judge(answer, refusals, mayRenew));
        return failure is null ? Delivered(refusals)
            : failure.Outcome == FailureOutcome.Unknown ? new DeliveryOutcome.Unknown(failure)
            : new DeliveryOutcome.Failed(failure);
    }

    private StageResult Judge(ApiAnswer answer, Refusals refusals, bool mayRenew)
    {
        _answer = answer;
        if (mayRenew && answer.Status == 401)
        {
            return new StageResult.Passed("HTTP 401: another token is asked for");
        }

        if (answer.IsSuccess && api.ReadAcceptance(answer, delivery) is { } accepted)
        {
            _accepted = accepted;
            return new StageResult.Passed(string.Create(CultureInfo.InvariantCulture, $"HTTP {answer.Status}{(accepted.Id is null ? "" : $", id {accepted.Id}")}"));
        }

        return Refusal(refusals, api.ReadError(answer));
    }

    private DeliveryOutcome.Delivered? Delivered(Refusals refusals)
    {
        if (_accepted is not { } accepted)
        {
            return null;
        }

        var id = accepted.Id is { Length: > 0 and <= MaxId } given && !given.Any(char.IsControl) ? _run.ScrubName(given) : null;
        var refused = accepted.Refused.Select(r => new RefusedRecipient(r.Address, _run.Describe(DeliveryStage.Answer, Refusal(refusals, r.Error))));
        return new DeliveryOutcome.Delivered(
            id, string.Create(CultureInfo.InvariantCulture, $"HTTP {_answer!.Status}{(id is null ? "" : $", id {id}")}"), [.. refused]);
    }

    private Fault Refusal(Refusals refusals, ApiError error) => refusals.Describe(ApiErrors.Find(api.Errors, error), error, _answer!);
}
