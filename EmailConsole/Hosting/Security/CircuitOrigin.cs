using EmailConsole.Shell;

namespace EmailConsole.Hosting.Security;

/// <summary>
/// The connection of a page is taken from the console's own pages alone. A WebSocket may be opened from any site, with the
/// person's cookie, and no browser asks beforehand: the server must look at <c>Origin</c> (RFC 6455 section 10.2).
/// </summary>
internal static class CircuitOrigin
{
    private const string Opaque = "null";

    /// <summary>Stands behind forwarded headers: the address is the one that the browser sees.</summary>
    public static void UseCircuitOrigin(this IApplicationBuilder app)
    {
        var publicUrl = app.ApplicationServices.GetRequiredService<PublicAddressOptions>().PublicUrl;
        app.UseWhen(
            http => http.Request.Path.StartsWithSegments(Circuits.Path, StringComparison.OrdinalIgnoreCase) && !IsOwn(http.Request, publicUrl),
            foreign => foreign.Run(http =>
            {
                http.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }));
    }

    /// <summary>Whether a page of this console, or no page at all, asks. Without a browser there is no cookie of somebody else.</summary>
    public static bool IsOwn(HttpRequest request, Uri? publicUrl)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0 && site is not "same-origin" and not "none")
        {
            return false;
        }

        return request.Headers.Origin.Count switch
        {
            0 => true,
            1 => IsOwn(request.Headers.Origin.ToString()),
            _ => false,
        };

        // What is sent when a page is left names no origin, because pages send no referrer either; browsers say that it is their own
        bool IsOwn(string origin) => origin == Opaque
            ? site == "same-origin"
            : Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && (IsSame(from, publicUrl) || (Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var own) && IsSame(from, own)));
    }

    private static bool IsSame(Uri from, Uri? own) =>
        own is not null && Uri.Compare(from, own, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
