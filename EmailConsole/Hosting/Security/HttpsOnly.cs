namespace EmailConsole.Hosting.Security;

/// <summary>
/// Outside Development cookies travel over https alone. Where plain http could not be redirected, because no https address
/// is known, the answer says so instead of failing at the first form.
/// </summary>
internal static class HttpsOnly
{
    private const string Explanation =
        "This console is reached over https only, and it was asked over plain http. Whoever runs it: listen on an https address "
        + "(--urls and Kestrel:Certificates), or name the reverse proxy in front of it (ForwardedHeaders); see docs/running.md.";

    public static void UseHttpsOnly(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.IsHttps)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteAsync(Explanation, context.RequestAborted);
    });
}
