using System.Security.Cryptography;
using EmailConsole.Persistence;
using EmailConsole.Rest.Errors;
using EmailConsole.Rest.Server;
using Microsoft.Net.Http.Headers;

namespace EmailConsole.EmailProviders.Api.Answers;

/// <summary>Answers a database or key ring that fails with the operation's own code.</summary>
/// <param name="failed">By the name of the sender in the route; null where the route has none.</param>
internal sealed partial class StoreFailures(Func<string?, ServerError> failed) : IEndpointFilter
{
    private const string RetryAfterSeconds = "5";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception e) when (e is CryptographicException || DatabaseFaults.IsCauseOf(e))
        {
            var http = context.HttpContext;
            LogFailed(http.RequestServices.GetRequiredService<ILogger<StoreFailures>>(), e, RestTrace.IdOf(http));
            http.Response.Headers[HeaderNames.RetryAfter] = RetryAfterSeconds;
            return e is CryptographicException ? SenderErrors.EncryptionFailed() : failed(http.GetRouteValue("name")?.ToString());
        }
    }

    [LoggerMessage(LogLevel.Error, "The store failed a request of the Notification Senders API (trace {TraceId})")]
    private static partial void LogFailed(ILogger logger, Exception exception, string traceId);
}

internal static class StoreFailuresRegistration
{
    public static RouteHandlerBuilder AnswerStoreFailures(this RouteHandlerBuilder endpoint, Func<string?, ServerError> failed) =>
        endpoint.AddEndpointFilter(new StoreFailures(failed));
}
