using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailConsole.Shell;

/// <summary>The connections over which pages talk with the server, and who may have one.</summary>
public static class Circuits
{
    public const string Path = "/_blazor";

    // Long polling joins messages of 32 KB
    private const int MaxBody = 1024 * 1024;

    // Ends a circuit whose secret it names. It comes when a page is left, also by signing out
    private const string Disconnect = $"{Path}/disconnect";

    /// <summary>
    /// A console that stops takes none any more: a page that has lost its connection asks for another one at once, and the stop would wait for that until its
    /// time is over.
    /// </summary>
    internal static void UseCircuitsUntilStop(this IApplicationBuilder app)
    {
        var stopping = app.ApplicationServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        app.UseWhen(
            http => stopping.IsCancellationRequested && http.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase),
            late => late.Run(http =>
            {
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return Task.CompletedTask;
            }));
    }

    /// <summary>Only for who is signed in: the pages before it are plain, and each circuit takes memory.</summary>
    internal static void RequireSignIn(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } route }
            && $"/{route.TrimStart('/')}" is var path
            && path.StartsWith(Path, StringComparison.OrdinalIgnoreCase)
            && !path.StartsWith(Disconnect, StringComparison.OrdinalIgnoreCase))
        {
            endpoint.Metadata.Add(new AuthorizeAttribute());
            endpoint.Metadata.Add(new RequestSizeLimitAttribute(MaxBody));
        }
    }
}
