using System.Globalization;
using System.Text;
using EmailConsole.Delivery;

namespace EmailConsole.Kinds.Http;

/// <summary>One request and its answer: the stages Request and Answer.</summary>
internal sealed class Exchange(ApiTransport api, ApiDelivery delivery, Uri address, KindDelivery asked, TimeProvider clock)
{
    private const int MaxId = 200;

    private readonly DeliveryRun _run = asked.Run;
    private ApiAcceptance? _accepted;
    private ApiAnswer? _answer;
    private DeliveryStage? _certain;

    /// <summary>What became of it; null: the token was refused, and another one may help.</summary>
    public DeliveryOutcome? Outcome { get; private set; }

    /// <param name="client">Over whose connections.</param>
    /// <param name="mayRenew">Whether 401 means that the token, which was kept, ended before its time.</param>
    public async Task<Exchange> RunAsync(HttpMessageInvoker client, bool mayRenew)
    {
        Outcome = await SendAsync(client, mayRenew);
        return this;
    }

    private async Task<DeliveryOutcome?> SendAsync(HttpMessageInvoker client, bool mayRenew)
    {
        var asking = api.CreateRequest(delivery);
        var limit = ApiLimits.TimeFor(asking.Body.Length);
        using var content = new RequestContent(asking, asked.BeforeDispatch, _run);
        using var request = Message(asking, content);
        using var time = new CancellationTokenSource(limit, clock);
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(_run.CancellationToken, time.Token);
        Task<HttpResponseMessage>? sending = null;
        try
        {
            var failure = await StageAsync(DeliveryStage.Request, limit, content, async () =>
            {
                if (asked.BeforeDispatch is { } mayGo && !await mayGo(whole.Token))
                {
                    return Faults.Cancelled;
                }

                Show(asking);
                sending = client.SendAsync(request, whole.Token);
                await Task.WhenAny(sending, content.Sent);
                if (!content.Sent.IsCompleted)
                {
                    // It failed, or was answered before it was read: that answer is as good
                    await sending;
                }

                return new StageResult.Passed(string.Create(CultureInfo.InvariantCulture, $"{asking.Method} to {asking.Address.IdnHost}, {asking.Body.Length:N0} bytes"));
            }) ?? await StageAsync(DeliveryStage.Answer, limit, content, async () =>
            {
                using var response = await sending!;
                _answer = await ReadAsync(response, whole.Token);
                _run.RequestEnds();
                return Judge(_answer, mayRenew);
            });
            return failure is null ? Delivered()
                : failure.Outcome == FailureOutcome.Unknown ? new DeliveryOutcome.Unknown(failure)
                : new DeliveryOutcome.Failed(failure);
        }
        finally
        {
            _run.RequestEnds();
            if (sending is { IsCompleted: false })
            {
                await whole.CancelAsync();
            }

            _ = sending?.ContinueWith(Close, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private DeliveryOutcome.Delivered? Delivered()
    {
        if (_accepted is not { } accepted)
        {
            return null;
        }

        var id = accepted.Id is { Length: > 0 and <= MaxId } given && !given.Any(char.IsControl) ? _run.Scrub(given) : null;
        var refused = accepted.Refused.Select(r => new RefusedRecipient(r.Address, _run.Describe(DeliveryStage.Answer, Refusal(r.Error))));
        return new DeliveryOutcome.Delivered(
            id, _run.Scrub(string.Create(CultureInfo.InvariantCulture, $"HTTP {_answer!.Status}{(id is null ? "" : $", id {id}")}")), [.. refused]);
    }

    private StageResult Judge(ApiAnswer answer, bool mayRenew)
    {
        if (mayRenew && answer.Status == 401)
        {
            return new StageResult.Passed("HTTP 401: another token is asked for");
        }

        if (answer.IsSuccess && api.ReadAcceptance(answer, delivery) is { } accepted)
        {
            _accepted = accepted;
            return new StageResult.Passed(string.Create(CultureInfo.InvariantCulture, $"HTTP {answer.Status}{(accepted.Id is null ? "" : $", id {accepted.Id}")}"));
        }

        return Refusal(api.ReadError(answer));
    }

    private Fault Refusal(ApiError error)
    {
        var row = ApiErrors.Find(api.Errors, error);
        var isReached = row.Blame is Blame.Message or Blame.Recipient or Blame.Sender or Blame.Throttle;
        return new Fault(ApiErrors.KindOf(row, error), Text: Words(error), IsRetryable: !row.Lasts)
        {
            Judged = new Judgement(row.Blame, row.Outcome, new DeliveryAdvice(Fill(row.Cause), Cure(row)))
            {
                Status = error.Status,
                NotBefore = RequestedWait.Find(_answer!, row.Blame == Blame.Throttle, clock.GetUtcNow()),
                IsProviderReached = isReached,
            },
        };
    }

    private static string Words(ApiError error)
    {
        var words = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP {error.Status}");
        if (error.Code is { Length: > 0 } code)
        {
            words.Append(CultureInfo.InvariantCulture, $" {code}");
        }

        var text = error.Text.Length > ApiLimits.MaxText ? error.Text[..ApiLimits.MaxText] : error.Text;
        return text.Length == 0 ? words.ToString() : words.Append(": ").Append(text).ToString();
    }

    private string? Cure(ErrorRow row)
    {
        var cure = row.Cure is null ? null : Fill(row.Cure);
        const string Again = "Mail that waits in the outbox is tried again by itself.";
        return row.Lasts || row.Outcome == FailureOutcome.Unknown ? cure : cure is null ? Again : $"{Again} {cure}";
    }

    private string Fill(string words)
    {
        var filled = words
            .Replace("{provider}", api.Name, StringComparison.Ordinal)
            .Replace("{host}", address.IdnHost, StringComparison.Ordinal)
            .Replace("{from}", delivery.Settings.FromAddress, StringComparison.Ordinal);
        return char.ToUpperInvariant(filled[0]) + filled[1..];
    }

    /// <summary>A stage whose exceptions are told apart: what went wrong on the way, what leaves open whether the message was taken.</summary>
    private async Task<DeliveryFailure?> StageAsync(DeliveryStage stage, TimeSpan limit, RequestContent content, Func<Task<StageResult>> work)
    {
        var failure = await _run.StageAsync(stage, limit, async _ =>
        {
            try
            {
                return await work();
            }
            catch (Exception e) when (RequestFaults.Of(
                e, address, _run.IsRequestUnderWay, _run.CancellationToken.IsCancellationRequested || content.IsHeldBack) is { } found)
            {
                _certain = found.Stage;
                return found.Fault;
            }
        });
        return failure is not null && _certain is { } certain ? failure with { Stage = certain } : failure;
    }

    private static HttpRequestMessage Message(ApiRequest asking, RequestContent content)
    {
        var request = new HttpRequestMessage(asking.Method, asking.Address) { Content = content };

        // Some services refuse a request without it
        request.Headers.UserAgent.ParseAdd("EmailConsole");
        request.Headers.Accept.ParseAdd("application/json, */*;q=0.5");
        foreach (var (name, value) in asking.Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>At most <see cref="ApiLimits.MaxAnswer"/> bytes of it. One that ends too early tells its status all the same, if that is a refusal.</summary>
    private async Task<ApiAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[ApiLimits.MaxAnswer + 1];
        var length = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            for (int read; length < buffer.Length && (read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0;)
            {
                length += read;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException && (int)response.StatusCode is >= 300 and < 500)
        {
            // The rest of its words is lost, not what it means
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            headers.TryAdd(name, values.FirstOrDefault() ?? "");
        }

        var isCut = length > ApiLimits.MaxAnswer;
        var answer = new ApiAnswer((int)response.StatusCode, headers, Encoding.UTF8.GetString(buffer, 0, Math.Min(length, ApiLimits.MaxAnswer)), isCut);
        Show(answer, response.ReasonPhrase);
        return answer;
    }

    // The address without its query, which may hold a key; of the body its size alone, as of a message that goes by SMTP, but to whoever asks for more
    private void Show(ApiRequest asking)
    {
        if (_run.IsWatched)
        {
            _run.Said($"{asking.Method} {asking.Address.GetLeftPart(UriPartial.Path)}");
            foreach (var (name, _) in asking.Headers)
            {
                _run.Said($"{name}: ***");
            }

            _run.Said(string.Create(CultureInfo.InvariantCulture, $"Content-Type: {asking.ContentType} ({asking.Body.Length:N0} bytes)"));
            if (_run.IsContentWatched)
            {
                var shown = asking.Body.Length > ApiLimits.MaxText ? asking.Body[..ApiLimits.MaxText] : asking.Body;
                _run.Said(Encoding.UTF8.GetString(shown.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), isCut: shown.Length < asking.Body.Length);
            }
        }
    }

    private void Show(ApiAnswer answer, string? reason)
    {
        if (_run.IsWatched)
        {
            var text = answer.Body.Length > ApiLimits.MaxText ? answer.Body[..ApiLimits.MaxText] : answer.Body;
            _run.Heard(
                [
                    string.Create(CultureInfo.InvariantCulture, $"HTTP {answer.Status} {reason}"),
                    .. answer.Headers.Where(h => !h.Key.Contains("cookie", StringComparison.OrdinalIgnoreCase)).Select(h => $"{h.Key}: {h.Value}"),
                    .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                ],
                isCut: answer.IsCut || text.Length < answer.Body.Length);
        }
    }

    private static void Close(Task<HttpResponseMessage> sending)
    {
        if (sending.IsCompletedSuccessfully)
        {
            sending.Result.Dispose();
        }
        else
        {
            // Looked at, so that it does not count as unobserved
            _ = sending.Exception;
        }
    }
}
