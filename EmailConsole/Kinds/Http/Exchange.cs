using System.Globalization;
using System.Text;
using EmailConsole.Delivery;

namespace EmailConsole.Kinds.Http;

/// <summary>One request and its answer: the stages Request and Answer. What the answer means is for whoever asks.</summary>
/// <param name="asking">The request.</param>
/// <param name="beforeDispatch">As of <see cref="KindDelivery"/>; null: it may go.</param>
/// <param name="run">Told of both stages.</param>
/// <param name="clock">Of its time limit.</param>
internal sealed class Exchange(ApiRequest asking, Func<CancellationToken, ValueTask<bool>>? beforeDispatch, DeliveryRun run, TimeProvider clock)
{
    private readonly TimeSpan _limit = ApiLimits.TimeFor(asking.Body.Length);
    private RequestContent? _content;
    private DeliveryStage? _certain;
    private bool _isAsked;

    /// <param name="client">Over whose connections.</param>
    /// <param name="judge">What the answer means: how the stage Answer ends.</param>
    /// <returns>Null: both stages passed.</returns>
    public async Task<DeliveryFailure?> RunAsync(HttpMessageInvoker client, Func<ApiAnswer, StageResult> judge)
    {
        using var content = _content = asking.HasMessage ? new RequestContent(asking, beforeDispatch, run) : null;
        using var request = Message();
        using var time = new CancellationTokenSource(_limit, clock);
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(run.CancellationToken, time.Token);
        Task<HttpResponseMessage>? sending = null;
        try
        {
            return await StageAsync(DeliveryStage.Request, async () =>
            {
                if (beforeDispatch is { } mayGo && !await mayGo(whole.Token))
                {
                    return Faults.Cancelled;
                }

                ShowRequest();
                _isAsked = true;
                sending = client.SendAsync(request, whole.Token);
                if (content is not null)
                {
                    await Task.WhenAny(sending, content.Sent);
                    if (!content.Sent.IsCompleted)
                    {
                        // It failed, or was answered before it was read: that answer is as good
                        await sending;
                    }
                }

                return new StageResult.Passed(string.Create(
                    CultureInfo.InvariantCulture, $"{asking.Method} to {asking.Address.IdnHost}{(content is null ? "" : $", {asking.Body.Length:N0} bytes")}"));
            }) ?? await StageAsync(DeliveryStage.Answer, async () =>
            {
                using var response = await sending!;
                var answer = await ReadAsync(response, whole.Token);
                run.RequestEnds();
                return judge(answer);
            });
        }
        finally
        {
            run.RequestEnds();
            if (sending is { IsCompleted: false })
            {
                await whole.CancelAsync();
            }

            _ = sending?.ContinueWith(Close, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private RequestProgress Progress =>
        run.IsRequestUnderWay ? RequestProgress.MessageBegun : _isAsked && !asking.HasMessage ? RequestProgress.Asked : RequestProgress.NotBegun;

    /// <summary>A stage whose exceptions are told apart: what went wrong on the way, what leaves open whether the message was taken.</summary>
    private async Task<DeliveryFailure?> StageAsync(DeliveryStage stage, Func<Task<StageResult>> work)
    {
        var failure = await run.StageAsync(stage, _limit, async _ =>
        {
            try
            {
                return await work();
            }
            catch (Exception e) when (RequestFaults.Of(
                e, asking.Address, Progress, run.CancellationToken.IsCancellationRequested || _content is { IsHeldBack: true }) is { } found)
            {
                _certain = found.Stage;
                return found.Fault;
            }
        });
        return failure is not null && _certain is { } certain ? failure with { Stage = certain } : failure;
    }

    private HttpRequestMessage Message()
    {
        var request = new HttpRequestMessage(asking.Method, asking.Address) { Content = _content };

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
    private void ShowRequest()
    {
        if (run.IsWatched)
        {
            run.Said($"{asking.Method} {asking.Address.GetLeftPart(UriPartial.Path)}");
            foreach (var (name, _) in asking.Headers)
            {
                run.Said($"{name}: ***");
            }

            if (!asking.HasMessage)
            {
                return;
            }

            run.Said(string.Create(CultureInfo.InvariantCulture, $"Content-Type: {asking.ContentType} ({asking.Body.Length:N0} bytes)"));
            if (run.IsContentWatched)
            {
                var shown = asking.Body.Length > ApiLimits.MaxText ? asking.Body[..ApiLimits.MaxText] : asking.Body;
                run.Said(Encoding.UTF8.GetString(shown.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), isCut: shown.Length < asking.Body.Length);
            }
        }
    }

    // What an API tells of an account may hold other keys of it (Postmark's does), which nobody here knows
    private void Show(ApiAnswer answer, string? reason)
    {
        if (run.IsWatched)
        {
            var isOfAccount = !asking.HasMessage && answer.IsSuccess;
            var text = isOfAccount ? "" : answer.Body.Length > ApiLimits.MaxText ? answer.Body[..ApiLimits.MaxText] : answer.Body;
            run.Heard(
                [
                    string.Create(CultureInfo.InvariantCulture, $"HTTP {answer.Status} {reason}"),
                    .. answer.Headers.Where(h => !h.Key.Contains("cookie", StringComparison.OrdinalIgnoreCase)).Select(h => $"{h.Key}: {h.Value}"),
                    .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                ],
                isCut: !isOfAccount && (answer.IsCut || text.Length < answer.Body.Length));
            if (isOfAccount && answer.Body.Length > 0)
            {
                run.Heard([string.Create(CultureInfo.InvariantCulture, $"({answer.Body.Length:N0} characters about the account)")], isCut: false);
            }
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
