using System.Globalization;
using EmailConsole.Rest.Errors;
using Microsoft.AspNetCore.WebUtilities;

namespace EmailConsole.Rest.Server;

/// <summary>Answers errors as WSO2 Identity Server does, before one of its APIs is reached and where one fails.</summary>
internal sealed class ServerErrors(ServerTenants tenants) : IRestErrors
{
    public bool Answers(PathString path) => path.StartsWithSegments(ServerRoutes.Root, StringComparison.OrdinalIgnoreCase);

    public async Task WriteAsync(HttpContext http, RestFault fault)
    {
        // To nobody who is not signed in: whether there is a tenant of a domain is no stranger's business
        var isSignedIn = RestIdentity.CallerOf(http.User) is not null;
        var status = fault.Status == StatusCodes.Status401Unauthorized && isSignedIn && !await tenants.IsActiveAsync(http)
            ? StatusCodes.Status404NotFound
            : fault.Status;
        if (fault.RetryAfter is { } after)
        {
            http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        switch (status)
        {
            case StatusCodes.Status405MethodNotAllowed or StatusCodes.Status406NotAcceptable or StatusCodes.Status415UnsupportedMediaType:
                http.Response.StatusCode = status;
                break;
            case StatusCodes.Status400BadRequest:
                await ServerError.Unreadable.ExecuteAsync(http);
                break;
            case >= StatusCodes.Status500InternalServerError:
                await (ServerError.Unexpected with { Status = status }).ExecuteAsync(http);
                break;
            default:
                await RefuseAsync(http, status, fault);
                break;
        }
    }

    private static Task RefuseAsync(HttpContext http, int status, RestFault fault)
    {
        if (status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = $"Bearer realm={http.Request.Host.Host}";
        }

        var trace = RestTrace.IdOf(http);
        if (fault.Limit is { } limit)
        {
            http.RequestServices.GetRequiredService<RefusalLog>().Count(limit);
        }

        var level = fault.Limit is null ? LogLevel.Information : LogLevel.Debug;
        http.RequestServices.GetRequiredService<ILogger<ServerError>>().LogAnswered(level, status, status.ToString(CultureInfo.InvariantCulture), trace);
        return ServerError.WriteAsync(http, status, new ServerRefusalBody(
            status, ReasonPhrases.GetReasonPhrase(status), fault.Detail ?? WordsFor(status), trace));
    }

    private static string WordsFor(int status) => status == StatusCodes.Status401Unauthorized
        ? "The credential is missing or not valid for this tenant. Send user@tenant-domain and password as 'Authorization: Basic …', "
            + "or an API key or an access token as 'Authorization: Bearer …'."
        : ProblemWords.Of(status);
}
