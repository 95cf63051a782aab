namespace EmailConsole.Hosting.Security;

/// <summary>
/// Answers a request whose body cannot be read as what it says it is (a form cut off in the middle, more parts than are taken) as the
/// caller's fault: it is none of the console, and no error of it to be logged.
/// </summary>
internal static class UnreadableBodies
{
    private const int ClientClosedRequest = 499;

    public static void UseUnreadableBodies(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            Answer(context, e.StatusCode);
        }
        catch (Exception e) when (IsFault(e, context.Request) && !context.Response.HasStarted)
        {
            Answer(context, StatusCodes.Status400BadRequest);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            Answer(context, ClientClosedRequest);
        }
    });

    // What reads forms throws these for what it was sent, the last for UTF-7; the disk may fail with an IOException too, but a form of
    // these sizes stays in memory
    private static bool IsFault(Exception e, HttpRequest request) =>
        request.HasFormContentType && (e is InvalidDataException or IOException or BadHttpRequestException or NotSupportedException
            || (e.InnerException is { } inner && IsFault(inner, request)));

    private static void Answer(HttpContext context, int status)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
    }
}
