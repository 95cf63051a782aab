using System.Text.Json;
using EmailConsole.Persistence;
using Microsoft.Net.Http.Headers;

namespace EmailConsole.Rest.Errors;

/// <summary>
/// Gives every error of an API a body of that API: exceptions, bodies that cannot be read, and what routing answers with a
/// bare status. A page is never shown there.
/// </summary>
internal sealed partial class RestErrorMiddleware(
    RequestDelegate next, RestErrors errors, RestAddresses addresses, ILogger<RestErrorMiddleware> logger)
{
    private const int ClientClosedRequest = 499;

    private static readonly TimeSpan WhenDatabaseFails = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WhenBusy = TimeSpan.FromSeconds(1);

    public async Task InvokeAsync(HttpContext http)
    {
        if (!JsonAccept.IsSatisfiable(http.Request.Headers.Accept))
        {
            await errors.WriteAsync(http, new RestFault(StatusCodes.Status406NotAcceptable));
            return;
        }

        JsonCharset.Normalise(http.Request);
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = ClientClosedRequest;
            return;
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            await AnswerAsync(http, Describe(e, http));
            return;
        }

        if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
        {
            var status = StatusOf(http);
            await errors.WriteAsync(http, new RestFault(status, RetryAfter: status == StatusCodes.Status503ServiceUnavailable ? WhenBusy : null));
        }
    }

    private int StatusOf(HttpContext http)
    {
        if (http.Response.StatusCode != StatusCodes.Status405MethodNotAllowed || addresses.Has(http.Request.Path))
        {
            return http.Response.StatusCode;
        }

        http.Response.Headers.Remove(HeaderNames.Allow);
        return StatusCodes.Status404NotFound;
    }

    private RestFault Describe(Exception e, HttpContext http)
    {
        switch (e)
        {
            case BadHttpRequestException { InnerException: JsonException json }:
                return JsonFault.Describe(json);
            case BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout }:
                return new RestFault(StatusCodes.Status408RequestTimeout, Limit: RefusalLog.SlowBodies);
            case BadHttpRequestException bad:
                return new RestFault(bad.StatusCode);
            case var _ when DatabaseFaults.IsCauseOf(e):
                LogDatabaseFailed(e, RestTrace.IdOf(http));
                return new RestFault(StatusCodes.Status503ServiceUnavailable, RetryAfter: WhenDatabaseFails);
            default:
                LogFailed(e, RestTrace.IdOf(http));
                return new RestFault(StatusCodes.Status500InternalServerError);
        }
    }

    private Task AnswerAsync(HttpContext http, RestFault fault)
    {
        http.Response.Clear();
        return errors.WriteAsync(http, fault);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request of the API failed (trace {TraceId}).")]
    private partial void LogFailed(Exception exception, string traceId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database failed a request of the API, which was answered 503 (trace {TraceId}).")]
    private partial void LogDatabaseFailed(Exception exception, string traceId);
}
