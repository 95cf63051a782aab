using EmailConsole.Rest;
using EmailConsole.Rest.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace EmailConsole.Hosting.Bodies;

/// <summary>
/// Bounds the bodies of all requests, whoever reads them: an endpoint that is mapped tomorrow needs to know nothing of it. Sizes are the
/// server's part: <see cref="RestRoutes.MaxBody"/> where an endpoint does not say otherwise.
/// </summary>
internal sealed class BodyLimits(RequestDelegate next, IOptions<BodyOptions> options, RefusalLog refusals, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (!HasBody(http))
        {
            await next(http);
            return;
        }

        using var body = new TimedBody(http.Request.BodyReader, options.Value, clock);
        http.Features.Set<IRequestBodyPipeFeature>(body);
        http.Request.Body = body.AsStream();
        http.Response.OnStarting(static state => CloseIfLate(((HttpContext, TimedBody))state), (http, body));
        try
        {
            await next(http);
        }
        catch (Exception) when (body.IsLate && !http.Response.HasStarted)
        {
            // Whatever became of it on the way: who reads a form takes it for a broken one
        }

        if (body.IsLate && !http.Response.HasStarted)
        {
            refusals.Count(RefusalLog.SlowBodies);
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status408RequestTimeout;
            await http.Response.WriteAsync(ProblemWords.Of(StatusCodes.Status408RequestTimeout), http.RequestAborted);
        }
    }

    // RFC 9110 section 15.5.9. In HTTP/2 the stream ends alone: the connection may carry others' requests, a proxy's
    private static Task CloseIfLate((HttpContext Http, TimedBody Body) request)
    {
        if (request.Body.IsLate && HttpProtocol.IsHttp11(request.Http.Request.Protocol))
        {
            request.Http.Response.Headers.Connection = "close";
        }

        return Task.CompletedTask;
    }

    private static bool HasBody(HttpContext http) =>
        http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true
        && http.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect != true;
}
