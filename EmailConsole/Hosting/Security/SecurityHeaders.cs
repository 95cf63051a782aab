namespace EmailConsole.Hosting.Security;

/// <summary>The headers that every answer carries. A handler that needs a stricter policy sets its own first.</summary>
internal static class SecurityHeaders
{
    // MudBlazor sets style attributes and a <style> element for its theme: styles must be allowed inline, scripts need not be
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'; manifest-src 'self'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            SetIfAbsent(headers, "Content-Security-Policy", Policy);
            SetIfAbsent(headers, "X-Frame-Options", "DENY");
            SetIfAbsent(headers, "Referrer-Policy", "no-referrer");
            SetIfAbsent(headers, "Cross-Origin-Opener-Policy", "same-origin");
            SetIfAbsent(headers, "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
            headers.XContentTypeOptions = "nosniff";
            return Task.CompletedTask;
        }, context);
        return next(context);
    });

    private static void SetIfAbsent(IHeaderDictionary headers, string name, string value)
    {
        if (!headers.ContainsKey(name))
        {
            headers[name] = value;
        }
    }
}
