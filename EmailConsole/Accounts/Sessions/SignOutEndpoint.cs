using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;

namespace EmailConsole.Accounts.Sessions;

/// <summary><c>POST /sign-out</c>: ends the session. Asks for the antiforgery token, so that no other site can sign somebody out.</summary>
internal static class SignOutEndpoint
{
    private const long MaxBody = 16 * 1024;

    public static void MapSignOut(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sign-out", HandleAsync)
            .AllowAnonymous()
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBody));

    private static async Task<IResult> HandleAsync(HttpContext http, IAntiforgery antiforgery, SignInSessions sessions)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Results.BadRequest();
        }

        await sessions.EndAsync(http.User, http.RequestAborted);
        await http.SignOutAsync(SessionClaims.Scheme);
        return Results.LocalRedirect(SessionCookie.SignInPath);
    }
}
