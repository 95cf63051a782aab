using System.Globalization;
using EmailConsole.Outbox.Admission;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace EmailConsole.Outbox.Api;

/// <summary>Reads what all requests to accept have in common.</summary>
internal sealed class EmailRequests(SenderDomains domains, AcceptEmails accept, RequestMemory memory, IOptions<OutboxOptions> options)
{
    public const string Json = "application/json";
    public const string Form = "application/x-www-form-urlencoded";

    private const string Utf8 = "utf-8";

    private const string Limit = "memory of large requests (Outbox:RequestMemory)";

    private static readonly RestFault JsonOrForm = new(
        StatusCodes.Status415UnsupportedMediaType,
        $"The body must be JSON, with 'Content-Type: {Json}', or a form, with 'Content-Type: {Form}'; both in UTF-8 and not compressed.");

    private static readonly TimeSpan WhenMemoryIsFull = TimeSpan.FromSeconds(1);

    /// <param name="http">The request.</param>
    /// <param name="caller">Whose.</param>
    /// <param name="route">What is asked: the same key and body mean something else elsewhere.</param>
    /// <param name="takesForms">Whether the body may be a form instead of JSON.</param>
    /// <returns>The request, or why it is refused.</returns>
    public async Task<(EmailRequest? Request, Problem? Refusal)> ReadAsync(HttpContext http, RestCaller caller, string route, bool takesForms = false)
    {
        var isForm = !Is(http.Request, Json);
        if (isForm && !(takesForms && Is(http.Request, Form)))
        {
            return (null, new Problem(takesForms ? JsonOrForm : new RestFault(StatusCodes.Status415UnsupportedMediaType)));
        }

        if (isForm && caller is RestCaller.Person && IsOfAnotherSite(http.Request))
        {
            return (null, RestProblems.Forbidden(
                "A page of another site sent this form, with the password that the browser keeps. Nothing was accepted: programs send no Origin, and use an API key."));
        }

        if (IdempotencyHeader.Read(http.Request.Headers[IdempotencyHeader.Name], out var key) is { } fault)
        {
            return (null, RestProblems.Invalid(IdempotencyHeader.Name, fault));
        }

        if (await domains.FindAsync(caller.TenantId, caller.TenantDomain, http.RequestAborted) is not { } domain)
        {
            return (null, RestProblems.Conflict(
                "There is no email provider that could send this: neither the tenant nor the platform has one. An administrator sets it up in the console, under Email Provider."));
        }

        var body = new RequestBody(memory, caller.TenantId);
        try
        {
            await body.ReadAsync(http.Request, http.RequestAborted);
            return (new EmailRequest(body, isForm, key is null ? null : IdempotencyKey.Of(key, isForm ? $"{route} {Form}" : route, body.Bytes), domain), null);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            body.Dispose();
            return (null, RestProblems.TooLarge(
                string.Create(CultureInfo.InvariantCulture, $"The body is larger than {options.Value.MaxRequestSize / 1048576.0:0.#} MB (Outbox:MaxRequestSize).")));
        }
        catch (RequestMemoryException e)
        {
            body.Dispose();
            return (null, e.Refusal == MemoryRefusal.OwnShare
                ? RestProblems.TooMany(
                    "The tenant's other large requests in progress hold its share of memory (Outbox:RequestMemory). Nothing was accepted: wait for their answers, or send less at once.",
                    WhenMemoryIsFull,
                    Limit,
                    RefusalCause.NoMemory)
                : RestProblems.Unavailable(
                    "Too many large requests are under way (Outbox:RequestMemory); those of up to 64 KB are taken all the time. Nothing was accepted; try again.",
                    WhenMemoryIsFull,
                    RefusalCause.NoMemory,
                    Limit));
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What was answered to the same request before, where it cannot be accepted now: what was valid then may not be any more,
    /// because its time is over. Null: nothing.
    /// </summary>
    public async Task<AcceptOutcome?> FindEarlierAsync(EmailRequest request, RestCaller caller, CancellationToken cancellationToken) =>
        request.Key is { } key ? await accept.FindAnswerAsync(caller.TenantId, key, cancellationToken) : null;

    // JSON is UTF-8 (RFC 8259 section 8.1), and so is a form (https://url.spec.whatwg.org, section 5)
    private static bool Is(HttpRequest request, string mediaType) =>
        request.Headers.ContentEncoding.Count == 0
        && (request.ContentType == mediaType
            || (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
                && type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)
                && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals(Utf8, StringComparison.OrdinalIgnoreCase))));

    // Browsers send a form to any site without asking it first, and with it the username and password that were typed there once. What
    // does not say where it comes from is an old browser, where it names an origin, and else no browser
    private static bool IsOfAnotherSite(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "" => request.Headers.Origin.Count > 0,
        "same-origin" or "none" => false,
        _ => true,
    };
}

/// <summary>What a request to accept brought.</summary>
/// <param name="Body">As sent.</param>
/// <param name="IsForm">It is a form; else JSON.</param>
/// <param name="Key">The caller's key; null: none.</param>
/// <param name="MessageIdDomain">What stands after the @ of each Message-ID.</param>
internal sealed record EmailRequest(RequestBody Body, bool IsForm, IdempotencyKey? Key, string MessageIdDomain) : IDisposable
{
    public void Dispose() => Body.Dispose();
}
