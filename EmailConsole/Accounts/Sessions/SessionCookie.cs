using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;

namespace EmailConsole.Accounts.Sessions;

/// <summary>The sign-in cookie. It names a session; the session decides.</summary>
internal static class SessionCookie
{
    public const string SignInPath = "/sign-in";
    public const string ReturnUrlParameter = "returnUrl";

    public static void Add(IServiceCollection services, bool isDevelopment)
    {
        services.Configure<KnownDeviceCookie>(device =>
        {
            device.Name = isDevelopment ? "EmailConsole-Device" : "__Host-EmailConsole-Device";
            device.IsAlwaysSecure = !isDevelopment;
        });
        services.AddSingleton<KnownDevices>();
        services.AddAuthentication(SessionClaims.Scheme).AddCookie(SessionClaims.Scheme, options =>
        {
            // Browsers keep a cookie of this prefix only if it is Secure, of this very host and of the whole site
            options.Cookie.Name = isDevelopment ? "EmailConsole" : "__Host-EmailConsole";
            options.Cookie.SecurePolicy = isDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.Path = "/";
            options.Cookie.IsEssential = true;
            options.LoginPath = SignInPath;
            options.ReturnUrlParameter = ReturnUrlParameter;
            options.SlidingExpiration = false;
            options.Events.OnValidatePrincipal = RejectEndedAsync;
            // The sign-in form leads on: what this would write into a header is the parameter as it came
            options.Events.OnRedirectToReturnUrl = _ => Task.CompletedTask;
            options.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
        });
        services.AddOptions<CookieAuthenticationOptions>(SessionClaims.Scheme)
            .Configure<Microsoft.Extensions.Options.IOptions<SignInSessionOptions>>((cookie, sessions) => cookie.ExpireTimeSpan = sessions.Value.Longest);
    }

    private static async Task RejectEndedAsync(CookieValidatePrincipalContext context)
    {
        // The page that says that the database is lost must not ask it
        if (context.HttpContext.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            context.RejectPrincipal();
            return;
        }

        var actors = context.HttpContext.RequestServices.GetRequiredService<SessionActorSource>();
        if (context.Principal is null || !await actors.IsAliveAsync(context.Principal, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(SessionClaims.Scheme);
        }
    }
}
